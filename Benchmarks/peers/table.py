"""The two tables as text."""

import os
import platform

import check


def text(columns, rows):
    """Columns as wide as they must be; the first to the left, figures to the right."""
    widths = [max(len(row[place]) for row in [columns, *rows]) for place in range(len(columns))]

    def line(row):
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        return "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()

    return "\n".join([line(columns), "-" * (sum(widths) + 2 * len(widths) - 2), *map(line, rows)])


def checks(rows):
    """What each strip did to the tones; a mark where a stage is missing or far off."""
    cells = [["as asked", *[f"{change:+.1f}" for change in check.WANTED], "-5.3"]]
    for name, row in rows:
        marked = [
            f"{change:+.1f}" + ("!" if stage in row.faults else "")
            for stage, change in zip(check.COLUMNS, row.changes)
        ]
        cells.append([name, *marked])
    head = "\ndB against a tone of 1 kHz at -30 dBFS; ! is not what was asked for\n"
    return head + text(["", *check.COLUMNS], cells) + "\n"


def costs(entries, stems, seconds):
    """What each mixer costs, and how many times Gainrider's cost that is."""
    own = next((entry for entry in entries if entry.mixer.name == "Gainrider"), None)
    rows = []
    for entry in sorted(entries, key=lambda entry: entry.processor):
        each = entry.processor * 1000 / stems / seconds
        spread = max(cost.processor for cost in entry.costs) - min(cost.processor for cost in entry.costs)
        rows.append([
            entry.mixer.name, f"{entry.processor:.2f}", f"{spread / entry.processor * 100:.0f}", f"{each:.3f}",
            f"{1000 / each:.0f}", f"{entry.processor / own.processor:.1f}" if own else "-", f"{entry.wall:.2f}",
            f"{entry.memory:.0f}", f"{entry.mixdown.level:.1f}", f"{entry.mixdown.peak:.1f}",
        ])
    head = ["", "CPU s", "spread %", "ms/track·s", "tracks/core", "× Gainrider", "wall s", "MiB", "dB RMS", "peak"]
    lines = ["", f"{stems} stems of {seconds:g} s at 48 kHz, whole process, on {processor()}"]
    lines += [text(head, rows), "", "Versions"]
    for entry in entries:
        notes = [entry.version]
        if entry.mixer.remark:
            notes.append(entry.mixer.remark)
        if entry.crashes:
            notes.append(f"crashed {entry.crashes} times and was tried again")
        if entry.faults:
            notes.append("NOT AS ASKED: " + ", ".join(entry.faults))
        lines.append(f"  {entry.mixer.name}: " + "; ".join(notes))
    return "\n".join(lines)


def processor():
    name = platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            name = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), name)
    return f"{name}, {os.cpu_count()} cores, Linux {platform.release()}"

"""How a mixdown grows with its strips: time and memory of Gainrider alone, and what silence costs beside sound."""

import os
import types

import sound
import stems
import strip
import table
from contest import Entry
from measure import Failed
from mixers.gainrider import Gainrider
from mixers.mixer import Unavailable

SOUNDING = 64  # files; more strips play them several times
MEMORY = (64, 1)  # MiB that a mixdown may take, and MiB more for each strip


def run(asked):
    try:
        mixer = Gainrider(types.SimpleNamespace(gainrider=asked.gainrider, python=None))
    except Unavailable as reason:
        raise SystemExit(str(reason)) from None
    paths = stems.stems(min(SOUNDING, max(asked.scale)), asked.length, asked.folder)
    rows = [Row(str(count), count, paths, mixer, asked) for count in sorted(asked.scale)]
    quiet = Row(f"{SOUNDING} silent", SOUNDING, [silence(asked)], mixer, asked)
    print(f"{', '.join(row.name for row in rows)} strips of {asked.length:g} s, {asked.runs} runs by turns", flush=True)
    for _ in range(asked.runs):
        for row in [*rows, quiet]:
            row.measure(asked.timeout)
    tell(rows, quiet, asked.length)


class Row:
    def __init__(self, name, count, paths, mixer, asked):
        self.name = name
        self.count = count
        self.entry = Entry(mixer, os.path.join(asked.folder, "scale", name.replace(" ", "-")))
        self.case = strip.mix_of([paths[index % len(paths)] for index in range(count)], asked.length)
        self.entry.prepare(self.case)

    def measure(self, timeout):
        try:
            self.entry.costs.append(self.entry.run(self.case, timeout))
        except Failed as reason:
            raise SystemExit(f"{self.name} strips: {reason}") from None

    @property
    def processor(self):
        """The least of all runs: what others on the machine do only adds to it."""
        return min(cost.processor for cost in self.entry.costs)


def silence(asked):
    path = os.path.join(asked.folder, f"silence-{asked.length:g}s.wav")
    if not os.path.exists(path):
        sound.write(path, bytes(int(asked.length * sound.RATE) * sound.FRAME))
    return path


def line(points):
    """The straight line a + b · strips whose largest deviation, as a share, is small: least squares of the shares."""
    weights = [(1 / cost**2, count, cost) for count, cost in points]
    total = sum(weight for weight, _, _ in weights)
    middle = sum(weight * count for weight, count, _ in weights) / total
    height = sum(weight * cost for weight, _, cost in weights) / total
    spread = sum(weight * (count - middle) ** 2 for weight, count, _ in weights)
    slope = sum(weight * (count - middle) * (cost - height) for weight, count, cost in weights) / spread if spread else 0
    return height - slope * middle, slope


def tell(rows, quiet, seconds):
    base, slope = line([(row.count, row.processor) for row in rows])
    cells = []
    for row in [*rows, quiet]:
        expected = base + slope * row.count
        limit = MEMORY[0] + MEMORY[1] * row.count
        away = "" if row is quiet else f"{(row.processor / expected - 1) * 100:+.1f}"
        cells.append([
            row.name, f"{row.processor:.2f}", f"{row.processor * 1000 / row.count / seconds:.3f}", away,
            f"{row.entry.memory:.0f}", str(limit),
        ])
    print()
    print(f"strips of {seconds:g} s at 48 kHz, whole process, on {table.processor()}")
    print(table.text(["strips", "CPU s", "ms/track·s", "off the line %", "MiB", "at most"], cells))
    print(f"the line: {base:.3f} s and {slope * 1000 / seconds:.3f} ms a track-second")

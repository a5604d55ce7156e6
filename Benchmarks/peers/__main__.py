"""Mixes the same stems with Gainrider and its peers, by turns, and says what each one costs.

usage: python3 Benchmarks/peers [--stems 64] [--length 60] [--runs 3] [--only NAME ...]
"""

import argparse
import os
import statistics
import types

import check
import measure
import stems
import strip
import table
from install import Installer
from measure import Failed
from mixers import MIXERS
from mixers.mixer import Unavailable


def options():
    parser = argparse.ArgumentParser(prog="Benchmarks/peers", description=__doc__.splitlines()[0])
    parser.add_argument("--stems", type=int, default=64, help="how many are mixed (64)")
    parser.add_argument("--length", type=float, default=60, metavar="SECONDS", help="how long they are (60)")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="mixers whose name begins so, and Gainrider")
    parser.add_argument("--gainrider", default=".build/release/gainrider", metavar="PROGRAM")
    parser.add_argument("--folder", default=".build/peers", help="for stems, sessions and mixes (.build/peers)")
    parser.add_argument("--no-install", action="store_true", help="measure what is here already")
    parser.add_argument("--timeout", type=float, default=1800, metavar="SECONDS", help="for one mixdown (1800)")
    return parser.parse_args()


class Entry:
    """A mixer that takes part."""

    def __init__(self, mixer, folder):
        self.mixer = mixer
        self.folder = folder
        self.version = mixer.version()
        self.faults = []
        self.costs = []
        self.crashes = 0
        self.mixdown = None
        os.makedirs(folder, exist_ok=True)

    def prepare(self, case):
        self.mixer.prepare(case, self.folder)

    def run(self, case, timeout):
        output = self.mixer.output(self.folder)
        if os.path.exists(output):
            os.remove(output)
        log = os.path.join(self.folder, "log")
        for attempt in range(self.mixer.attempts):
            try:
                cost = measure.cost(self.mixer.command(case, self.folder), log, timeout)
                break
            except Failed:
                self.crashes += 1
                if attempt + 1 == self.mixer.attempts:
                    raise
        if not os.path.exists(output):
            raise Failed("wrote no file")
        return cost


def main():
    asked = options()
    folder = os.path.abspath(asked.folder)
    os.makedirs(folder, exist_ok=True)
    installer = Installer(folder, permitted=not asked.no_install)
    places = types.SimpleNamespace(gainrider=asked.gainrider, python=installer.python)
    skipped = []

    entries = []
    for kind in MIXERS:
        chosen = [kind.name.lower().startswith(name.lower()) for name in asked.only or [kind.name]]
        if not any(chosen) and kind is not MIXERS[0]:
            continue
        try:
            installer.system(kind.programs, kind.files, kind.packages)
            installer.libraries(kind.modules)
            entries.append(Entry(kind(places), os.path.join(folder, kind.__name__)))
        except Unavailable as reason:
            skipped.append((kind.name, str(reason)))

    def each(entries, act):
        """Those for which it went well; the others are left out with the reason."""
        well = []
        for entry in entries:
            try:
                act(entry)
                well.append(entry)
            except (Failed, Unavailable, OSError, ValueError) as reason:
                skipped.append((entry.mixer.name, str(reason)))
        return well

    print(f"Test signal through {len(entries)} strips", flush=True)
    signal = check.case(folder)
    rows = []

    def look(entry):
        entry.prepare(signal)
        entry.run(signal, asked.timeout)
        row = check.tones_of(entry.mixer.output(entry.folder))
        entry.faults += row.faults
        rows.append((entry.mixer.name, row))

    entries = each(entries, look)
    print(table.checks(rows), flush=True)

    try:
        installer.system(["fluidsynth"], [], ["fluidsynth", "fluid-soundfont-gm"])
    except Unavailable as reason:
        raise SystemExit(f"no stems: {reason}") from None
    print(f"{asked.stems} stems of {asked.length:g} s, {asked.runs} runs by turns", flush=True)
    case = strip.mix_of(stems.stems(asked.stems, asked.length, folder), asked.length)
    entries = each(entries, lambda entry: entry.prepare(case))

    for turn in range(asked.runs):

        def measured(entry):
            entry.costs.append(entry.run(case, asked.timeout))
            if entry.mixdown is None:
                entry.mixdown = check.mixdown(entry.mixer.output(entry.folder))
                if reason := check.unusable(entry.mixdown, asked.length):
                    raise Failed(reason)
            print(f"  {turn + 1}  {entry.mixer.name:<20} {entry.costs[-1].processor:8.2f} s", flush=True)

        entries = each(entries, measured)

    mixdowns = [entry.mixdown for entry in entries]
    for entry in entries:
        entry.faults += check.oddities(entry.mixdown, mixdowns)
        entry.processor = statistics.median(cost.processor for cost in entry.costs)
        entry.wall = statistics.median(cost.wall for cost in entry.costs)
        entry.memory = max(cost.memory for cost in entry.costs)
    print(table.costs(entries, asked.stems, asked.length))
    for name, reason in skipped:
        print(f"not measured: {name}: {reason}")
    if not entries:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

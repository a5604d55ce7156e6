"""The run: who takes part, the test signal through all of them, then the mixdowns by turns."""

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

    @property
    def output(self):
        return self.mixer.output(self.folder)

    def prepare(self, case):
        self.mixer.prepare(case, self.folder)

    def run(self, case, timeout):
        """One mixdown and its cost."""
        if os.path.exists(self.output):
            os.remove(self.output)
        log = os.path.join(self.folder, "log")
        while True:
            try:
                cost = measure.cost(self.mixer.command(case, self.folder), log, timeout)
                break
            except Failed:
                self.crashes += 1
                if self.crashes > self.mixer.crashes_allowed:
                    raise
        if not os.path.exists(self.output):
            raise Failed("wrote no file")
        return cost

    @property
    def processor(self):
        return statistics.median(cost.processor for cost in self.costs)

    @property
    def wall(self):
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def memory(self):
        return max(cost.memory for cost in self.costs)


class Contest:
    def __init__(self, asked):
        self.asked = asked
        self.installer = Installer(asked.folder, permitted=not asked.no_install)
        self.entries = []
        self.skipped = []  # name, reason

    def gather(self):
        """Installs whom it can, and leaves out the others with the reason."""
        places = types.SimpleNamespace(gainrider=self.asked.gainrider, python=self.installer.python)
        for kind in MIXERS:
            asked_for = [kind.name.lower().startswith(name.lower()) for name in self.asked.only or [kind.name]]
            if not any(asked_for) and kind is not MIXERS[0]:
                continue
            try:
                self.installer.system(kind.programs, kind.files, kind.packages)
                self.installer.libraries(kind.modules)
                self.entries.append(Entry(kind(places), os.path.join(self.asked.folder, kind.__name__)))
            except Unavailable as reason:
                self.skipped.append((kind.name, str(reason)))

    def each(self, act):
        """Keeps those for which it goes well; the others are left out with the reason."""
        well = []
        for entry in self.entries:
            try:
                act(entry)
                well.append(entry)
            except (Failed, Unavailable, OSError, ValueError) as reason:
                self.skipped.append((entry.mixer.name, str(reason)))
        self.entries = well

    def check(self):
        print(f"Test signal through {len(self.entries)} strips", flush=True)
        signal = check.case(self.asked.folder)
        rows = []

        def look(entry):
            entry.prepare(signal)
            entry.run(signal, self.asked.timeout)
            row = check.tones_of(entry.output)
            entry.faults += row.faults
            rows.append((entry.mixer.name, row))

        self.each(look)
        print(table.checks(rows), flush=True)

    def measure(self):
        asked = self.asked
        try:
            self.installer.system(["fluidsynth"], [], ["fluidsynth", "fluid-soundfont-gm"])
        except Unavailable as reason:
            raise SystemExit(f"no stems: {reason}") from None
        print(f"{asked.stems} stems of {asked.length:g} s, {asked.runs} runs by turns", flush=True)
        case = strip.mix_of(stems.stems(asked.stems, asked.length, asked.folder), asked.length)
        self.each(lambda entry: entry.prepare(case))

        def mix(entry):
            cost = entry.run(case, asked.timeout)
            if entry.mixdown is None:
                entry.mixdown = check.mixdown(entry.output)
                if reason := check.unusable(entry.mixdown, asked.length):
                    raise Failed(reason)
            entry.costs.append(cost)
            print(f"  {len(entry.costs)}  {entry.mixer.name:<20} {cost.processor:8.2f} s", flush=True)

        for _ in range(asked.runs):
            self.each(mix)
        mixdowns = [entry.mixdown for entry in self.entries]
        for entry in self.entries:
            entry.faults += check.oddities(entry.mixdown, mixdowns)

    def tell(self):
        if self.entries:
            print(table.costs(self.entries, self.asked.stems, self.asked.length))
        for name, reason in self.skipped:
            print(f"not measured: {name}: {reason}")
        if not self.entries:
            raise SystemExit(1)

import os
import re
import shutil
import subprocess

import strip
from mixers.mixer import Mixer, Unavailable, said

KINDS = {"low shelf": "low-shelf", "bell": "bell", "high shelf": "high-shelf"}


class Gainrider(Mixer):
    name = "Gainrider"

    def __init__(self, places):
        super().__init__(places)
        self.program = os.path.abspath(places.gainrider)
        if not os.path.exists(self.program):
            raise Unavailable(f"{self.program} is not there; make release builds it")
        help_text = subprocess.run([self.program, "bounce", "--help"], capture_output=True, text=True).stdout
        # Loudness figures are no part of what the peers do.
        self.options = [option for option in ["--no-report"] if option in help_text]

    def version(self):
        return said([self.program, "--version"], r"\S+")

    def prepare(self, case, folder):
        song = os.path.join(folder, "song")
        shutil.rmtree(song + ".gainrider", ignore_errors=True)
        self.run("new", song, *[stem.path for stem in case.stems], "--in-place")
        lines = []
        strips = 0
        for line in self.run("session", "dump", song).splitlines():
            lines.append(line)
            if re.match(r"\s+frames:", line):
                lines += [f"    {address}: {value}" for address, value in strip_values(case.stems[strips])]
                strips += 1
        lines += ["master:", "  limiter/on: on", f"  limiter/ceiling: {strip.CEILING}"]
        lines += [f"  limiter/release: {strip.LIMITER_RELEASE}"]
        text = os.path.join(folder, "song.yaml")
        with open(text, "w") as file:
            file.write("\n".join(lines) + "\n")
        self.run("session", "apply", song, text)

    def run(self, *arguments):
        result = subprocess.run([self.program, *arguments], capture_output=True, text=True)
        if result.returncode != 0:
            raise Unavailable(f"gainrider {' '.join(arguments[:2])}: {result.stderr.strip()[:400]}")
        return result.stdout

    def command(self, case, folder):
        song = os.path.join(folder, "song")
        form = ["--wav", self.output(folder), "--bits", "24", "--no-dither"]
        return [self.program, "bounce", song, *form, *self.options]


def strip_values(stem):
    """The strip under its addresses in a session."""
    gate, compressor = strip.GATE, strip.COMPRESSOR
    values = [("hpf/on", "on"), ("hpf/frequency", strip.HIGH_PASS), ("gate/on", "on")]
    names = ("threshold", "range", "attack", "hold", "release")
    values += [(f"gate/{name}", getattr(gate, name)) for name in names]
    values.append(("eq/on", "on"))
    for number, band in enumerate(strip.BANDS, 1):
        values += [
            (f"eq/{number}/on", "on"), (f"eq/{number}/type", KINDS[band.kind]),
            (f"eq/{number}/frequency", band.frequency), (f"eq/{number}/gain", band.gain), (f"eq/{number}/q", band.q),
        ]
    values.append(("comp/on", "on"))
    names = ("threshold", "ratio", "attack", "release", "knee", "makeup")
    values += [(f"comp/{name}", getattr(compressor, name)) for name in names]
    return values + [("fader", stem.gain), ("pan", stem.pan)]

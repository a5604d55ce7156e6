import shlex

import strip
from mixers.mixer import Mixer, said

# SoX works with whole numbers and clips between its effects: room for the sum, given back at the end.
HEADROOM = 12.0


class SoX(Mixer):
    name = "SoX"
    programs = ["sox"]
    packages = ["sox"]
    remark = "one process a stem: memory is that of the largest"

    def version(self):
        return said(["sox", "--version"])

    def command(self, case, folder):
        command = ["sox", "-D", "-m"]
        for stem in case.stems:
            command += ["-v", "1", "-t", "sox", "|" + shlex.join(chain(stem))]
        top = strip.CEILING - HEADROOM
        limiter = ["compand", f"0,{strip.LIMITER_RELEASE / 1000}", f"{top},{top},0,{top}"]
        return command + ["-b", "24", "-t", "wavpcm", self.output(folder), *limiter, "gain", str(HEADROOM)]


KINDS = {"low shelf": "bass", "high shelf": "treble"}


def chain(stem):
    gate, compressor = strip.GATE, strip.COMPRESSOR
    bands = []
    for band in strip.BANDS:
        if band.kind == "bell":
            bands += ["equalizer", str(band.frequency), f"{band.q}q", str(band.gain)]
        else:
            bands += [KINDS[band.kind], str(band.gain), str(band.frequency), f"{band.q}q"]
    below, top = gate.threshold, compressor.threshold
    left, right = (side * strip.factor(-HEADROOM) for side in stem.sides)
    return [
        "sox", "-D", stem.path, "-t", "sox", "-", "highpass", str(strip.HIGH_PASS),
        # The second figure of a pair is the level out; from -90 dB up to the threshold the gate is shut.
        "compand", f"{gate.attack / 1000},{gate.release / 1000}",
        f"-90,{-90 - gate.range},{below - 0.1},{below - gate.range},{below},{below},0,0",
        *bands,
        "compand", f"{compressor.attack / 1000},{compressor.release / 1000}",
        f"{compressor.knee}:{top},{top},0,{top - top / compressor.ratio}", str(compressor.makeup),
        "remix", f"1v{left}", f"2v{right}",
    ]

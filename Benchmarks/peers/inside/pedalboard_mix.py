"""pedalboard_mix.py JOB: mixes what the job says. Runs where pedalboard is installed."""

import json
import sys

import numpy
from pedalboard import (
    Compressor, Gain, HighpassFilter, HighShelfFilter, Limiter, LowShelfFilter, NoiseGate, PeakFilter, Pedalboard)
from pedalboard.io import AudioFile

KINDS = {"low shelf": LowShelfFilter, "bell": PeakFilter, "high shelf": HighShelfFilter}


def board(job):
    gate, compressor = job["gate"], job["compressor"]
    return Pedalboard([
        HighpassFilter(job["high pass"]),
        NoiseGate(gate["threshold"], ratio=100, attack_ms=gate["attack"], release_ms=gate["release"]),
        *[KINDS[band["kind"]](band["frequency"], band["gain"], band["q"]) for band in job["bands"]],
        Compressor(compressor["threshold"], compressor["ratio"], compressor["attack"], compressor["release"]),
        Gain(compressor["makeup"]),
    ])


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    strip = board(job)
    total = None
    for stem in job["stems"]:
        with AudioFile(stem["path"]) as file:
            rate, samples = file.samplerate, file.read(file.frames)
        # reset: each stem meets a strip that has heard nothing yet.
        sound = strip(samples, rate, reset=True)
        sound *= numpy.array(stem["sides"], dtype=numpy.float32)[:, None]
        if total is None:
            total = sound
        else:
            total += sound
    limited = Pedalboard([Limiter(job["ceiling"], job["limiter release"])])(total, rate)
    with AudioFile(job["output"], "w", rate, 2, bit_depth=24) as file:
        file.write(limited)


main()

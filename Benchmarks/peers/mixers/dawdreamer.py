import math

import strip
from mixers.python import PythonMixer

SHELVES = {"low shelf": "ls", "bell": "bell", "high shelf": "hs"}


class DawDreamer(PythonMixer):
    name = "dawdreamer, Faust"
    modules = ["dawdreamer", "numpy"]
    script = "dawdreamer_mix.py"

    def job(self, case, folder):
        return super().job(case, folder) | {"strip": STRIP, "limiter": LIMITER}


def equaliser():
    bands = [f"fi.svf.{SHELVES[band.kind]}({band.frequency}, {band.q}, {band.gain})" for band in strip.BANDS]
    return " : ".join(bands)


def seconds(milliseconds):
    return milliseconds / 1000


# Faust's stereo dynamics listen to the sum of both sides.
BOTH = 20 * math.log10(2)
GATE, COMPRESSOR = strip.GATE, strip.COMPRESSOR
STRIP = f"""
import("stdfaust.lib");
left = hslider("left", 1, 0, 4, 0.000001);
right = hslider("right", 1, 0, 4, 0.000001);
filters = fi.highpass(2, {strip.HIGH_PASS});
gate = ef.gate_stereo({GATE.threshold + BOTH}, {seconds(GATE.attack)}, {seconds(GATE.hold)}, {seconds(GATE.release)});
eq = {equaliser()};
compressor = co.compressor_stereo({COMPRESSOR.ratio}, {COMPRESSOR.threshold + BOTH}, {seconds(COMPRESSOR.attack)},
    {seconds(COMPRESSOR.release)});
makeup = ba.db2linear({COMPRESSOR.makeup});
process = filters, filters : gate : eq, eq : compressor : *(makeup * left), *(makeup * right);
"""
LIMITER = f"""
import("stdfaust.lib");
process = co.limiter_lad_stereo(0.005, ba.db2linear({strip.CEILING}), 0.0008, 0.01, {seconds(strip.LIMITER_RELEASE)});
"""

from dataclasses import asdict

import strip
from mixers.python import PythonMixer


class Pedalboard(PythonMixer):
    name = "pedalboard"
    modules = ["pedalboard", "numpy"]
    script = "pedalboard_mix.py"
    remark = "its high-pass has 6 dB an octave; its limiter has gain of its own and ends at 0 dB"

    def job(self, case, folder):
        return super().job(case, folder) | {
            "high pass": strip.HIGH_PASS,
            "bands": [asdict(band) for band in strip.BANDS],
            "gate": asdict(strip.GATE),
            "compressor": asdict(strip.COMPRESSOR),
            "ceiling": strip.CEILING,
            "limiter release": strip.LIMITER_RELEASE,
        }

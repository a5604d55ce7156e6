import os
import shutil

import strip
from mixers.mixer import Mixer, said

LADSPA = next((path for path in ["/usr/lib/ladspa", "/usr/lib64/ladspa"] if os.path.isdir(path)), "/usr/lib/ladspa")


class Ecasound(Mixer):
    programs = ["ecasound"]

    def version(self):
        return said(["ecasound", "--version"])

    def command(self, case, folder):
        setup = os.path.join(folder, f"{type(self).__name__}.ecs")
        return ["ecasound", "-q", "-s", setup]

    def prepare(self, case, folder):
        # A chain setup in a file: a command line of some hundred stems is too long for its parser.
        lines = ["-b:1024 -r:-1 -z:nointbuf -z:nodb -z:noxruns -z:mixmode,sum -n:mix", "-f:s24_le,2,48000"]
        for index, stem in enumerate(case.stems):
            lines.append(f"-a:s{index} -i:{stem.path}")
        for index, stem in enumerate(case.stems):
            left, right = stem.sides
            level = f"-eac:{left * 100:.6f},1 -eac:{right * 100:.6f},2"
            lines.append(f"-a:s{index} {self.strip()} {level}")
        lines.append("-a:" + ",".join(f"s{index}" for index in range(len(case.stems))) + " -o:loop,1")
        limiter = f"-el:fastLookaheadLimiter,0,{strip.CEILING},{strip.LIMITER_RELEASE / 1000}"
        lines.append(f"-a:master -i:loop,1 {limiter} -f:s24_le,2,48000 -o:{self.output(folder)}")
        with open(os.path.join(folder, f"{type(self).__name__}.ecs"), "w") as file:
            file.write("\n".join(lines) + "\n")


def plugins_version(package):
    """Plug-ins do not tell their version; the system of packages does, where it is Debian's."""
    if shutil.which("dpkg-query") is None:
        return "of unknown version"
    return said(["dpkg-query", "-W", "-f", "${Version}", package])


class EcasoundSwh(Ecasound):
    name = "ecasound, swh"
    packages = ["ecasound", "swh-plugins"]
    files = [os.path.join(LADSPA, "sc4_1882.so")]

    def version(self):
        return f"{super().version()}, swh-plugins {plugins_version('swh-plugins')}"

    def strip(self):
        low, bell, presence, high = strip.BANDS
        gate, compressor = strip.GATE, strip.COMPRESSOR
        return " ".join([
            f"-el:butthigh_iir,{strip.HIGH_PASS},1.41",
            f"-el:gate,34,23500,{gate.threshold},{gate.attack},{gate.hold},{gate.release},{-gate.range},0",
            f"-el:triplePara,{low.gain},{low.frequency},0.5,{bell.gain},{bell.frequency},{bell.octaves:.3f},"
            f"{presence.gain},{presence.frequency},{presence.octaves:.3f},0,6000,1,{high.gain},{high.frequency},0.5",
            f"-el:sc4,0,{compressor.attack},{compressor.release},{compressor.threshold},{compressor.ratio},"
            f"{compressor.knee},{compressor.makeup}",
        ])


class EcasoundCaps(Ecasound):
    name = "ecasound, CAPS"
    packages = ["ecasound", "swh-plugins", "caps"]
    files = [os.path.join(LADSPA, "caps.so"), os.path.join(LADSPA, "butterworth_1902.so")]
    remark = "CAPS has a strength for a ratio; filter and limiter of swh"

    def version(self):
        return f"{super().version()}, CAPS {plugins_version('caps')}"

    def strip(self):
        kinds = {"low shelf": 0, "bell": 1, "high shelf": 2}
        bands = ",".join(f"{kinds[band.kind]},{band.frequency},{band.q / 2:.4f},{band.gain}" for band in strip.BANDS)
        gate, compressor = strip.GATE, strip.COMPRESSOR
        return " ".join([
            f"-el:butthigh_iir,{strip.HIGH_PASS},1.41",
            f"-el:Noisegate,{gate.threshold},{gate.attack},{gate.threshold - 3},0",
            f"-el:Eq4p,{bands}",
            f"-el:CompressX2,0,0,0.5,0.5,0.5,0.5,{compressor.makeup}",
        ])

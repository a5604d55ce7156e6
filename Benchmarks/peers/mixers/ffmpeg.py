import strip
from mixers.mixer import Mixer, said


class FFmpeg(Mixer):
    name = "ffmpeg"
    programs = ["ffmpeg"]
    packages = ["ffmpeg"]

    def version(self):
        return said(["ffmpeg", "-version"])

    def command(self, case, folder):
        command = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
        for stem in case.stems:
            # Blocks of 64 KiB instead of 4: two fifths less time with 64 stems.
            command += ["-max_size", "65536", "-i", stem.path]
        chains = [f"[{index}:a]{chain(stem)}[s{index}]" for index, stem in enumerate(case.stems)]
        inputs = "".join(f"[s{index}]" for index in range(len(case.stems)))
        chains.append(f"{inputs}amix=inputs={len(case.stems)}:normalize=0,{LIMITER}[out]")
        command += ["-filter_complex", ";".join(chains), "-map", "[out]"]
        return command + ["-c:a", "pcm_s24le", self.output(folder)]


KINDS = {"low shelf": "lowshelf", "bell": "equalizer", "high shelf": "highshelf"}
CEILING = strip.factor(strip.CEILING)
LIMITER = f"alimiter=limit={CEILING}:level=0:attack=5:release={strip.LIMITER_RELEASE}"


def chain(stem):
    gate, compressor = strip.GATE, strip.COMPRESSOR
    left, right = stem.sides
    bands = [f"{KINDS[band.kind]}=f={band.frequency}:t=q:w={band.q}:g={band.gain}" for band in strip.BANDS]
    return ",".join([
        f"highpass=f={strip.HIGH_PASS}",
        f"agate=threshold={strip.factor(gate.threshold)}:range={strip.factor(-gate.range)}:ratio=9000"
        f":attack={gate.attack}:release={gate.release}",
        *bands,
        f"acompressor=threshold={strip.factor(compressor.threshold)}:ratio={compressor.ratio}"
        f":attack={compressor.attack}:release={compressor.release}"
        f":knee={strip.factor(compressor.knee)}:makeup={strip.factor(compressor.makeup)}",
        f"pan=stereo|c0={left}*c0|c1={right}*c1",
    ])

"""Whether a mixer did what was asked, so that nobody is measured doing nothing.

A test signal goes through each strip: tones where one stage after the other must show, measured against a tone of
1 kHz below the compressor. Then the mixes themselves are compared: length, level, highs, peak.
"""

import array
import math
import os
from dataclasses import dataclass

import sound
import strip

SECONDS = 1.0  # each tone
QUIET = -30.0  # dBFS: below the compressor, above the gate


@dataclass(frozen=True)
class Tone:
    stage: str
    frequency: float  # Hz
    level: float  # dBFS; -inf for a pause
    change: float | None  # dB against the reference that is right; None: not looked at
    below: float  # dB that may be missing
    above: float  # dB that may be too many


def response(frequency):
    """Gain of the filters and the equaliser in dB, by the formulas of Bristow-Johnson's cookbook."""
    ratio = frequency / strip.HIGH_PASS
    total = 20 * math.log10(ratio**2 / math.sqrt(1 + ratio**4))
    for band in strip.BANDS:
        root = 10 ** (band.gain / 40)
        s = 1j * frequency / band.frequency
        if band.kind == "bell":
            gain = (s * s + s * root / band.q + 1) / (s * s + s / (root * band.q) + 1)
        else:
            slope = math.sqrt(root) / band.q
            low = root * (s * s + slope * s + root) / (root * s * s + slope * s + 1)
            # A high shelf is a low shelf of the opposite gain, raised as a whole.
            high = root * (root * s * s + slope * s + 1) / (s * s + slope * s + root)
            gain = low if band.kind == "low shelf" else high
        total += 20 * math.log10(abs(gain))
    return total


def tones():
    at = response(1000)
    over = -6 + at - strip.COMPRESSOR.threshold
    compressed = over / strip.COMPRESSOR.ratio - over
    return [
        Tone("reference", 1000, QUIET, 0, 0, 0),
        Tone("hpf", 40, -20, response(40) - at, 6, 6),
        Tone("low shelf", 150, QUIET, response(150) - at, 1.2, 1.2),
        Tone("bell 400", 400, QUIET, response(400) - at, 1.2, 1.2),
        Tone("bell 2.5k", 2500, QUIET, response(2500) - at, 1.2, 1.2),
        Tone("high shelf", 14000, QUIET, response(14000) - at, 1.2, 1.2),
        Tone("compressor", 1000, -6, compressed, 3, 3),
        Tone("pause", 1000, -math.inf, None, 0, 0),
        Tone("pause", 1000, -64, None, 0, 0),
        Tone("gate", 1000, -64, -strip.GATE.range, math.inf, strip.GATE.range - 15),
    ]


def case(folder):
    """The test signal as a mix of two stems, halves of the whole, to the right."""
    path = os.path.join(folder, "check.wav")
    samples = array.array("i")
    frames = int(SECONDS * sound.RATE)
    for tone in tones():
        scale = sound.FULL_SCALE * 10 ** (tone.level / 20)
        step = 2 * math.pi * tone.frequency / sound.RATE
        for frame in range(frames):
            # A ramp of 10 ms at both ends keeps clicks out of the gate.
            edge = min(1, frame / 480, (frames - frame) / 480)
            sample = round(scale * edge * math.sin(step * frame))
            samples.extend((sample, sample))
    sound.write(path, sound.packed(samples))
    stem = strip.Stem(path, -6.0206, 0.5)
    return strip.Case([stem, stem], len(tones()) * SECONDS)


@dataclass
class Row:
    changes: list  # dB, a figure for each tone that is looked at, and the left side against the right
    faults: list  # names of stages that are not right


COLUMNS = [tone.stage for tone in tones() if tone.change is not None and tone.stage != "reference"] + ["pan"]
WANTED = [tone.change for tone in tones() if tone.change is not None and tone.stage != "reference"]


def tones_of(path):
    """What the strip did to each tone."""
    samples = sound.unpacked(sound.read(path))
    left, right = samples[0::2], samples[1::2]
    end = int(SECONDS * sound.RATE)
    span = slice(int(0.5 * end), int(0.9 * end))

    def level(side, index):
        return sound.rms(side[index * end :][span])

    row = Row([], [])
    reference = level(right, 0)
    if not reference > QUIET - 20:
        return Row([-math.inf] * len(COLUMNS), ["silent"])
    for index, tone in enumerate(tones()):
        if tone.change is None or tone.stage == "reference":
            continue
        change = level(right, index) - reference - (tone.level - QUIET)
        row.changes.append(change)
        if not tone.change - tone.below <= change <= tone.change + tone.above:
            row.faults.append(tone.stage)
    row.changes.append(level(left, 0) - reference)
    if row.changes[-1] > -2:
        row.faults.append("pan")
    return row


@dataclass
class Mixdown:
    seconds: float
    level: float  # dB RMS
    highs: float  # dB RMS of differences
    peak: float  # dBFS


def mixdown(path):
    samples = sound.unpacked(sound.read(path))
    return Mixdown(len(samples) / 2 / sound.RATE, sound.rms(samples), sound.highs(samples), sound.peak(samples))


def unusable(this, seconds):
    """Why this is no mixdown at all; None if it is one."""
    # A few blocks of delay may be missing at the end or added.
    if abs(this.seconds - seconds) > 0.15:
        return f"the file has {this.seconds:.2f} s instead of {seconds:g}"
    if this.level < -60:
        return f"the file is silent ({this.level:.0f} dB)"
    return None


def oddities(this, all_of_them):
    """What is unlike the others, or not as asked."""

    def median(values):
        return sorted(values)[len(values) // 2]

    found = []
    if abs(this.level - median([other.level for other in all_of_them])) > 3:
        found.append("level")
    if abs(this.highs - median([other.highs for other in all_of_them])) > 4:
        found.append("highs")
    if this.peak > strip.CEILING + 0.3:
        found.append("limiter")
    return found

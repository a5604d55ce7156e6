"""The one strip that every mixer has to do, and where each stem stands in the mix. All figures are here alone."""

import math
from dataclasses import dataclass

HIGH_PASS = 80.0  # Hz, 12 dB an octave where the mixer can


@dataclass(frozen=True)
class Band:
    kind: str  # "low shelf", "bell", "high shelf"
    frequency: float  # Hz
    gain: float  # dB
    q: float

    @property
    def octaves(self):
        """Width of a bell between the points of half its gain."""
        return 2 / math.log(2) * math.asinh(1 / (2 * self.q))


BANDS = [
    Band("low shelf", 120.0, +2.0, 0.7071),
    Band("bell", 400.0, -3.0, 1.0),
    Band("bell", 2500.0, +2.0, 1.0),
    Band("high shelf", 8000.0, +2.0, 0.7071),
]


@dataclass(frozen=True)
class Gate:
    threshold: float = -50.0  # dB
    range: float = 60.0  # dB, most that it takes away
    attack: float = 1.0  # ms
    hold: float = 30.0  # ms
    release: float = 100.0  # ms


@dataclass(frozen=True)
class Compressor:
    threshold: float = -18.0  # dB
    ratio: float = 3.0
    attack: float = 10.0  # ms
    release: float = 120.0  # ms
    knee: float = 3.0  # dB
    makeup: float = 3.0  # dB


GATE = Gate()
COMPRESSOR = Compressor()
CEILING = -1.0  # dBFS, of the limiter on the sum
LIMITER_RELEASE = 100.0  # ms


@dataclass(frozen=True)
class Stem:
    path: str
    gain: float  # dB
    pan: float  # −1…1

    @property
    def sides(self):
        """Factors of left and right: the fader, and a balance whose far side falls along a quarter of a sine."""
        level = factor(self.gain)
        angle = (self.pan + 1) * math.pi / 4
        root = math.sqrt(2)
        return level * min(1, root * math.cos(angle)), level * min(1, root * math.sin(angle))


@dataclass(frozen=True)
class Case:
    stems: list
    seconds: float


def mix_of(paths, seconds):
    """Stems at several levels and places, so loud together that the limiter has some work."""
    base = 7 - 10 * math.log10(len(paths) / 4)
    return Case(
        [Stem(path, base + (index * 5 % 7 - 3), (index * 7 % 16 - 7.5) / 10) for index, path in enumerate(paths)],
        seconds,
    )


def factor(decibels):
    """What a level in dB multiplies by."""
    return 10 ** (decibels / 20)

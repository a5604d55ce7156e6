"""24-bit stereo WAV files in the plainest form (ecasound reads no other), and the level of what is in them."""

import array
import math
import operator
import struct
import sys

RATE = 48000
FRAME = 6
FULL_SCALE = 1 << 23


def read(path):
    """The bytes of the samples, three each, left and right by turns."""
    with open(path, "rb") as file:
        riff, _, wave = struct.unpack("<4sI4s", file.read(12))
        if riff != b"RIFF" or wave != b"WAVE":
            raise ValueError(f"{path} is not a WAV file")
        while len(head := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", head)
            if name == b"fmt ":
                body = file.read(size + size % 2)
                _, channels, rate, _, _, bits = struct.unpack("<HHIIHH", body[:16])
                if (channels, rate, bits) != (2, RATE, 24):
                    raise ValueError(f"{path}: {channels} channels of {bits} bits at {rate} Hz, not 2 of 24 at {RATE}")
            elif name == b"data":
                data = file.read(size)
                return data[: len(data) // FRAME * FRAME]
            else:
                file.seek(size + size % 2, 1)
    raise ValueError(f"{path} has no sound in it")


def write(path, data):
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVE")
        file.write(b"fmt " + struct.pack("<IHHIIHH", 16, 1, 2, RATE, RATE * FRAME, FRAME, 24))
        file.write(b"data" + struct.pack("<I", len(data)) + data)


def unpacked(data):
    """Samples as whole numbers, full scale 2²³."""
    wide = bytearray(len(data) // 3 * 4)
    for place in range(3):
        wide[place + 1 :: 4] = data[place::3]
    samples = array.array("i", bytes(wide))
    if sys.byteorder == "big":
        samples.byteswap()
    return array.array("i", [sample >> 8 for sample in samples])


def packed(samples):
    whole = array.array("i", samples)
    if sys.byteorder == "big":
        whole.byteswap()
    wide = whole.tobytes()
    data = bytearray(len(wide) // 4 * 3)
    for place in range(3):
        data[place::3] = wide[place::4]
    return bytes(data)


def decibels(value):
    return 20 * math.log10(value) if value > 0 else -math.inf


def rms(samples):
    """Root of the mean square, in dB of full scale."""
    if not samples:
        return -math.inf
    return decibels(math.sqrt(sum(map(operator.mul, samples, samples)) / len(samples)) / FULL_SCALE)


def peak(samples):
    return decibels(max(max(samples), -min(samples)) / FULL_SCALE)


def highs(samples):
    """RMS of the difference between neighbouring frames: a high-pass that tells a missing equaliser."""
    left = samples[0::2]
    return rms(array.array("i", map(operator.sub, left[1:], left)))

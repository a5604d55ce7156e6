"""A song whose sound tells which frame it is and how loud a strip plays it, and what can be read from a recording of it."""
import array
import math
import os
import struct

RATE = 48000
LEVEL = 0.25
PLACE = 2.0 ** -22


def write_stems(folder, seconds):
    """Strip 1: a constant on the left, so that the recording's left channel is strip 1's gain, frame by frame. Strip 2: the number of
    the frame on the right, exact in 32-bit floats. Six more are silent."""
    os.makedirs(folder)
    frames = seconds * RATE
    _wave(f"{folder}/1 level.wav", (sample for _ in range(frames) for sample in (LEVEL, 0.0)))
    _wave(f"{folder}/2 place.wav", (sample for frame in range(frames) for sample in (0.0, (frame + 1) * PLACE)))
    for number in range(3, 9):
        _wave(f"{folder}/{number} silence.wav", [0.0] * 2 * RATE)


def _wave(path, samples):
    data = array.array("f", samples).tobytes()
    format = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 2, RATE, 8 * RATE, 8, 32)
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 20 + len(format) + len(data) - 8) + b"WAVE" + format)
        file.write(struct.pack("<4sI", b"data", len(data)) + data)


class Recording:
    """The gain of strip 1 at each frame of the song, and when that frame came out."""

    def __init__(self, path, arrivals, frames, keeps_index=False):
        """`keeps_index`: also where in the recording each frame is, in `index`."""
        samples = array.array("f")
        with open(path, "rb") as file:
            data = file.read()
        samples.frombytes(data[:len(data) // 8 * 8])
        self.gain = [None] * frames
        self.arrival = [None] * frames
        self.index = {}
        chunk = 0
        for index in range(len(samples) // 2):
            code = samples[2 * index + 1]
            if code == 0:
                continue
            frame = round(code / PLACE) - 1
            if not 0 <= frame < frames or self.gain[frame] is not None:
                continue
            while chunk + 1 < len(arrivals) and arrivals[chunk][1] <= 8 * index:
                chunk += 1
            if keeps_index:
                self.index[frame] = index
            self.gain[frame], self.arrival[frame] = samples[2 * index] / LEVEL, arrivals[chunk][0] if arrivals else None
        played = [frame for frame in range(frames) if self.gain[frame] is not None]
        self.first, self.last = (played[0], played[-1]) if played else (0, -1)

    def holes(self):
        """Frames that were not recorded: from, up to, when the frame before came out, and when the one behind it did."""
        found, begin = [], None
        for frame in range(self.first, self.last + 1):
            if self.gain[frame] is None:
                begin = frame if begin is None else begin
            elif begin is not None:
                found.append((begin, frame, self.arrival[begin - 1], self.arrival[frame]))
                begin = None
        return found

    def decibels(self, frame):
        gain = self.gain[frame] if 0 <= frame < len(self.gain) else None
        return None if gain is None else -math.inf if gain <= 0 else 20 * math.log10(gain)

    def departures(self, least=48):
        """Frames at which the gain begins to move after it has stood still for `least` frames."""
        found, still = [], 0
        for frame in range(self.first + 1, self.last + 1):
            here, before = self.gain[frame], self.gain[frame - 1]
            if here is None or before is None:
                still = 0
            elif here == before:
                still += 1
            else:
                if still >= least:
                    found.append(frame)
                still = 0
        return found


# The fader's law, as Docs say it: travel and dB at its corners, straight between them.
FADER = [(0.04, -60), (0.1, -50), (0.2, -40), (0.34, -30), (0.4875, -20), (0.8, 0), (1, 12)]


def fader_decibels(travel):
    """The level of a fader at a travel of 0.04…1."""
    for (a, low), (b, high) in zip(FADER, FADER[1:]):
        if travel <= b:
            return low + (high - low) * (travel - a) / (b - a)
    return FADER[-1][1]


def marked(travel, mark=12808 / 16383):
    """Where a device that has its printed 0 dB at `mark` has a fader of this travel; the mapping of the Mackie family says so."""
    return travel * mark / 0.8 if travel <= 0.8 else mark + (travel - 0.8) * (1 - mark) / 0.2


def unmarked(place, mark=12808 / 16383):
    """The travel of a fader that stands at this place of such a device."""
    return place * 0.8 / mark if place <= mark else 0.8 + (place - mark) * 0.2 / (1 - mark)


def fader_travel(decibels):
    """The travel of a fader at a level of −60…12 dB."""
    for (a, low), (b, high) in zip(FADER, FADER[1:]):
        if decibels <= high:
            return a + (b - a) * (decibels - low) / (high - low)
    return 1.0


class Lane:
    """A lane of `gainrider session dump --json`: its level at any frame."""

    def __init__(self, points):
        self.points = points
        self.frames = [int(point[0]) for point in points]

    def decibels(self, frame):
        index = max((n for n, at in enumerate(self.frames) if at <= frame), default=0)
        at, value, shape = self.points[index][:3]
        if shape == "hold":
            return float(value)
        if len(self.points[index]) > 3:
            start, begin, end, length = (float(field) for field in self.points[index][3:7])
            share = min(1.0, (frame - start) / length) if length else 1.0
            return begin + (end - begin) * share
        following = self.points[index + 1]
        return float(value) + (float(following[1]) - float(value)) * (frame - int(at)) / (int(following[0]) - int(at))

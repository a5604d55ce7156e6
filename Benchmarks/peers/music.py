"""The music of the stems: sixteen parts of General MIDI, about as busy as a song's recording, the same at every run."""

import random

TEMPO = 112
TICKS_PER_BEAT = 480
DRUMS = 9

# name, program, channel
PARTS = [
    ("kick", 0, DRUMS), ("snare", 0, DRUMS), ("hat", 0, DRUMS), ("toms", 0, DRUMS), ("cymbals", 0, DRUMS),
    ("percussion", 0, DRUMS), ("bass", 33, 0), ("piano", 0, 0), ("strings", 48, 0), ("guitar", 25, 0),
    ("distorted guitar", 30, 0), ("brass", 61, 0), ("lead", 81, 0), ("choir", 52, 0), ("voice", 53, 0),
    ("organ", 16, 0),
]

# Roots and kinds of chords, a bar each: D major, with a middle part.
VERSE = [(62, "major"), (59, "minor"), (55, "major"), (57, "major")]
MIDDLE = [(55, "major"), (57, "major"), (54, "minor"), (59, "minor")]
SCALE = [62, 64, 66, 67, 69, 71, 73]


def degree(number):
    """The key of a degree of the scale, counted from 0 at the tonic."""
    octave, step = divmod(number, 7)
    return SCALE[step] + 12 * octave


def compose(seconds):
    """The parts as {name: [(tick, key, velocity; 0 ends a note)]}, sorted; no note begins in the last second."""
    song = Song()
    for bar in range(int(seconds / (60 / TEMPO * 4))):
        song.bar(bar)
    last = (seconds - 1) / 60 * TEMPO * TICKS_PER_BEAT
    return {
        name: [(tick, key, velocity) for tick, on, key, velocity in sorted(notes) if not (on and tick > last)]
        for name, notes in song.notes.items()
    }


class Song:
    def __init__(self):
        self.notes = {name: [] for name, _, _ in PARTS}
        self.random = random.Random(7)
        self.lead_degree = 4

    def play(self, part, beat, length, key, velocity):
        """One note, a little early or late, a little louder or softer, as hands do it."""
        beat = max(0, beat + self.random.uniform(-0.008, 0.008))
        velocity = max(1, min(127, int(velocity + self.random.uniform(-6, 6))))
        self.notes[part].append((int(beat * TICKS_PER_BEAT), 1, key, velocity))
        self.notes[part].append((int((beat + length) * TICKS_PER_BEAT), 0, key, 0))

    def bar(self, bar):
        section = (bar // 8) % 3
        root, kind = (MIDDLE if section == 1 else VERSE)[bar % 4]
        chord = [root, root + (4 if kind == "major" else 3), root + 7]
        fill = bar % 8 == 7
        self.drums(bar, bar * 4, section, fill)
        self.rhythm(bar, bar * 4, section, root, chord, fill)
        self.melodies(bar, bar * 4, section, chord, fill)

    def drums(self, bar, start, section, fill):
        for beat in [0, 1.5, 2, 3.25] if section == 1 else [0, 2, 2.5]:
            self.play("kick", start + beat, 0.2, 36, 112 if beat == 0 else 100)
        if bar >= 4:
            for beat in (1, 3):
                self.play("snare", start + beat, 0.2, 38, 110)
            for beat in (1.75, 2.75):
                if self.random.random() < 0.5:
                    self.play("snare", start + beat, 0.1, 38, 42)
        step = 0.25 if section == 2 else 0.5
        for index in range(int(4 / step)):
            beat = index * step
            if fill and beat >= 3:
                break
            key = 46 if beat % 2 == 1.5 and section == 1 else 42
            self.play("hat", start + beat, 0.1, key, 92 if beat % 1 == 0 else 68)
        if fill:
            for index, key in enumerate([50, 50, 48, 48, 47, 45, 43, 41]):
                self.play("toms", start + 2 + index * 0.25, 0.25, key, 100 + index * 2)
        elif section == 2:
            for beat, key in ((0.75, 45), (2.75, 43), (3.5, 41)):
                self.play("toms", start + beat, 0.3, key, 84)
        if bar % 8 == 0:
            self.play("cymbals", start, 3, 49, 110)
        if bar % 2 == 0 and section == 1:
            for beat in range(4):
                self.play("cymbals", start + beat, 1, 51, 80)
        for index in range(16):
            if index % 4 != 1:
                self.play("percussion", start + index * 0.25, 0.1, 70 if index % 2 else 54, 70 if index % 4 else 88)

    def rhythm(self, bar, start, section, root, chord, fill):
        bass = root - 24
        steps = [(0, 0, 0.9), (1, 0, 0.4), (1.5, 7, 0.4), (2, 0, 0.9), (3, 5 if fill else 12, 0.4), (3.5, 7, 0.45)]
        for beat, interval, length in steps:
            key = bass + interval
            self.play("bass", start + beat, length, key if key >= 28 else key + 12, 100)
        for beat in (0, 0.75, 1.5, 2.5, 3.25):
            for key in chord:
                self.play("piano", start + beat, 0.6, key, 84)
            self.play("piano", start + beat, 0.6, root - 12, 78)
        for key in chord + [chord[0] + 12]:
            self.play("strings", start, 3.95, key, 76)
        for index in range(8):
            down = index % 2 == 0
            for string, key in enumerate([root - 12, root - 5, root, chord[1], chord[2]]):
                delay = (string if down else 4 - string) * 0.02
                self.play("guitar", start + index * 0.5 + delay, 0.42, key, 86 if down else 70)
        if section != 0 or bar >= 16:
            for index in range(8):
                for key in (root - 24, root - 17):
                    self.play("distorted guitar", start + index * 0.5, 0.45 if index % 4 else 0.48, key, 96)
        else:
            for key in (root - 12, root - 5):
                self.play("distorted guitar", start, 3.8, key, 84)

    def melodies(self, bar, start, section, chord, fill):
        if bar % 4 in (2, 3):
            for beat in (0, 0.75, 1.5):
                for key in chord:
                    self.play("brass", start + beat, 0.5, key, 104)
            for key in chord:
                self.play("brass", start + 2, 1.8, key + 12, 108)
        elif bar % 4 == 0:
            for key in chord:
                self.play("brass", start + 3, 0.9, key, 90)
        beat = 0
        while beat < 4:
            length = min(self.random.choice([0.5, 0.5, 1, 0.25, 1.5]), 4 - beat)
            if self.random.random() < 0.85:
                step = self.random.choice([-2, -1, -1, 1, 1, 2, 3, -3])
                self.lead_degree = max(3, min(14, self.lead_degree + step))
                self.play("lead", start + beat, length * 0.9, degree(self.lead_degree), 92)
            beat += length
        for key in chord:
            self.play("choir", start, 3.9, key + (12 if section == 2 else 0), 84)
        beat = 0
        while beat < 3.5:
            length = self.random.choice([0.5, 1, 1.5, 0.75])
            if self.random.random() < 0.8:
                key = degree(self.random.choice([2, 4, 5, 7, 8, 9]))
                self.play("voice", start + beat, min(length, 4 - beat) * 0.95, key, 100)
            beat += length
        for key in chord:
            self.play("organ", start, 1.9, key, 80)
            self.play("organ", start + 2, 1.9, key + (2 if fill and key == chord[1] else 0), 80)

"""Standard MIDI files of format 0: enough for one part of the music."""

import struct




def written(notes, channel, program, tempo, ticks_per_beat, volume, reverb):
    """The bytes of a file that plays `notes`, a list of (tick, key, velocity; 0 ends the note), in their order.

    tempo: beats a minute. volume and reverb: controllers 7 and 91, 0...127.
    """
    microseconds = round(60_000_000 / tempo)
    track = bytearray(b"\x00\xff\x51\x03" + microseconds.to_bytes(3, "big"))
    track += bytes([0, 0xC0 | channel, program])
    track += bytes([0, 0xB0 | channel, 7, volume])
    track += bytes([0, 0xB0 | channel, 91, reverb])
    now = 0
    for tick, key, velocity in notes:
        track += variable_length(tick - now)
        track += bytes([(0x90 if velocity else 0x80) | channel, key, velocity])
        now = tick
    track += b"\x00\xff\x2f\x00"
    header = b"MThd" + struct.pack(">IHHH", 6, 0, 1, ticks_per_beat)
    return header + b"MTrk" + struct.pack(">I", len(track)) + bytes(track)


def variable_length(number):
    """A number as MIDI files have it: seven bits a byte, the highest first."""
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))

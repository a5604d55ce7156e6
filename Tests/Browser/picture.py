"""Points of a small PNG picture, by the standard library (W3C recommendation, PNG 3rd edition, 9 and 13)."""

import struct
import zlib


def greys(data):
    """How light each point is, 0 to 255, row by row."""
    at, packed, width, height, channels = 8, b"", 0, 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        content = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", content)
            channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
            assert depth == 8 and not interlaced
        if kind == b"IDAT":
            packed += content
        at += 12 + size
    lines, row = zlib.decompress(packed), width * channels
    before = bytearray(row)
    points = []
    for line in range(height):
        start = line * (row + 1)
        kind, now = lines[start], bytearray(lines[start + 1:start + 1 + row])
        for index in range(row):
            left = now[index - channels] if index >= channels else 0
            above = before[index]
            corner = before[index - channels] if index >= channels else 0
            now[index] = now[index] + (0, left, above, (left + above) // 2, paeth(left, above, corner))[kind] & 255
        for index in range(0, row, channels):
            points.append(now[index] if channels < 3 else 0.2126 * now[index] + 0.7152 * now[index + 1] + 0.0722 * now[index + 2])
        before = now
    return points


def paeth(left, above, corner):
    near = left + above - corner
    return min((left, above, corner), key=lambda value: abs(near - value))

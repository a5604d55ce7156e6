"""dawdreamer_mix.py JOB: mixes what the job says. Runs where dawdreamer is installed."""

import json
import sys

import dawdreamer
import numpy

RATE = 48000
BLOCK = 512


def read(path):
    """The stem as float, 2 × frames. The files are ours: 24 bits, a header of 44 bytes."""
    data = numpy.fromfile(path, dtype=numpy.uint8, offset=44)
    wide = numpy.zeros((len(data) // 3, 4), dtype=numpy.uint8)
    wide[:, 1:] = data.reshape(-1, 3)
    return (wide.view("<i4").reshape(-1, 2).T * numpy.float32(2.0**-31)).astype(numpy.float32)


def write(path, sound):
    whole = numpy.clip(numpy.rint(sound.T * 2.0**23), -(2**23), 2**23 - 1).astype("<i4")
    data = numpy.ascontiguousarray(whole).view(numpy.uint8).reshape(-1, 4)[:, :3].tobytes()
    header = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += b"\x01\x00\x02\x00" + RATE.to_bytes(4, "little") + (RATE * 6).to_bytes(4, "little")
    header += b"\x06\x00\x18\x00"
    with open(path, "wb") as file:
        file.write(header + b"data" + len(data).to_bytes(4, "little") + data)


def faust(engine, name, text):
    processor = engine.make_faust_processor(name)
    # Without it numbers too small for the processor make a gated stem ten times dearer.
    processor.compile_flags = ["-ftz", "1"]
    processor.set_dsp_string(text)
    return processor


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    engine = dawdreamer.RenderEngine(RATE, BLOCK)
    strip = faust(engine, "strip", job["strip"])
    places = {row["label"].split("/")[-1]: row["index"] for row in strip.get_parameters_description()}
    # One strip for all stems, one after the other: to compile a strip for each costs more than to run it.
    total = None
    playback = None
    for stem in job["stems"]:
        sound = read(stem["path"])
        if playback is None:
            playback = engine.make_playback_processor("play", sound)
            engine.load_graph([(playback, []), (strip, ["play"])])
        else:
            playback.set_data(sound)
        for name, level in zip(("left", "right"), stem["sides"]):
            strip.set_parameter(places[name], level)
        engine.render(job["seconds"])
        if total is None:
            total = engine.get_audio()
        else:
            total += engine.get_audio()
    playback.set_data(total)
    engine.load_graph([(playback, []), (faust(engine, "limiter", job["limiter"]), ["play"])])
    engine.render(job["seconds"])
    write(job["output"], engine.get_audio())


main()

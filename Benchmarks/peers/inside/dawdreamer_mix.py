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


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    engine = dawdreamer.RenderEngine(RATE, BLOCK)
    graph = []
    for index, stem in enumerate(job["stems"]):
        playback = engine.make_playback_processor(f"play{index}", read(stem["path"]))
        strip = engine.make_faust_processor(f"strip{index}")
        strip.set_dsp_string(job["strip"])
        parameters = {row["label"].split("/")[-1]: row["index"] for row in strip.get_parameters_description()}
        for name, level in zip(("left", "right"), stem["sides"]):
            strip.set_parameter(parameters[name], level)
        graph += [(playback, []), (strip, [f"play{index}"])]
    names = [f"strip{index}" for index in range(len(job["stems"]))]
    graph.append((engine.make_add_processor("sum", [1.0] * len(names)), names))
    limiter = engine.make_faust_processor("limiter")
    limiter.set_dsp_string(job["limiter"])
    graph.append((limiter, ["sum"]))
    engine.load_graph(graph)
    engine.render(job["seconds"])
    write(job["output"], engine.get_audio())


main()

"""Stems to mix: the music, played by fluidsynth with FluidR3, as 24-bit stereo WAV."""

import array
import concurrent.futures
import os
import shutil
import subprocess

import midifile
import music
import sound

SOUND_FONTS = [
    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/soundfonts/FluidR3_GM.sf2",
    "/usr/share/soundfonts/FluidR3_GM2-2.SF2",
]
PEAK = -9.0  # dBFS: what a stem is recorded at


def stems(count, seconds, folder):
    """Paths of that many stems of that length. Rendered once: what is in the folder already is taken from there."""
    folder = os.path.join(folder, f"stems-{seconds:g}s")
    os.makedirs(folder, exist_ok=True)
    paths = [os.path.join(folder, f"{index + 1:03d}.wav") for index in range(count)]
    parts = len(music.PARTS)
    missing = [index for index, path in enumerate(paths) if not os.path.exists(path)]
    # The sixteen parts are needed in any case: all further stems are made of them.
    needed = {index % parts for index in missing if index >= parts} | {index for index in missing if index < parts}
    needed = sorted(index for index in needed if not os.path.exists(os.path.join(folder, f"{index + 1:03d}.wav")))
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        if needed:
            composed = music.compose(seconds)
            jobs = [pool.submit(render, folder, index, composed[music.PARTS[index][0]], seconds) for index in needed]
            for job in jobs:
                job.result()
        for job in [pool.submit(vary, folder, index) for index in missing if index >= parts]:
            job.result()
    return paths


def render(folder, index, notes, seconds):
    """Plays one part, cut to length and brought to its peak level."""
    font = next((path for path in SOUND_FONTS if os.path.exists(path)), None)
    if font is None or shutil.which("fluidsynth") is None:
        raise SystemExit("The stems need fluidsynth and FluidR3 (Debian: fluidsynth, fluid-soundfont-gm).")
    name, program, channel = music.PARTS[index]
    path = os.path.join(folder, f"{index + 1:03d}.wav")
    midi, raw = path + ".mid", path + ".raw"
    with open(midi, "wb") as file:
        tempo, beat = music.TEMPO, music.TICKS_PER_BEAT
        file.write(midifile.written(notes, channel, program, tempo, beat, volume=112, reverb=12))
    form = ["-r", str(sound.RATE), "-g", "0.7", "-O", "s24", "-T", "wav"]
    command = ["fluidsynth", "-ni", "-q", *form, "-F", raw, font, midi]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    samples = sound.unpacked(sound.read(raw))
    length = int(seconds * sound.RATE) * 2
    samples = samples[:length] + array.array("i", bytes(4 * max(0, length - len(samples))))
    loudest = max(max(samples), -min(samples), 1)
    scale = sound.FULL_SCALE * 10 ** (PEAK / 20) / loudest
    keep(path, sound.packed([round(sample * scale) for sample in samples]))
    os.remove(midi)
    os.remove(raw)


def vary(folder, index):
    """A further stem: one of the parts, begun elsewhere in the song and at another level."""
    parts = len(music.PARTS)
    turn = index // parts
    data = sound.read(os.path.join(folder, f"{index % parts + 1:03d}.wav"))
    frames = len(data) // sound.FRAME
    cut = (turn * 5 * frames // 17) % frames * sound.FRAME
    scale = 10 ** (-(turn * 3 % 8) / 20)
    samples = sound.unpacked(data[cut:] + data[:cut])
    keep(os.path.join(folder, f"{index + 1:03d}.wav"), sound.packed([round(sample * scale) for sample in samples]))


def keep(path, data):
    """Under its name only when it is whole."""
    sound.write(path + ".part", data)
    os.rename(path + ".part", path)

"""Sound cards that are busy, vanish, come back as another, keep no time, or can't keep a period; every format and number of channels."""
import os
import re
import signal
import struct
import subprocess
import time

from guest import BUILD, Program, check, finish, now, wait_until, watch
from song import write_stems

PROBE, GAINRIDER = f"{BUILD}/driver-probe", f"{BUILD}/gainrider"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp") + "/cards"
os.makedirs(FOLDER, exist_ok=True)
os.chdir(FOLDER)
write_stems("stems", 4)
subprocess.run([GAINRIDER, "new", "Song", "stems"], check=True, capture_output=True)


def other_side(format="FLOAT_LE", rate=48000, channels=2, path="/dev/null"):
    """Opens the loopback card's other side: the card then runs so, and no other way."""
    program = subprocess.Popen(
        ["arecord", "-q", "-D", "hw:Loopback,1,0", "-f", format, "-r", str(rate), "-c", str(channels), "-t", "raw", path],
        stderr=subprocess.DEVNULL)
    wait_until(lambda: "rate:" in open("/proc/asound/Loopback/pcm1c/sub0/hw_params").read(), 5)
    return program


def close(program):
    program.send_signal(signal.SIGINT)
    program.wait()


def card(there):
    with open(f"/sys/bus/platform/drivers/snd_aloop/{'bind' if there else 'unbind'}", "w") as file:
        file.write("snd_aloop.0")


def processor_seconds(program):
    fields = open(f"/proc/{program.process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- A device that takes everything at once.
mix = Program(GAINRIDER, "mix", "Song", "--device", "null", "--play")
line = mix.line("the sound device takes samples as fast", 10)
check("a device that keeps no time is found and said", line is not None, mix.all)
used, begin = processor_seconds(mix), time.monotonic()
time.sleep(3)
share = (processor_seconds(mix) - used) / (time.monotonic() - begin)
check("and leaves the processor to others", share < 0.5, f"{share * 100:.0f} % of a processor", since=now() - 3e9)
begin = time.monotonic()
mix.signal(signal.SIGINT)
check("SIGINT is served", mix.wait(5) == 0, f"{time.monotonic() - begin:.2f} s")

# --- A period that the card can't keep: it is paced in steps of a millisecond, 48 frames.
mix = Program(GAINRIDER, "mix", "Song", "--device", "hw:Loopback,0,0", "--period", 16, "--periods", 2)
line = mix.line("the sound device can't keep a period of 16 frames; try --period 32", 10)
check("a period that a device can't keep: a longer one is proposed by name", line is not None, mix.all[-3:])
told = len(mix.all)
time.sleep(6)
check("and what repeats itself is told in a few lines", len(mix.all) - told <= 12, mix.all[told:])
mix.signal(signal.SIGINT)
mix.wait(10)
probe = Program(PROBE, "sound", "seconds=4", "device=hw:Loopback,0,0", "period=16", "periods=2", "lengthens=yes")
probe.wait(30)
lengths = [text for text in probe.all if "are tried" in text]
last = next((text for text in reversed(probe.all) if text.startswith("statistics")), "")
check("or taken, as often as it takes, until the card keeps it", 1 <= len(lengths) <= 5, lengths + [last])

# --- Held by another program when we start.
holder = subprocess.Popen(["aplay", "-q", "-D", "hw:Loopback,0,0", "-f", "cd", "/dev/zero"], stderr=subprocess.DEVNULL)
wait_until(lambda: "closed" not in open("/proc/asound/Loopback/pcm0p/sub0/hw_params").read(), 3)
mix = Program(GAINRIDER, "mix", "Song", "--device", "hw:Loopback,0,0")
line = mix.line("no sound:", 10) or ""
check("a device that another program holds is said", "device busy" in line and "every second" in line, line or mix.all)
holder.kill()
holder.wait()
line = mix.line("sound device is back", 5)
check("and taken once it is free", line is not None, mix.all[-2:])

# --- It vanishes, and comes back with another rate, then with one channel.
for settings, words in ((dict(rate=44100), "does not run at 48000 Hz"), (dict(channels=1), "1 channel"),
                        (dict(format="S32_BE"), "none of the sample formats")):
    card(False)
    check("a card that vanishes is told", mix.line("sound device lost", 5) is not None or "times of this kind" in str(mix.all), mix.all[-2:])
    card(True)
    wait_until(lambda: os.path.exists("/proc/asound/Loopback/pcm1c/sub0/hw_params"), 3)
    side = other_side(**settings)
    line = mix.line("no sound:", 6) or ""
    while line and words not in line:
        line = mix.line("no sound:", 6) or ""
    check(f"one that comes back unusable says why: {words}", words in line, line or mix.all[-3:])
    close(side)
    wait_until(lambda: "closed" not in open("/proc/asound/Loopback/pcm0p/sub0/hw_params").read(), 6)
    check("and plays again when it is usable", "closed" not in open("/proc/asound/Loopback/pcm0p/sub0/hw_params").read())
    time.sleep(5.5)
mix.signal(signal.SIGINT)
check("the program ends well", mix.wait(10) == 0, mix.all[-1:])

# --- Formats and channels: the mix is on the first two, the others are silent.
CODES = {"S16_LE": ("h", 2), "S32_LE": ("i", 4), "S24_LE": ("i", 4), "S24_3LE": (None, 3), "FLOAT_LE": ("f", 4)}
for channels in (2, 8, 32):
    for format, (code, size) in CODES.items():
        side = other_side(format, 48000, channels, "captured.raw")
        agreed = open("/proc/asound/Loopback/pcm1c/sub0/hw_params").read()
        if f"channels: {channels}\n" not in agreed:
            close(side)
            check(f"{format} × {channels}: the loopback card can be asked for it", False, agreed)
            continue
        probe = Program(PROBE, "sound", "seconds=1", "device=hw:Loopback,0,0", "period=256", "periods=4")
        status = probe.wait(20)
        close(side)
        data = open("captured.raw", "rb").read()
        frame = channels * size
        heard = sum(any(data[n:n + 2 * size]) for n in range(0, len(data) - frame, frame))
        others = sum(any(data[n + 2 * size:n + frame]) for n in range(0, len(data) - frame, frame))
        line = next((text for text in probe.all if text.startswith("agreed")), str(probe.all[-1:]))
        check(f"{format} × {channels}: the mix is on the first two channels, the others are silent",
              status == 0 and heard > 20000 and others == 0, f"{line}; {heard} frames heard, {others} beside them")
        os.remove("captured.raw")
for settings, words in ((dict(channels=1), "has 1 channel, two are needed"), (dict(format="S16_BE"), "none of the sample formats"),
                        (dict(format="S32_BE"), "none of the sample formats"), (dict(format="FLOAT_BE"), "none of the sample formats")):
    side = other_side(**settings)
    probe = Program(PROBE, "sound", "seconds=1", "device=hw:Loopback,0,0", "period=256", "periods=4")
    status = probe.wait(20)
    close(side)
    check(f"{settings} is refused by name", status == 69 and any(words in text for text in probe.all), probe.all[-1:])
finish()

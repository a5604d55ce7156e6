"""The sound driver on a real kernel: bit-exact samples, formats, pace and clock, xruns, a device that goes away."""
import math
import os
import re
import signal
import statistics
import struct
import subprocess
import sys

from guest import BUILD, Program, check, finish, now, wait_until, watch

PROBE = f"{BUILD}/driver-probe"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp")


def play(seconds=2, capture=None, format="FLOAT_LE", **settings):
    """Plays the probe's noise on the loopback card; returns the program after its end, and the recorder."""
    recorder = None
    if capture:
        recorder = subprocess.Popen(
            ["arecord", "-q", "-D", "hw:Loopback,1,0", "-f", format, "-r", str(settings.get("rate", 48000)), "-c", "2", "-t", "raw",
             "--period-size=1024", "--buffer-size=65536", capture], stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists(capture))
    program = Program(PROBE, "sound", f"seconds={seconds}", *(f"{key}={value}" for key, value in settings.items()))
    return program, recorder


def ended(program, recorder=None, seconds=40):
    status = program.wait(seconds)
    wait_until(lambda: program.lines.queue and program.lines.queue[-1] is None, 2)
    if recorder:
        recorder.send_signal(signal.SIGINT)
        recorder.wait()
    return status


def numbers(program):
    """The probe's last line, as a dictionary."""
    line = next((text for text in reversed(program.all) if text.startswith("statistics")), "")
    return {key: float(value) for key, value in re.findall(r"(\w+)=([0-9.e-]+)", line)}


def find(recorded, frames, start):
    """The place of `frames` in `recorded` (8 bytes a frame) from `start` on, or -1."""
    while True:
        start = recorded.find(frames, start)
        if start < 0 or start % 8 == 0:
            return start
        start += 1


def gaps(recorded, expected):
    """How many times the recording of `expected` is interrupted, and how many frames of it are missing."""
    silence = bytes(8)
    frame = next(n for n in range(0, len(expected), 8) if expected[n:n + 8] != silence)
    end = next(n for n in range(len(expected), 0, -8) if expected[n - 8:n] != silence)
    place, last, count, missing = find(recorded, expected[frame:frame + 64], 0), 0, 0, 0
    while frame < end:
        if place < 0:
            frame, missing = frame + 8, missing + 1
            place = find(recorded, expected[frame:frame + 64], last) if missing < 4800 else -1
            if missing >= 4800:
                return count, (end - frame) // 8 + missing
            continue
        # As far as both agree, by halving.
        low, high = 0, (end - frame) // 8
        while low < high:
            middle = (low + high + 1) // 2
            if recorded[place:place + 8 * middle] == expected[frame:frame + 8 * middle]:
                low = middle
            else:
                high = middle - 1
        frame, last = frame + 8 * low, place + 8 * low
        if frame < end:
            count += 1
            place = find(recorded, expected[frame:frame + 64], last)
    return count, missing


def quantised(samples, bits):
    """What a device of so many bits gets of 32-bit floats, as the float values that it stands for."""
    scale = 2.0 ** (bits - 1)
    return [max(-scale, min(scale - 1, float(round(sample * scale)))) for sample in samples]


# --- The same bits come out that the engine rendered.
expected_path, captured_path = f"{FOLDER}/expected.raw", f"{FOLDER}/captured.raw"
for period, periods in ((64, 4), (256, 3), (1000, 2)):
    # Once without a stall of the machine, if that can be had in four times.
    for attempt in range(4):
        begin = now()
        program, recorder = play(
            capture=captured_path, device="hw:Loopback,0,0", period=period, periods=periods, expected=expected_path)
        status = ended(program, recorder)
        expected, recorded = open(expected_path, "rb").read(), open(captured_path, "rb").read()
        os.remove(captured_path)
        stalls = len(watch.stalls(begin, milliseconds=3.0))
        if not stalls:
            break
    check("the engine renders sound", len(expected) > 8 * 90000 and sum(map(bool, expected)) > len(expected) // 2)
    # In a stall the loopback card plays on, repeats what it has, and may skip what was being given to it.
    holes, missing = gaps(recorded, expected)
    agreed = next((text for text in program.all if text.startswith("agreed")), "")
    check(f"period {period} × {periods}: all {len(expected) // 8} frames are the engine's, bit for bit",
          status == 0 and (holes == 0 or stalls > 0) and missing <= stalls * period * periods,
          f"{agreed}, {holes} gaps, {missing} missing, {stalls} stalls of this machine", since=begin)
    check(f"period {period} × {periods}: the device took what was asked for", f"period {period} × {periods}" in agreed
          and "warning|the device" not in "\n".join(program.all), [t for t in program.all if t.startswith("warning")])

# --- Every format.
floats = struct.unpack(f"<{len(expected) // 4}f", expected)
COUNT = 8000
for name, bits, code in (("S32_LE", 32, "i"), ("S24_3LE", 24, None), ("S16_LE", 16, "h")):
    wanted = [int(value) for value in quantised(floats[:COUNT], bits)]
    first = next(n for n, value in enumerate(wanted) if value)
    # The first 83 ms are compared; again, if the machine stood still in them.
    for attempt in range(5):
        begin = now()
        # The loopback card gives its other side one format only: whoever comes second must take it.
        program, recorder = play(seconds=1, capture=captured_path, format=name, device="hw:Loopback,0,0", period=256, periods=4)
        ended(program, recorder)
        recorded = open(captured_path, "rb").read()
        os.remove(captured_path)
        if code:
            values = list(struct.unpack(f"<{len(recorded) // struct.calcsize(code)}{code}", recorded))
        else:
            values = [int.from_bytes(recorded[n:n + 3], "little", signed=True) for n in range(0, len(recorded) - 2, 3)]
        start = next((n - first for n, value in enumerate(values) if value), 0)
        if values[start:start + COUNT] == wanted or not watch.stalls(begin, milliseconds=3.0):
            break
    agreed = next((text for text in program.all if text.startswith("agreed")), "")
    check(f"{name}: every sample is the nearest whole number", values[start:start + COUNT] == wanted, agreed)

# --- Pace and clock.
def explained(program, begin, what="xruns", period=64):
    """What was counted, and what the stalls of the machine explain: an xrun each, or as many late blocks as would have been rendered."""
    ended(program)
    counted = numbers(program)
    stalls = watch.stalls(begin, milliseconds=2.0)
    lost = sum(b - a for a, b in stalls) / 1e9
    allowed = len(stalls) if what == "xruns" else len(stalls) + math.ceil(lost * 48000 / period)
    return counted.get(what, 1e9) <= allowed, \
        f"{counted.get(what, math.nan):.0f} {what}, {len(stalls)} stalls of this machine, {lost * 1e3:.0f} ms; {counted}"


def line_of(program):
    """The told engine frames against the straight line through them, where the machine was quiet for longest: the rate, and the
    distances from the line in frames (mean and worst). None if it was never quiet for 1.5 s."""
    points = [tuple(float(field) for field in text.split("|")[1:3]) for text in program.all if text.startswith("clock|")]
    begin, end = watch.quiet(points[0][0], points[-1][0])
    if end - begin < 1.5e9:
        return None
    points = [((time - begin) * 1e-9, frame) for time, frame in points if begin + 0.5e9 < time < end]
    mean_t, mean_f = statistics.fmean(t for t, _ in points), statistics.fmean(f for _, f in points)
    rate = sum((t - mean_t) * (f - mean_f) for t, f in points) / sum((t - mean_t) ** 2 for t, _ in points)
    residues = [f - mean_f - rate * (t - mean_t) for t, f in points]
    return rate, statistics.pstdev(residues), max(map(abs, residues)), points[-1][0] - points[0][0]


def told(line):
    return "this machine was never quiet for 1.5 s" if line is None else \
        f"{line[0]:.2f} frames a second, spread {line[1]:.2f}, worst {line[2]:.2f} frames, over {line[3]:.1f} s"


def in_quiet(what, seconds, **settings):
    """Plays until the machine was quiet for long enough, four times at the most: what was counted each time, and the last line."""
    for attempt in range(4):
        begin = now()
        program, _ = play(seconds=seconds, **settings)
        held, found = explained(program, begin, what)
        line = line_of(program)
        # Again as long as the machine can be what spoilt it.
        if held and line or not watch.stalls(begin, milliseconds=2.0):
            break
    return held, found, line, begin


held, found, line, begin = in_quiet("xruns", 10, device="hw:Loopback,0,0", period=64, periods=4)
check("10 s at 64 × 4 without an xrun of our own", held, found, since=begin)
check("the engine's clock runs at the device's rate", line and abs(line[0] / 48000 - 1) < 1e-3, told(line), since=begin, measured=line is not None)
check("and is a line: stamps become frames with little jitter", line and line[1] < 4 and line[2] < 16, told(line), since=begin, measured=line is not None)

# --- Stopped for half a second, the device runs dry: counted, told, survived.
begin = now()
program, recorder = play(seconds=4, capture=captured_path, device="hw:Loopback,0,0", period=64, periods=4, expected=expected_path)
wait_until(lambda: any(text.startswith("clock") for text in program.all), 10)
wait_until(lambda: False, 1)
program.signal(signal.SIGSTOP)
wait_until(lambda: False, 0.5)
program.signal(signal.SIGCONT)
status = ended(program, recorder)
counted = numbers(program)
recorded, expected = open(captured_path, "rb").read(), open(expected_path, "rb").read()
check("an xrun is counted and told", counted.get("xruns", 0) >= 1 and any("report|xrun at engine frame" in t for t in program.all),
      [text for text in program.all if text.startswith("report")][:3])
check("and put down to the system, which gave the program no processor", counted.get("by_system", 0) >= 1, counted)
holes, missing = gaps(recorded, expected)
stalls = len(watch.stalls(begin, milliseconds=3.0))
check("and the sound goes on after it, without a lost frame", status == 0 and holes >= 1 and missing <= stalls * 64 * 4,
      f"{holes} gaps, {missing} missing, {stalls} stalls of this machine")
os.remove(captured_path)

# --- The card is taken away while it plays, and comes back.
begin = now()
program, _ = play(seconds=8, device="hw:Loopback,0,0", period=64, periods=4)
wait_until(lambda: any(text.startswith("clock") for text in program.all), 10)
wait_until(lambda: False, 1)
with open("/sys/bus/platform/drivers/snd_aloop/unbind", "w") as file:
    file.write("snd_aloop.0")
noticed = wait_until(lambda: any("sound device lost" in text for text in program.all), 3)
check("a device that goes away is told", bool(noticed), [text for text in program.all if text.startswith("report")])


def clock():
    """The last told moment and engine frame."""
    return tuple(float(field) for field in [text for text in program.all if text.startswith("clock")][-1].split("|")[1:3])


before = clock()
wait_until(lambda: False, 1)
after = clock()
pace = (after[1] - before[1]) / (after[0] - before[0]) * 1e9 if after[0] > before[0] else 0
check("meanwhile the transport goes on in real time", 40000 < pace < 56000, f"{pace:.0f} frames a second", since=begin)
with open("/sys/bus/platform/drivers/snd_aloop/bind", "w") as file:
    file.write("snd_aloop.0")
noticed = wait_until(lambda: any("sound device is back" in text for text in program.all), 3)
check("and it is taken up again", bool(noticed), [text for text in program.all if text.startswith("report")])
check("the program ends well", ended(program) == 0, numbers(program))

# --- What can't be played is said. A loopback card runs at the rate of its other side.
other = subprocess.Popen(["arecord", "-q", "-D", "hw:Loopback,1,1", "-f", "cd", "-r", "48000", "/dev/null"], stderr=subprocess.DEVNULL)
wait_until(lambda: "closed" not in open("/proc/asound/Loopback/pcm1c/sub0/status").read())
for settings, words in ((dict(device="hw:9,0"), "no sound device is named hw:9,0"),
                        (dict(device="hw:Loopback,0,1", rate=44100), "does not run at 44100 Hz"),
                        (dict(device="hw:Loopback,0,0", period=8), "the period is 8, expected 16 to 8192")):
    program, _ = play(**settings)
    status = ended(program)
    check(f"error: {words}", status == 69 and any(words in text for text in program.all), program.all[-1])
other.kill()
other.wait()
busy = subprocess.Popen(["aplay", "-q", "-D", "hw:Loopback,0,0", "-f", "cd", "/dev/zero"], stderr=subprocess.DEVNULL)
wait_until(lambda: "closed" not in open("/proc/asound/Loopback/pcm0p/sub0/status").read())
program, _ = play(device="hw:Loopback,0,0")
check("error: device busy", ended(program) == 69 and any("device busy; close the other program" in t for t in program.all), program.all[-1])
busy.kill()
busy.wait()

# --- With no device at all.
held, found, line, begin = in_quiet("late", 5, device="none", period=64, periods=4)
check("the clock device has no late block of its own", held, found, since=begin)
check("the clock device keeps real time", line and abs(line[0] / 48000 - 1) < 1e-4 and line[2] < 2, told(line), since=begin, measured=line is not None)
program, _ = play(device="plughw:Loopback,0,0", rate=44100, period=256, periods=4)
check("a converting device plays, too", ended(program) == 0, next((t for t in program.all if t.startswith("agreed")), program.all[-1:]))
names = subprocess.run([PROBE, "list"], capture_output=True, text=True).stdout
check("the devices are listed", "hw:CARD=Loopback,DEV=0|Loopback" in names, names.splitlines()[:1])
finish()

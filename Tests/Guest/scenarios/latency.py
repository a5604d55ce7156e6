"""From byte to sound: how long a move takes to be heard, its spread, and what of both is the guest's own."""
import math
import os
import random
import re
import signal
import statistics
import subprocess
import time

from guest import BUILD, Device, Program, check, finish, now, watch
from mixing import Recorder
from song import RATE, Recording, fader_decibels, write_stems

GAINRIDER = f"{BUILD}/gainrider"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp") + "/latency"
os.makedirs(FOLDER, exist_ok=True)
os.chdir(FOLDER)
SECONDS, MOVES, LOW = 40, 150, 70
write_stems("stems", SECONDS)
subprocess.run([GAINRIDER, "new", "Song", "stems"], check=True, capture_output=True)
open("jump.yaml", "w").write("""
mapping: 1
name: Jump
match: [{client: "Jump*"}]
defaults: {takeover: jump, touch: none}
controls:
  fader/1: {in: cc 0 ch 1}
layers:
  mix:
    fader/1: /strip/1/fader
""")


def told(values):
    ordered = sorted(values)
    shares = ", ".join(f"{int(share * 100)} % ≤ {ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.2f}" for share in (0.1, 0.5, 0.9, 0.99))
    return f"{len(values)} moves, ms: {ordered[0]:.2f} to {ordered[-1]:.2f}, {shares}, spread {statistics.pstdev(values):.2f}"


def is_quiet(moment):
    """Whether neither a move nor its sound was touched by a time in which this machine stood still."""
    return not watch.stalls(moment - 150e6, moment + 60e6, 3.0) and not watch.stalls(moment - 5e6, moment + 30e6, 2.0)


def arrival(recording):
    """When the frames of a recording came, on a line: the earliest that the portions allow."""
    first = min(moment - count / 8 / RATE * 1e9 for moment, count in recording)
    return lambda frame: first + frame / RATE * 1e9


device = Device("jump", name="Jump", vendor="0x1209", product="0x0002", serial="J")
probe = Program(f"{BUILD}/driver-probe", "sequencer")
probe.line("appeared")
probe.tell("connect|Jump")
probe.line("done")
# The bare loop: from the hardware's byte to the kernel's stamp, and to a program that only reads.
random.seed(3)
stamped, read = [], []
for number in range(MOVES):
    moment = device.send(bytes([0xB0, 5, number % 128]))
    fields = (probe.line("message", 2) or "||0|0|").split("|")
    if not watch.stalls(moment - 5e6, moment + 30e6, 2.0):
        stamped.append((int(fields[2]) - moment) / 1e6)
        read.append((int(fields[3]) - moment) / 1e6)
    time.sleep(random.uniform(0.004, 0.02))
# The guest has one processor: it is for the program from here on.
probe.kill()
print(f"  the guest's own, byte to stamp: {told(stamped)}", flush=True)
print(f"  the guest's own, byte to a program that reads: {told(read)}", flush=True)

for period, periods in ((64, 4), (256, 2)):
    begin = now()
    recorder = Recorder("captured.raw", period=192)
    mix = Program(GAINRIDER, "mix", "Song", "--device", "hw:Loopback,0,0", "--period", period, "--periods", periods,
                  "--mapping", "jump.yaml", "--play")
    connected = mix.line("Jump connected", 20)
    check(f"{period} × {periods}: the device is connected", connected is not None, mix.all[-2:], since=begin)
    time.sleep(1)
    sent, high = [], False
    for number in range(MOVES):
        high = not high
        sent.append(device.send(bytes([0xB0, 0, 100 if high else 70])))
        time.sleep(random.uniform(0.06, 0.09))
    # The program is stopped, and finds a sweep waiting when it goes on.
    device.send(bytes([0xB0, 0, LOW]))
    time.sleep(0.5)
    mix.signal(signal.SIGSTOP)
    time.sleep(0.3)
    for value in range(LOW, 128, 3):
        device.send(bytes([0xB0, 0, value]))
        time.sleep(0.004)
    time.sleep(0.1)
    mix.signal(signal.SIGCONT)
    time.sleep(0.7)
    mix.signal(signal.SIGINT)
    mix.wait(20)
    recorder.stop()
    recording = Recording("captured.raw", recorder.arrivals, SECONDS * RATE, keeps_index=True)
    # What a gap has swallowed sounds nowhere: two levels are compared only where all between them was heard.
    frames = range(max(recording.first, recording.last - RATE), recording.last - 200, 24)
    levels = [level for level in map(recording.decibels, frames) if level is not None and math.isfinite(level)]
    steps = [abs(recording.decibels(frame + 96) - recording.decibels(frame)) for frame in frames
             if all(recording.gain[frame:frame + 97])]
    way = fader_decibels(1) - fader_decibels(LOW / 127)
    check(f"{period} × {periods}: moves that a stopped program finds waiting glide: no 2 ms hold more than a fourth of their way",
          steps and max(steps) < way / 4 and max(levels) - min(levels) > way * 0.8,
          f"{max(steps, default=0):.1f} dB of {way:.1f} dB in 2 ms", since=begin)
    when = arrival(recorder.arrivals)
    departures = [(frame, when(recording.index[frame])) for frame in recording.departures()]
    delays = []
    for moment in sent:
        if not is_quiet(moment):
            continue
        near = [at for _, at in departures if 0 <= at - moment < 55e6]
        if near:
            delays.append((near[0] - moment) / 1e6)
    quiet = sum(is_quiet(moment) for moment in sent)
    if not check(f"{period} × {periods}: enough moves were measured in quiet", quiet >= MOVES // 4, f"{quiet} of {MOVES}",
                 measured=False):
        continue
    # What a gap swallows has no sound of its own; the moves are far from the stalls that this machine admits, not from every gap.
    summary = next((text for text in reversed(mix.all) if " xrun" in text and " blocks" in text), "")
    gaps = int(re.search(r"(\d+) xrun", summary).group(1)) if summary else 0
    check(f"{period} × {periods}: every move is heard, but for one in a gap", quiet - len(delays) <= gaps,
          f"{len(delays)} of {quiet}; {summary}", since=begin)
    print(f"  byte to sound at {period} × {periods}: {told(delays)}", flush=True)
    # A period is what the rendering waits for at most; a millisecond is the tick of the guest's card.
    spread = max(delays) - min(delays)
    own = max(stamped) - min(stamped) + 1.0
    check(f"{period} × {periods}: the spread is within one period, but for the guest's own", spread <= period / RATE * 1e3 + own,
          f"{spread:.2f} ms; a period is {period / RATE * 1e3:.2f} ms, the guest's own {own:.2f} ms", since=begin)
    buffer = period * periods / RATE * 1e3
    check(f"{period} × {periods}: and no later than a period and the buffer", statistics.median(delays) <= buffer + period / RATE * 1e3 + 2.5,
          f"{statistics.median(delays):.2f} ms; the buffer is {buffer:.2f} ms", since=begin)
finish()

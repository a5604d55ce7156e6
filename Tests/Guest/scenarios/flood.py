"""A device that sends garbage and more than hands can, while the mix plays on a card at 256 × 2: nothing of ours is late, every release is heard."""
import itertools
import json
import os
import random
import re
import select
import signal
import subprocess
import time

from guest import BUILD, Device, Program, check, finish, now
from song import fader_decibels, write_stems

PERIOD, PERIODS = 256, 2
GAINRIDER = f"{BUILD}/gainrider"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp") + "/flood"
os.makedirs(FOLDER, exist_ok=True)
os.chdir(FOLDER)
open("flood.yaml", "w").write("""
mapping: 1
name: Flood
match: [{client: "Flood*"}]
defaults: {takeover: jump}
controls:
  fader/1..8: {in: cc 0..7 ch 1}
  mute/1..4: {in: note 16..19 ch 1, out: same}
  dim: {in: note 20 ch 1, out: same}
  play: {in: note 21 ch 1, out: same}
layers:
  mix:
    fader/1..8: /slot/1..8/fader
    mute/1..4: toggle /slot/1..4/mute
    dim: momentary /monitor/dim
    play: /transport/play
""")
DIM, PLAY = 20, 21


def note(number, on):
    return bytes([0x90, number, 127 if on else 0])


def lamp(got, number):
    """What a lamp was told, in its order."""
    return [place.group()[2] for place in re.finditer(bytes([0x90, number]) + rb"[\x00-\x7f]", got)]


def collect(until):
    """What the device got up to a moment."""
    found = b""
    while now() < until:
        if select.select([device.raw], [], [], max(0.0, (until - now()) / 1e9))[0]:
            found += os.read(device.raw, 65536)
    return found


def press(number):
    device.send(note(number, True))
    time.sleep(0.05)
    device.send(note(number, False))
    time.sleep(0.05)


write_stems("stems", 60)
subprocess.run([GAINRIDER, "new", "Song", "stems"], check=True, capture_output=True)
mix = Program(GAINRIDER, "mix", "Song", "--device", "hw:Loopback,0,0", "--period", PERIOD, "--periods", PERIODS,
              "--mapping", "flood.yaml")
line = mix.line("Song:", 20) or ""
check("the program plays on the card as asked", f"period {PERIOD} × {PERIODS}" in line, line or mix.all)
device = Device("flood", name="Flood", vendor="0x1209", product="0x0002", serial="F")
check("the device is connected", mix.line("Flood connected", 10) is not None, mix.all[-2:])
press(PLAY)
check("the song plays: its lamp is lit", lamp(device.received(None, 0.5), PLAY)[-1:] == [127])
begun = now()

# --- 200,000 random bytes. What they have pressed is let go.
random.seed(11)
device.send(bytes(random.randrange(256) for _ in range(200_000)), 500_000)
device.send(b"\xf7" + b"".join(note(number, False) for number in range(16, 22)))
time.sleep(2.0)
device.received(None, 0.3)
check("200,000 random bytes: the program goes on", mix.process.poll() is None, mix.all[-2:])

# --- 10,000 messages a second for ten seconds, with a button in them that is held for a tenth of a second, and let go for one.
values = bytes(byte for number in range(1000) for byte in (0xB0, number % 8, number % 128))
got, begin = b"", now()
for step in range(100):
    place = 3 * random.randrange(1000)
    device.send(values[:place] + note(DIM, step % 2 == 0) + values[place:])
    got += collect(begin + (step + 1) * 100_000_000)
got += device.received(None, 1.0)
# What it shows is sent anew when the flood is over: the same once more is no other press.
shown = [value for value, _ in itertools.groupby(lamp(got, DIM))]
check("10,000 messages a second for ten seconds: every press and every release of a button in them is heard",
      shown == [127, 0] * 50, f"{shown.count(127)} times lit, {shown.count(0)} times put out, of 50; {mix.all[-2:]}")

# --- The surface is right afterwards.
device.send(bytes([0xB0, 0, 100]))
muted = []
for _ in range(2):
    press(16)
    muted += lamp(device.received(None, 0.4), 16)
check("a button's lamp answers afterwards", sorted(muted) == [0, 127], muted)
time.sleep(1.0)
mix.signal(signal.SIGINT)
check("the program ends well", mix.wait(20) == 0, mix.all[-1:])
summary = mix.all[-1]
xruns = re.search(r"(\d+) xruns?(?: \((\d+) because the system)?", summary)
check("no xrun but by the system, at 256 × 2", xruns is not None and int(xruns[1]) == int(xruns[2] or 0), summary, since=begun)
dump = subprocess.run([GAINRIDER, "session", "dump", "Song", "--json"], capture_output=True, text=True)
told = str(json.loads(dump.stdout)["strips"][0].get("fader")) if dump.returncode == 0 else ""
fader = re.match(r"-?[\d.]+", told)
check("and a fader stands where it was put last", fader is not None and abs(float(fader[0]) - fader_decibels(100 / 127)) < 0.1,
      f"{told}, expected {fader_decibels(100 / 127):.2f} dB; {dump.stderr}")
finish()

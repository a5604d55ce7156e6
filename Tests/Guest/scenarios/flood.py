"""A device that sends garbage and more than hands can, while the mix plays on a card at 256 × 2: nothing of ours is late, every release is heard."""
import json
import os
import random
import re
import select
import signal
import subprocess
import time

from guest import BUILD, Device, Program, check, finish, now, passed_over, watch
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
  play: {in: note 21 ch 1, out: same}
  again: {in: note 22 ch 1}
  key/1..24: {in: note 30..53 ch 1, out: same}
  hold/1..24: {in: note 60..83 ch 1, out: same}
layers:
  mix:
    fader/1..8: /slot/1..8/fader
    mute/1..4: toggle /slot/1..4/mute
    play: /transport/play
    again: /surface/resync
    key/1..8: toggle /strip/1..8/input/polarity
    key/9..16: toggle /strip/1..8/solo/safe
    key/17..24: toggle /strip/1..8/hpf/on
    hold/1..8: momentary /strip/1..8/lpf/on
    hold/9..16: momentary /strip/1..8/input/swap
    hold/17..24: momentary /strip/1..8/eq/on
""")
PLAY, AGAIN, KEYS, HELD = 21, 22, range(30, 54), range(60, 84)


def note(number, on):
    return bytes([0x90, number, 127 if on else 0])


def lamp(got, number):
    """What a lamp was told, in its order."""
    return [place.group()[2] for place in re.finditer(re.escape(bytes([0x90, number])) + rb"[\x00-\x7f]", got)]


def collect(until):
    """What the device got up to a moment."""
    found = b""
    while now() < until:
        if select.select([device.raw], [], [], max(0.0, (until - now()) / 1e9))[0]:
            found += os.read(device.raw, 65536)
    return found


def lamps(got):
    """What each lamp was told last: those of keys that stay, and of keys that are held."""
    return [[(lamp(got, number) or [None])[-1] for number in numbers] for numbers in (KEYS, HELD)]


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
device.send(b"\xf7" + b"".join(note(number, False) for number in [*range(16, 23), *KEYS, *HELD]))
time.sleep(2.0)
device.received(None, 0.3)
press(AGAIN)
before = lamps(device.received(None, 1.0))
check("200,000 random bytes: the program goes on", mix.process.poll() is None, mix.all[-2:])

# --- 10,000 messages a second for ten seconds. In them each key is pressed for a tenth of a second, once: what stays after its press
# shows that this was heard, and what is on while it is held shows that its release was, however late the lamps are told.
values = bytes(byte for number in range(1000) for byte in (0xB0, number % 8, number % 128))
keys = [*KEYS, *HELD]
random.shuffle(keys)
begin, said = now(), len(mix.all)
for step in range(100):
    place = 3 * random.randrange(1000)
    button = note(keys[step // 2], step % 2 == 0) if step // 2 < len(keys) else b""
    device.send(values[:place] + button + values[place:])
    collect(begin + (step + 1) * 100_000_000)
time.sleep(1.0)
device.received(None, 1.0)
press(AGAIN)
after = lamps(device.received(None, 1.0))
heard = passed_over(mix.all[said:])
pressed = [number for number, was, is_ in zip(KEYS, before[0], after[0]) if {was, is_} == {0, 127}]
held = [number for number, is_ in zip(HELD, after[1]) if is_ != 0]
# What the kernel or the emulated cable has lost, no program can hear: of 100,000 values a few pass, and the others are counted.
check("10,000 messages a second for ten seconds: every press and every release of a button in them is heard",
      before[1] == [0] * len(HELD) and len(pressed) == len(KEYS) and not held,
      f"{len(pressed)} of {len(KEYS)} presses heard, {len(held)} of {len(HELD)} releases not; {heard} values passed over; {mix.all[-2:]}",
      since=begin, measured=heard > 90_000)

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
# A host that takes the guest's processor in the middle of a block takes it where the guest counts it as the program's own: what
# the program then calls its own lateness is the machine's, at most once for each stall of about a period that was noted.
own = int(xruns[1]) - int(xruns[2] or 0) if xruns else None
stalls = watch.stalls(begun, milliseconds=4.0)
check("no xrun but by the system, at 256 × 2", own is not None and own <= len(stalls), f"{summary}; {len(stalls)} stalls", since=begun)
dump = subprocess.run([GAINRIDER, "session", "dump", "Song", "--json"], capture_output=True, text=True)
told = str(json.loads(dump.stdout)["strips"][0].get("fader")) if dump.returncode == 0 else ""
fader = re.match(r"-?[\d.]+", told)
check("and a fader stands where it was put last", fader is not None and abs(float(fader[0]) - fader_decibels(100 / 127)) < 0.1,
      f"{told}, expected {fader_decibels(100 / 127):.2f} dB; {dump.stderr}")
finish()

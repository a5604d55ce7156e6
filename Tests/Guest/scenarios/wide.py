"""Surfaces of several devices and ports: an extender pair, two ports as one, handshakes, a mapping saved in a ride, places over restarts."""
import json
import math
import os
import shutil
import signal
import subprocess
import threading
import time

from guest import BUILD, Device, Program, check, finish, motors, wait_until
from song import fader_decibels, fader_travel, marked, write_stems

GAINRIDER = f"{BUILD}/gainrider"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp") + "/wide"
os.makedirs(FOLDER, exist_ok=True)
os.chdir(FOLDER)
STRIPS = 20
write_stems("stems", 30)
for name in sorted(os.listdir("stems"))[1:]:
    os.unlink(f"stems/{name}")
for number in range(2, STRIPS + 1):
    shutil.copy(f"stems/{os.listdir('stems')[0]}", f"stems/{number:02} more {number}.wav")
subprocess.run([GAINRIDER, "new", "Song", "stems"], check=True, capture_output=True)
# Strip 7 stands at -7 dB: a motor tells which strip it shows.
faders = [f"/strip/{number}/fader=-{number}" for number in range(1, STRIPS + 1)]
subprocess.run([GAINRIDER, "set", "Song", *faders], check=True, capture_output=True)

open("two.yaml", "w").write("""
mapping: 1
name: Two Ports
ports: [{client: "Twoports", index: 0}, {client: "Twoports", index: 1}]
defaults: {takeover: jump}
controls:
  fader/1: {in: pitchbend ch 1, out: same}
  shift: {in: note 20 ch 1}
  fader/2: {port: 2, in: pitchbend ch 1, out: same}
  key/2: {port: 2, in: note 1 ch 1, out: same}
layers:
  mix:
    fader/1..2: {to: /slot/1..2/fader, takeover: motor}
    key/2: toggle /slot/2/mute
    shift + key/2: toggle /slot/2/solo
""")
open("asked.yaml", "w").write("""
mapping: 1
name: Asked
match: [{client: "Asked*"}]
handshake: {send: F0 7D 01 F7, answer: "sysex F0 7D 02 {any} F7", every: 500ms}
setup: [F0 7D 03 F7]
controls:
  fader/1: {in: pitchbend ch 1, out: same}
layers:
  mix:
    fader/1: {to: /strip/1/fader, takeover: motor}
""")
RIDDEN = """
mapping: 1
name: Ridden
match: [{client: "Ridden*"}]
defaults: {takeover: jump}
controls:
  fader/1: {in: pitchbend ch 1, touch: note 104 ch 1}
  lamp: {in: note 16 ch 1, out: same}
layers:
  mix:
    fader/1: /strip/1/fader
    lamp: toggle /strip/1/PARAMETER
"""
open("ridden.yaml", "w").write(RIDDEN.replace("PARAMETER", "mute"))
open("knob.yaml", "w").write("""
mapping: 1
name: Knobs
match: [{client: "Knobs*"}]
defaults: {takeover: pickup}
controls:
  knob/1: {in: cc 1 ch 1}
layers:
  mix:
    knob/1: /strip/3/fader
""")
MAPPINGS = [word for name in ("two", "asked", "ridden", "knob") for word in ("--mapping", f"{name}.yaml")]


def start():
    return Program(GAINRIDER, "mix", "Song", "--device", "none", *MAPPINGS, XDG_STATE_HOME=f"{FOLDER}/state")


def shown(data):
    """The strip that each of eight motors was sent to."""
    at = {channel: position / 16383 for channel, position in motors(data).items()}
    strip = {channel: min(range(1, STRIPS + 1), key=lambda strip: abs(marked(fader_travel(-strip)) - place)) for channel, place in at.items()}
    return [strip.get(channel) for channel in range(1, 9)]


def bend(device, channel, travel):
    position = round(travel * 16383)
    device.send(bytes([0xE0 + channel - 1, position & 127, position >> 7]))


def key(device, number):
    for value in (127, 0):
        device.send(bytes([0x90, number, value]))
        time.sleep(0.03)


def stored():
    """The faders of the stored strips in dB, and which strips are soloed."""
    dump = subprocess.run([GAINRIDER, "session", "dump", "Song", "--json"], capture_output=True, text=True)
    strips = json.loads(dump.stdout)["strips"]
    faders = {number: float(strip.get("fader", "0 dB").split()[0]) for number, strip in enumerate(strips, 1)}
    return faders, [number for number, strip in enumerate(strips, 1) if strip.get("solo")]


mix = start()
check("the program starts", wait_until(lambda: any(line.startswith("Song:") for line in mix.all), 20), mix.all[-1:])

# --- An extender that comes before what it extends.
right = Device("right", name="X-Touch-Ext", vendor="0x1397", product="0x00b6", serial="E-1", socket=0)
check("an extender alone is a surface", "connected" in (mix.line("Behringer X-Touch Extender") or ""), mix.all[-2:])
check("and shows strips 1 to 8", shown(right.received(None, 0.8)) == list(range(1, 9)))
left = Device("left", name="X-Touch", vendor="0x1397", product="0x00b4", serial="X-1", inputs=2, outputs=2, socket=1)
check("the X-Touch comes", mix.line("Behringer X-Touch connected") is not None, mix.all[-2:])
state = shown(left.received(None, 0.8)), shown(right.received(None, 0.8))
check("they are one: strips 1 to 8 on the left, 9 to 16 on the right", state == (list(range(1, 9)), list(range(9, 17))), state)
key(left, 47)
state = shown(left.received(None, 0.8))
check("a bank is sixteen strips: the left goes to strip 17", state[:4] == [17, 18, 19, 20], state)
key(left, 46)
state = shown(left.received(None, 0.8)), shown(right.received(None, 0.8))
# What shows no strip leaves its motors where they are.
check("and back; the right, which had no strip to show, has not moved", (state[0][:4], state[1]) == ([1, 2, 3, 4], [None] * 8), state)
right.send(bytes([0x90, 106, 127]))
bend(right, 3, marked(fader_travel(-30)))
time.sleep(0.2)
right.send(bytes([0x90, 106, 0]))
time.sleep(1)
left.unplug()
check("the left's cable out is told", "unplugged" in (mix.line("Behringer X-Touch unplugged", 5) or ""), mix.all[-2:])
left.replug()
check("it comes back", mix.line("Behringer X-Touch connected", 10) is not None, mix.all[-2:])
state = shown(left.received(None, 0.8))
check("to its place", state == list(range(1, 9)), state)
left.unplug(), right.unplug()
mix.line("Behringer", 5), mix.line("Behringer", 5)

# --- Two ports of one device.
both = Device("both", name="Twoports", vendor="0x1209", product="0x0002", serial="T", inputs=2, outputs=2, socket=0)
check("a device of two ports is there", mix.line("Two Ports", 10) is not None, mix.all[-2:])
second = os.open(os.readlink(f"/proc/self/fd/{both.raw}"), os.O_RDWR | os.O_NONBLOCK)
time.sleep(0.6)
both.received(None, 0.3)
os.write(second, bytes([0xE0, 0, 0]))
time.sleep(0.1)
both.send(bytes([0x90, 20, 127]))
time.sleep(0.05)
os.write(second, bytes([0x90, 1, 127, 0x90, 1, 0]))
time.sleep(0.05)
both.send(bytes([0x90, 20, 0]))
time.sleep(1)
os.close(second)
both.unplug()
mix.line("Two Ports", 5)

# --- A device that is asked, and answers late; then one that is switched off and on behind its cable.
asked = Device("asked", name="Asked", vendor="0x1209", product="0x0003", serial="A", socket=1)
check("a device with a handshake is there", mix.line("Asked", 10) is not None, mix.all[-2:])
line = mix.line("Asked does not answer", 10)
check("its silence is said", line is not None, mix.all[-2:])
heard = asked.received(None, 0.4)
check("it is asked again and again", heard.count(bytes.fromhex("F07D01F7")) >= 3, heard.hex(" "))
asked.send(bytes.fromhex("F07D0205F7"))
check("its answer is said", mix.line("Asked answers now", 5) is not None, mix.all[-2:])
heard = asked.received(None, 0.8)
place = heard.find(bytes.fromhex("F07D03F7"))
check("then it is set up, and its motor sent behind that", place >= 0 and b"\xe0" in heard[place:], heard.hex(" "))
time.sleep(1.2)
check("and asked no more", bytes.fromhex("F07D01F7") not in asked.received(None, 0.4))
asked.send(bytes.fromhex("F07D0206F7"))
heard = asked.received(None, 0.8)
check("one that was switched off and on says so, and is set up anew", bytes.fromhex("F07D03F7") in heard and b"\xe0" in heard,
      heard.hex(" "))
asked.unplug()
mix.line("Asked", 5)

# --- A mapping that is saved while its fader is ridden.
ridden = Device("hui", name="Ridden", vendor="0x1209", product="0x0004", serial="R", socket=0)
check("a device is there whose mapping will be saved", mix.line("Ridden", 10) is not None, mix.all[-2:])
ridden.send(bytes([0x90, 104, 127]))
VALUES = [round(16383 * (0.3 + 0.5 * step / 200)) for step in range(200)]
saved = threading.Timer(1.0, lambda: open("ridden.yaml", "w").write(RIDDEN.replace("PARAMETER", "solo")))
saved.start()
ridden.received(None, 0.1)
for position in VALUES:
    ridden.send(bytes([0xE0, position & 127, position >> 7]))
    time.sleep(0.01)
check("a mapping that is saved in a ride is in force", mix.line("ridden.yaml was saved", 5) is not None, mix.all[-3:])
last = VALUES[-1]
ridden.send(bytes([0x90, 104, 0]))
ridden.received(None, 0.3)
key(ridden, 16)
got = ridden.received(None, 0.5)
check("its new line works: the lamp is the solo's", bytes([0x90, 16, 127]) in got, got.hex(" "))
key(ridden, 16)
time.sleep(1)
ridden.unplug()
mix.line("Ridden", 5)

# --- Where controls stand is known over a restart.
knobs = Device("knobs", name="Knobs", vendor="0x1209", product="0x0005", serial="K", socket=1)
check("a device without motors is there", mix.line("Knobs", 10) is not None, mix.all[-2:])
# Through the level of the strip, which is caught on the way, and on.
for value in (127, 90, 70, 60):
    knobs.send(bytes([0xB0, 1, value]))
    time.sleep(0.05)
time.sleep(1)
mix.signal(signal.SIGINT)
check("the program ends well", mix.wait(20) == 0, mix.all[-1:])
faders, solos = stored()
check("the extender's third fader moved strip 11", abs(faders[11] + 30) < 0.3, faders[11])
check("the second port's fader moved strip 2", faders[2] == -math.inf, faders[2])
check("and the first port's shift made the second's key a solo", solos == [2], solos)
check("the ride over the saved mapping came to its last value", abs(faders[1] - fader_decibels(last / 16383)) < 0.1,
      f"{faders[1]}, expected {fader_decibels(last / 16383):.2f}")
mix = start()
check("the program starts again", mix.line("Knobs", 20) is not None, mix.all[-2:])
knobs.send(bytes([0xB0, 1, 58]))
time.sleep(1)
mix.signal(signal.SIGINT)
check("and ends well", mix.wait(20) == 0, mix.all[-1:])
after, _ = stored()
check("a knob that stood where it was left is in step with its first message", after[3] != faders[3], f"{faders[3]}, then {after[3]}")
finish()

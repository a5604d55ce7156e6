"""Controllers that come and go: twins, a hundred plugs, floods and lost messages, echoes, programs, wires made by hand, a stopped program."""
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import threading
import time

from guest import BUILD, Device, Program, check, finish, now, passed_over, wait_until
from software import SoftwareController
from song import write_stems

GAINRIDER = f"{BUILD}/gainrider"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp") + "/surfaces"
os.makedirs(FOLDER, exist_ok=True)
os.chdir(FOLDER)
write_stems("stems", 4)
for number in range(9, 17):
    shutil.copy("stems/3 silence.wav", f"stems/{number} silence.wav")
subprocess.run([GAINRIDER, "new", "Song", "stems"], check=True, capture_output=True)

LAMP = """
mapping: 1
name: Lamp
match: [{client: "Lamp*"}]
controls:
  mute/1: {in: note 16 ch 1, out: same}
layers:
  mix:
    mute/1: toggle /strip/1/mute
"""
open("lamp.yaml", "w").write(LAMP)


def lamps(device, seconds=0.4):
    """The last value of each control change that a device got."""
    got = device.received(None, seconds)
    return {place.group()[1]: place.group()[2] for place in re.finditer(rb"\xb0[\x00-\x7f][\x00-\x7f]", got)}


def shows(device, controller, value=127, seconds=10.0):
    """Whether a lamp is told to show that, at last: a busy guest takes its time."""
    return bool(wait_until(lambda: lamps(device, 0.1).get(controller) == value, seconds))


def press(device, controller):
    for value in (127, 0):
        device.send(bytes([0xB0, controller, value]))
        time.sleep(0.03)


def answers(device, controller, seconds=20.0):
    """What a toggle's lamp showed, press by press, until it has shown both: a device that is heard shows them, wherever the lamp stood.
    What is on its way to a busy guest, or lost in its kernel, costs presses and no claim."""
    shown, end = [], time.monotonic() + seconds
    while not {0, 127} <= set(shown) and time.monotonic() < end:
        press(device, controller)
        shown.append(lamps(device).get(controller))
    return shown


def calm(device):
    """Lets go of the shift that garbage may have left held, and goes back to the first bank."""
    for controller in [46] + [58] * 12:
        press(device, controller)
    lamps(device)


def leftovers():
    """Descriptors, threads and connections of the program."""
    process = f"/proc/{mix.process.pid}"
    ports = open("/proc/asound/seq/clients").read()
    ours = ports.split('"Gainrider"')[1].split("Client ")[0] if '"Gainrider"' in ports else ""
    return len(os.listdir(f"{process}/fd")), len(os.listdir(f"{process}/task")), ours.count("Connect")


mix = Program(GAINRIDER, "mix", "Song", "--device", "none", "--mapping", "lamp.yaml", "--mapping", "generic-cc")
check("the program starts without a controller", mix.line("space") is not None or bool(mix.line("Song:", 1) or mix.all), mix.all[-1:])

# --- Two of one name, one maker's serial number.
NANO = dict(name="nanoKONTROL2", vendor="0x0944", product="0x0117", serial="0001")
first = Device("first", socket=0, **NANO)
check("the first is called by its name", "Korg nanoKONTROL2 connected" in (mix.line("Korg nanoKONTROL2") or ""), mix.all[-2:])
second = Device("second", socket=1, **NANO)
check("its twin is told apart", "Korg nanoKONTROL2 2 connected" in (mix.line("Korg nanoKONTROL2 2") or ""), mix.all[-2:])
lamps(first), lamps(second)
press(second, 48)
check("both show a strip that one has muted", shows(first, 48) and shows(second, 48))
press(second, 59)
check("another bank shows no mute", shows(second, 48, 0))
for device in (first, second):
    device.unplug()
    line = mix.line("Korg nanoKONTROL2", 5) or ""
    check("unplugging is told", "unplugged: its hands have let go" in line, line)
second.replug()
line = mix.line("Korg nanoKONTROL2", 5) or ""
check("the second that comes back first is still the second", line.startswith("Korg nanoKONTROL2 2 connected"), line)
check("in its own bank: the muted strip is not in it", shows(second, 48, 0))
first.replug()
line = mix.line("Korg nanoKONTROL2", 5) or ""
check("and the first is the first", line.startswith("Korg nanoKONTROL2 connected"), line)
check("in its own bank: the muted strip is", shows(first, 48))
press(first, 48)

# --- A hundred plugs, while it plays and faders move.
press(first, 41)
time.sleep(0.3)
before, told = leftovers(), len(mix.all)
for round in range(50):
    for device, name in ((first, "Korg nanoKONTROL2"), (second, "Korg nanoKONTROL2 2")):
        device.send(bytes([0xB0, 0, round]))
        device.unplug()
        gone = mix.line(f"{name} unplugged", 10)
        device.replug()
        back = mix.line(f"{name} connected", 10)
        if not (gone and back):
            break
    if not (gone and back):
        break
check("100 plugs: each time it was told and came back under its own name", bool(gone and back) and round == 49,
      f"round {round}: {gone}, {back}; {mix.all[-3:]}")
after = leftovers()
check("100 plugs: no descriptor, thread or connection is left over", after[0] == before[0] and after[1] <= before[1]
      and after[2] == before[2], f"{before} before, {after} after (the terminal's thread comes and goes)")
lamps(first), press(first, 49)
check("and the lamp of the twin's mute answers still", shows(first, 49))
press(first, 49)

# --- More than the kernel keeps, and a replug that nobody saw.
lamps(first)
told = len(mix.all)
mix.signal(signal.SIGSTOP)
first.send(b"".join(bytes([0xB0, 7, number % 128]) for number in range(20000)))
first.unplug()
first.replug()
mix.signal(signal.SIGCONT)
line = mix.line("more MIDI messages at once than the kernel keeps", 10)
check("an overflow of the kernel's input is told", line is not None, line or mix.all[-3:])
check("a device that was plugged meanwhile is connected again", wait_until(lambda: [
    text.split(":")[0] for text in mix.all[told:] if text.startswith("Korg nanoKONTROL2 ")] == [
    "Korg nanoKONTROL2 unplugged", "Korg nanoKONTROL2 connected"], 10), mix.all[told:])
shown = answers(first, 50)
check("and heard: its button lights its lamp", {0, 127} <= set(shown), f"{shown}; {mix.all[-3:]}")

# --- Garbage, and 10,000 messages a second for ten seconds.
random.seed(7)
second.send(bytes(random.randrange(256) for _ in range(200_000)), 500_000)
time.sleep(1.5)
check("200,000 random bytes: the program goes on", mix.process.poll() is None, mix.all[-2:])
# Garbage leaves strips muted, and other banks: what is claimed from here on is that a lamp changes, not how it stands.
calm(second)
shown = answers(first, 51)
check("the other controller is heard behind it", {0, 127} <= set(shown), f"{shown}; {mix.all[-3:]}")
lamps(first)
flood = bytes(byte for number in range(1000) for byte in (0xB0, number % 8, number % 128))
begin, told, sent = now(), len(mix.all), 0
while now() - begin < 10e9:
    second.send(flood)
    second.send(bytes([0xB0, 51, 127, 0xB0, 51, 0]))
    sent += len(flood) // 3
    time.sleep(max(0, 0.1 - (now() - begin) % 100e6 / 1e9))
# Both of its values: one alone could come of a loss, after which all is sent anew.
shown = {place.group()[2] for place in re.finditer(rb"\xb0\x33[\x00-\x7f]", first.received(None, 0.4))}
second.received(None, 0.2)
wait_until(lambda: any("the flood is over" in line for line in mix.all[told:]), 10)
# What the kernel or the emulated cable has lost, no program can hear; `flood` counts press by press.
check("10,000 messages a second for ten seconds: a button in it is heard, and shown on the other controller", shown == {0, 127},
      f"{shown}; {mix.all[told:][-3:]}", since=begin, measured=passed_over(mix.all[told:]) > 0.9 * sent)
shown = answers(first, 52)
check("the other controller is heard", {0, 127} <= set(shown), f"{shown}; {mix.all[-3:]}")
shown = answers(second, 53)
check("and so is the one that sent them, afterwards", {0, 127} <= set(shown), f"{shown}; {mix.all[-3:]}")
for device in (first, second):
    device.unplug()
    mix.line("Korg", 5)

# --- A release that is lost with the rest.
mackie = Device("mackie", name="MCU Pro", vendor="0x0a73", product="0x0006", serial="M-1", socket=0)
check("a touch-fader device is there", mix.line("Mackie Control connected", 10) is not None)
mackie.received(None, 0.6)
mackie.send(bytes([0x90, 104, 127, 0xE0, 0, 40]))
time.sleep(0.3)
mix.signal(signal.SIGSTOP)
mackie.send(b"".join(bytes([0xE1, number % 128, 64]) for number in range(12000)) + bytes([0x90, 104, 0]))
mix.signal(signal.SIGCONT)
check("the loss is told", mix.line("more MIDI messages", 10) is not None)
state = mackie.received(None, 0.8)
check("the surface is sent everything again, the touched fader's motor too", b"\xe0" in state and b"\xe8" in state, len(state))
mackie.unplug()
mix.line("Mackie", 5)

# --- A device whose output is wired to its input, and whose mapping has one lamp.
echo = Device("echo", name="Lamp", vendor="0x1209", product="0x0001", serial="L", socket=1)
ended = threading.Event()


def send_back():
    while not ended.is_set():
        if select.select([echo.raw], [], [], 0.05)[0]:
            os.write(echo.raw, os.read(echo.raw, 4096))


thread = threading.Thread(target=send_back)
thread.start()
line = mix.line("Lamp: its output is wired to its input", 10)
check("an echo is found before anybody has touched anything, though the mapping has one lamp", line is not None, mix.all[-3:])
ended.set()
thread.join()
echo.unplug()
mix.line("Lamp", 5)

# --- Controllers that are programs.
app = SoftwareController("nanoKONTROL2")
line = mix.line("Korg nanoKONTROL2", 5) or ""
check("a program's port that a mapping matches is connected", "connected" in line, line or mix.all[-3:])
listed = json.loads(subprocess.run([GAINRIDER, "surfaces", "--json"], capture_output=True, text=True).stdout)
check("and listed by surfaces as a program", any(row["client"] == "nanoKONTROL2" and row["isProgram"] for row in listed), listed)
app.close()
check("its end is told", "unplugged" in (mix.line("Korg nanoKONTROL2", 5) or ""))
phone = SoftwareController("Phone")
line = mix.line("Phone", 5) or ""
check("one that no mapping matches is left alone, and said", "left alone" in line, line or mix.all[-3:])
clients = subprocess.run(["aconnect", "-l"], capture_output=True, text=True).stdout
ours = next(line.split(":")[0].split()[-1] for line in clients.splitlines() if "'Gainrider'" in line)
subprocess.run(["aconnect", phone.address, f"{ours}:0"], check=True)
line = mix.line("Generic CC", 5) or ""
check("wired by hand it is used, with the mapping that was given", "wired by hand" in line, line or mix.all[-3:])
subprocess.run(["aconnect", "-d", phone.address, f"{ours}:0"], check=True)
line = mix.line("Generic CC", 5) or ""
check("its wire taken out, its hands let go", "was taken out" in line, line or mix.all[-3:])
subprocess.run(["aconnect", f"{ours}:0", f"{ours}:0"], check=True)
line = mix.line("Gainrider's output was wired", 5)
check("a wire from ourselves to ourselves is taken out, and said", line is not None, mix.all[-3:])
phone.close()

mix.signal(signal.SIGINT)
check("the program ends well", mix.wait(20) == 0, mix.all[-1:])
finish()

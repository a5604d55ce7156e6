"""The sequencer driver on a real kernel: plugging, names, both directions, system-exclusive, stamps, floods, loops."""
import os
import random
import subprocess

from guest import BUILD, Device, Program, card_number, check, finish, now, wait_until

probe = Program(f"{BUILD}/driver-probe", "sequencer")
check("the client opens", probe.line("ready") == "ready")
check("nothing is told where no device is", probe.line(seconds=0.3) is None)

# --- A device comes.
NANO = dict(name="nanoKONTROL2", vendor="0x0944", product="0x0117", serial="N-1")
begin = now()
nano = Device("nano", **NANO)
line = probe.line("appeared") or ""
fields = line.split("|")
check("a plugged device is announced", len(fields) == 9, line)
check("its name is the product's", fields[1:2] == ["nanoKONTROL2"])
check("its port is named after it", fields[2:3] == ["nanoKONTROL2 MIDI 1"], fields[2:3])
check("its USB id is read", fields[4:5] == ["0944:0117"])
check("its place is read", fields[5].startswith("/sys/devices/") and "usb" in fields[5], fields[5])
check("its serial number is read", fields[6:7] == ["N-1"])
check("it sends and receives", fields[7:] == ["sends=true", "receives=true"])
check("no other port is told", probe.line(seconds=0.3) is None)


def command(line):
    probe.tell(line)
    return probe.line(("done", "error")) or "nothing"


def messages(count, seconds=20.0):
    found = []
    while len(found) < count:
        text = probe.line("message", seconds)
        if text is None:
            break
        found.append(text.split("|"))
    return found


check("it is connected", command("connect|nanoKONTROL2") == "done")

# --- Every kind of message, as bytes on the wire and as the program's own spelling.
WIRE = [
    ("a note", "90 3c 40", ["903c40"]),
    ("a note of velocity 0 is off", "90 3c 00", ["803c00"]),
    ("note off", "85 3c 22", ["853c22"]),
    ("a controller", "bf 07 7f", ["bf077f"]),
    ("running status", "b0 00 01 00 02 01 03", ["b00001", "b00002", "b00103"]),
    ("pitch bend, low part first", "e8 01 40", ["e80140"]),
    ("pitch bend's ends", "e0 00 00 7f 7f", ["e00000", "e07f7f"]),
    ("program, pressures", "c1 05 d2 06 a3 07 08", ["c105", "d206", "a30708"]),
    ("system common", "f1 12 f2 34 56 f3 07 f6", ["f112", "f23456", "f307", "f6"]),
    ("real time inside a message", "b0 f8 00 7f", ["f8", "b0007f"]),
    ("real-time bytes", "fa fb fc fe ff", ["fa", "fb", "fc", "fe", "ff"]),
    ("a system-exclusive message", "f0 00 20 33 01 f7", ["f000203301f7"]),
    ("real time inside system-exclusive", "f0 01 f8 02 f7", ["f8", "f00102f7"]),
    ("a system-exclusive message that is cut off", "f0 01 02 b0 01 02", ["b00102"]),
]
for name, wire, expected in WIRE:
    nano.send(bytes.fromhex(wire))
    found = [fields[4] for fields in messages(len(expected))]
    check(f"arrives: {name}", found == expected, "" if found == expected else f"{found}, expected {expected}")

for size in (256, 3000, 65536):
    body = bytes([0xF0]) + bytes(i * 7 % 128 for i in range(size - 2)) + bytes([0xF7])
    nano.send(body, bytes_per_second=500_000)
    found = messages(1, 10)
    check(f"{size} bytes of system-exclusive arrive whole", [fields[4] for fields in found] == [body.hex()],
          [len(fields[4]) // 2 for fields in found])
nano.send(bytes([0xF0]) + bytes(70000) + bytes([0xF7]) + b"\xB0\x05\x06", bytes_per_second=500_000)
found = messages(1, 10)
check("a longer one is dropped, what follows arrives", [fields[4] for fields in found] == ["b00506"],
      [len(fields[4]) // 2 for fields in found])
probe.tell("statistics")
counted = probe.line("statistics")
check("what was dropped is counted", int((counted or "|0|0").split("|")[2]) >= 70000, counted)

# --- To the device.
for name, text in [("a short message", "e0 12 34"), ("several at once", "90 5e 7f 90 5d 00 b0 30 26"),
                   ("a display's line", "f0 00 00 66 14 12 00 " + "41 " * 112 + "f7"),
                   ("a long system-exclusive message", "f0 " + "55 " * 5000 + "f7")]:
    wanted = bytes.fromhex(text)
    answer = command(f"send|nanoKONTROL2|{text}")
    got = nano.received(len(wanted))
    check(f"sent to the device: {name}", answer == "done" and got == wanted, f"{len(got)} of {len(wanted)} bytes")
command("send|nanoKONTROL2|f0 " + "01 " * 3000 + "f7")
command("send|nanoKONTROL2|b0 01 02")
got = nano.received(3005)
check("a short message waits for the long one before it", got.endswith(b"\xF7\xB0\x01\x02") and len(got) == 3005, len(got))
answer = command("send|nanoKONTROL2|90 40")
check("half a message is refused", "no whole MIDI messages: 90 40" in answer, answer)

# --- Stamps.
random.seed(2)
late, ahead, begun = [], [], now()
for number in range(300):
    wait_until(lambda: False, random.uniform(0.002, 0.008))
    begin = nano.send(bytes([0xB0, 1, number % 128]))
    fields = messages(1)[0]
    late.append((int(fields[2]) - begin) / 1e6)
    ahead.append((int(fields[3]) - int(fields[2])) / 1e6)
late.sort()
check("stamps lie between sending and reading", late[0] > -0.5 and min(ahead) >= 0,
      f"after sending {late[0]:.2f} to {late[-1]:.2f} ms, middle {late[150]:.2f}; before reading {min(ahead):.2f} ms or more")
check("a message is read soon after its stamp", sorted(ahead)[270] < 5, f"nine of ten within {sorted(ahead)[270]:.2f} ms", since=begun)

# --- Two alike.
twin = Device("twin", **{**NANO, "serial": "N-2", "socket": 1})
line = probe.line("appeared") or ""
other = line.split("|")
check("a second device of the same name is told", other[1:2] == ["nanoKONTROL2"] and other[4] == "0944:0117", line)
paths = [[text for text in probe.all if text.startswith("appeared")][index].split("|")[5] for index in (0, 1)]
check("the two have different places", len(set(paths)) == 2, paths)
check("and different serial numbers", other[6] == "N-2")
tails = [path.rsplit("/", 2)[-2] + "/" + path.rsplit("/", 1)[-1] for path in paths]
check("both are connected", command("connect|nanoKONTROL2") == "done")
answer = command(f"send|@{tails[1]}|b0 11 22")
got = twin.received(3), nano.received(None, 0.2)
check("bytes reach the one that is meant", got == (b"\xB0\x11\x22", b""), f"{answer}, {got}")
nano.send(b"\xB0\x01\x01")
twin.send(b"\xB0\x01\x02")
found = messages(2)

# --- Another program holds a device.
host = [n for n in os.listdir("/proc/asound") if n.startswith("card") and n[4:].isdigit()
        and os.path.exists(f"/proc/asound/{n}/usbid")][-1][4:]
command("disconnect|nanoKONTROL2")
holder = subprocess.Popen(["amidi", "-p", f"hw:{host},0", "-d"], stdout=subprocess.DEVNULL)
wait_until(lambda: os.system(f"grep -q 'Owner PID' /proc/asound/card{host}/midi0") == 0)
answer = command("connect|nanoKONTROL2")
check("a device that is held elsewhere is named", "held by another program" in answer, answer)
holder.kill()
holder.wait()
check("and is connected once it is free", wait_until(lambda: command("connect|nanoKONTROL2") == "done"))

# --- Unplugged, in the middle of a message, and plugged in again.
nano.send(b"\xF0\x01\x02\x03")
wait_until(lambda: False, 0.05)
nano.unplug()
line = probe.line("disappeared") or ""
check("unplugging is told, of the right one", line.endswith(paths[0]), line)
answer = command(f"send|@{tails[1]}|b0 33 44")
check("the other one goes on", answer == "done" and twin.received(3) == b"\xB0\x33\x44")
nano.replug()
line = probe.line("appeared") or ""
check("plugged in again, it appears", line.split("|")[5:7] == [paths[0], "N-1"], line)
command(f"connect|@{tails[0]}")
nano.send(b"\xB0\x02\x03")
check("and plays again, free of the old message's rest", [fields[4] for fields in messages(1)] == ["b00203"])
for cycle in range(5):
    nano.unplug()
    gone = probe.line("disappeared")
    nano.replug()
    back = probe.line("appeared")
    if not (gone and back):
        break
check("five more times", bool(gone and back))
command(f"connect|@{tails[0]}")

# --- Floods: what the kernel's pool holds comes whole; more than that is counted, and nothing stands still.
nano.send(b"".join(bytes([0xB0, 7, number % 128]) for number in range(1500)))
found = messages(1500)
check("1,500 messages at once arrive in order", [int(fields[4][4:], 16) for fields in found] == [n % 128 for n in range(1500)],
      len(found))
nano.send(b"".join(bytes([0xB0, 7, number % 128]) for number in range(20000)))
seen = len(messages(20000, 1))
probe.tell("statistics")
overruns = int((probe.line("statistics") or "|0").split("|")[1])
check("20,000 at once: nothing is lost without being counted", seen == 20000 or overruns > 0,
      f"{seen} messages, {overruns} overruns")
nano.send(b"\xB0\x08\x55")
check("the newest value arrives after it", [fields[4] for fields in messages(1)] == ["b00855"])

# --- Our output wired to our input.
number = next(line.split(":")[0].split()[-1] for line in
              subprocess.run(["aconnect", "-l"], capture_output=True, text=True).stdout.splitlines() if "'Probe'" in line)
subprocess.run(["aconnect", f"{number}:0", f"{number}:0"], check=True)


def loops():
    probe.tell("statistics")
    return int((probe.line("statistics") or "|0|0|0|0").split("|")[4])


check("a loop through our own port is found and cut", wait_until(loops, 2) >= 1)
wires = subprocess.run(["aconnect", "-l"], capture_output=True, text=True).stdout.split("'Probe'")[1].split("client ")[0]
check("and the wire is out", f"{number}:0" not in wires)

# --- Virtual ports come and go with their module; software ports are told only if asked for.
subprocess.run(["modprobe", "snd-virmidi", "midi_devs=2"], check=True)
names = [(probe.line("appeared") or "").split("|")[1:2] for _ in range(2)]
check("virtual cards are told", all(name and "Virtual Raw MIDI" in name[0] for name in names), names)
subprocess.run(["modprobe", "-r", "snd-virmidi"], check=True)
check("and their going", all(probe.line("disappeared") for _ in range(2)))
check("the card of the device's own side is hidden", card_number("nano") is not None
      and not any("|nano|" in text or "f_midi" in text for text in probe.all))

# --- No sequencer at all.
os.rename("/dev/snd/seq", "/dev/snd/away")
blind = Program(f"{BUILD}/driver-probe", "sequencer")
line = blind.line("error") or ""
check("without a sequencer the error says what to do", "modprobe snd-seq" in line and blind.wait() == 69, line)
os.rename("/dev/snd/away", "/dev/snd/seq")

probe.tell("quit")
check("the probe ends", probe.wait() == 0)
finish()

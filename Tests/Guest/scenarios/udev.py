"""The shipped udev rules under Debian's own systemd-udevd: the mapping's name, the seat's access, no autosuspend."""
import os
import shutil
import subprocess

from guest import HERE, Device, card_number, check, finish, wait_until

RULES = os.environ.get("GAINRIDER_RULES", f"{HERE}/../../../udev/70-gainrider.rules")
# What a power saver would do: put every USB device to sleep. The rules must win over it.
os.makedirs("/etc/udev/rules.d", exist_ok=True)
with open("/etc/udev/rules.d/60-power-saver.rules", "w") as file:
    file.write('ACTION=="add", SUBSYSTEM=="usb", TEST=="power/control", ATTR{power/control}="auto"\n')
# systemd's own rules give all sound devices to the seat; without them, only ours can.
os.symlink("/dev/null", "/etc/udev/rules.d/70-uaccess.rules")
shutil.copy(RULES, "/etc/udev/rules.d/70-gainrider.rules")
daemon = next(path for path in ("/lib/systemd/systemd-udevd", "/usr/lib/systemd/systemd-udevd") if os.path.exists(path))
server = subprocess.Popen([daemon], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
check("systemd-udevd runs", wait_until(lambda: os.path.exists("/run/udev/control")))


def settled(*query):
    subprocess.run(["udevadm", "settle", "--timeout=10"], check=False)
    return subprocess.run(["udevadm", "info", *query], capture_output=True, text=True).stdout.splitlines()


def autosuspend(device):
    with open(f"{device}/power/control") as file:
        return file.read().strip()


def place_of(name):
    """The folder of the plugged USB device with this product name."""
    folder = "/sys/bus/usb/devices"
    for entry in os.listdir(folder):
        if os.path.exists(f"{folder}/{entry}/product") and open(f"{folder}/{entry}/product").read().strip() == name:
            return f"{folder}/{entry}"
    return None


# name, USB id, the mapping that the rules must name (none: a device that nobody has described)
DEVICES = [
    ("nanoKONTROL2", "0x0944", "0x0117", "korg-nanokontrol2"),
    ("X-TOUCH MINI", "0x1397", "0x00b3", "behringer-x-touch-mini"),
    ("MIDI Mix", "0x09e8", "0x0031", "akai-midimix"),
    ("Launch Control XL", "0x1235", "0x0061", "novation-launch-control-xl-mk2"),
    ("Mackie Control", "0x0a73", "0x0006", "mackie-control"),
    ("Unknown Box", "0x1234", "0x5678", None),
]
for number, (name, vendor, product, mapping) in enumerate(DEVICES):
    device = Device(f"device{number}", name=name, vendor=vendor, product=product)
    usb = wait_until(lambda: place_of(name))

    def host_card():
        return next((int(entry[4:]) for entry in os.listdir("/proc/asound") if entry.startswith("card") and entry[4:].isdigit()
                     and os.path.exists(f"/proc/asound/{entry}/usbid")), None)

    wait_until(lambda: host_card() is not None)
    wait_until(lambda: os.path.exists(f"/dev/snd/midiC{host_card()}D0"))
    properties = settled("--query=property", f"--path={usb}")
    found = [line.split("=")[1] for line in properties if line.startswith("GAINRIDER_MAPPING=")]
    check(f"{name}: the USB device is named after its mapping", found == ([mapping] if mapping else []), found)
    check(f"{name}: it is {'kept awake' if mapping else 'left to the power saver'}",
          autosuspend(usb) == ("on" if mapping else "auto"), autosuspend(usb))
    for node in (f"/dev/snd/controlC{host_card()}", f"/dev/snd/midiC{host_card()}D0"):
        lines = settled("--query=all", f"--name={node}")
        found = [line.split("=")[1] for line in lines if line.startswith("E: GAINRIDER_MAPPING=")]
        check(f"{name}: {node} carries the mapping's name", found == ([mapping] if mapping else []), found)
        tags = next((line for line in lines if line.startswith("E: CURRENT_TAGS=")), "")
        check(f"{name}: {node} is {'the seat user’s' if mapping else 'not the seat user’s'}",
              (":uaccess:" in tags) == bool(mapping), tags)
    device.unplug()
    wait_until(lambda: host_card() is None)
check("the device's own side has no mapping", card_number("device0") is None or
      not any("GAINRIDER_MAPPING" in line for line in settled("--query=all", f"--name=/dev/snd/controlC{card_number('device0')}")))
server.terminate()
complaints = [line for line in server.stderr.read().decode().splitlines() if "gainrider" in line]
check("udevd has no complaint about the rules", not complaints, complaints)
finish()

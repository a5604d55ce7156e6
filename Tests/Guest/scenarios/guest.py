"""What the scenarios share: emulated devices, programs that are watched line by line, and the count of what held.

Runs inside the guest, as root of the guest, with Python's standard library alone.
"""
import atexit
import bisect
import glob
import math
import os
import queue
import re
import select
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("GAINRIDER_BUILD", os.path.join(HERE, "../../../.build/release"))
PASSED, FAILED, UNSURE = [], [], []


def check(claim, held, found="", since=None, measured=True):
    """Prints a line for a claim; failures are counted and do not stop the scenario.

    `since`: it is a claim about time, for what happened since that moment. If it does not hold, and this machine stood still for
    a fiftieth of that time or more, nobody can say whose fault it is: it is not judged. Nor is what stalls left no time to measure.
    """
    stood = 0 if held or since is None else watch.lost(since) / (now() - since)
    word, claims = ("holds", PASSED) if held else ("UNSURE", UNSURE) if stood > 0.02 or not measured else ("FAILS", FAILED)
    claims.append(claim)
    found = f"{found}, while this machine stood still for {stood * 100:.0f} % of the time" if word == "UNSURE" else found
    print(f"  {word}  {claim}" + (f": {found}" if found != "" else ""), flush=True)
    return held


def finish(ended=True):
    """Ends the scenario: status 0 only if something was checked and all of it held; 2 if something was not judged, or did not hold and
    this machine stood still meanwhile, so that it is tried again."""
    check("the scenario goes to its end", ended)
    stalls = watch.stalls()
    if stalls:
        print(f"  this machine stood still {len(stalls)} times, {sum(b - a for a, b in stalls) / 1e6:.0f} ms in all", flush=True)
    # For run-tests, which puts several runs together.
    for word, claims in (("held", PASSED), ("unsure", UNSURE), ("failed", FAILED)):
        for claim in claims:
            print(f"  claim|{word}|{claim}")
    print(f"{len(PASSED)} passed, {len(FAILED)} failed, {len(UNSURE)} not judged", flush=True)
    sys.stdout.flush()
    os._exit(0 if PASSED and not FAILED and not UNSURE else 2 if stalls or UNSURE else 1)


def explain(kind, error, trace):
    """An error that nobody expected is a claim that does not hold, with its place: what follows it was not tried."""
    sys.__excepthook__(kind, error, trace)
    print(f"  {kind.__name__}: {error}", flush=True)
    finish(ended=False)


sys.excepthook = explain


def now():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def wait_until(condition, seconds=20.0):
    """The condition's first true value, or its last one after that time."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.005)


def card_number(identifier):
    for entry in os.listdir("/proc/asound"):
        if entry.startswith("card") and entry[4:].isdigit():
            with open(f"/proc/asound/{entry}/id") as file:
                if file.read().strip() == identifier:
                    return int(entry[4:])
    return None


class StallWatch:
    """Times in which this machine ran nothing at all: a busy host, or one that is throttled, holds the guest up for 100 ms and more.

    No driver can play through that, so claims about time are made for the rest. A process ahead of everything but the audio thread
    sleeps for 1 ms at a time and notes when it was woken late.
    """

    def __init__(self):
        self.program = Program("chrt", "-f", "65", f"{BUILD}/driver-probe", "stalls")
        # Both ends of each, rising: one process notes them, one after the other.
        self.begins, self.ends = [], []

    def stalls(self, begin=0, end=None, milliseconds=5.0):
        """(from, to) in nanoseconds, of those of this length that touch the time from `begin` to `end`."""
        for line in self.program.all[len(self.begins):]:
            first, last = map(int, line.split())
            self.begins.append(first)
            self.ends.append(last)
        # A machine that stalls all the time notes thousands, and hundreds of moves are looked up among them.
        among = range(bisect.bisect_left(self.ends, begin), len(self.ends) if end is None else bisect.bisect_right(self.begins, end))
        found = [(self.begins[n], self.ends[n]) for n in among]
        return [(a, b) for a, b in found if b - a > milliseconds * 1e6]

    def lost(self, begin):
        """Nanoseconds since `begin` in which this machine stood still."""
        return sum(b - max(a, begin) for a, b in self.stalls(begin, milliseconds=2.0))

    def quiet(self, begin, end):
        """The longest time between two stalls, as (from, to): any that was noticed, for a small one can make the sound card run dry."""
        edges = [(begin, begin), *self.stalls(begin, end, milliseconds=2.0), (end, end)]
        return max(((a[1], b[0]) for a, b in zip(edges, edges[1:])), key=lambda span: span[1] - span[0])


class Device:
    """USB MIDI hardware made of software; this side plays the hardware."""

    def __init__(self, identifier, **settings):
        self.identifier, self.raw = identifier, None
        self.socket = settings.get("socket", 0)
        arguments = [f"{key}={value}" for key, value in settings.items()]
        subprocess.run([f"{HERE}/../usb-midi-device", "prepare", f"id={identifier}", *arguments], check=True)
        atexit.register(self.close)
        self.replug()

    def _write(self, path, text):
        with open(path, "w") as file:
            file.write(f"{text}\n")

    def _plug_into(self, controller):
        self._write(f"/sys/kernel/config/usb_gadget/{self.identifier}/UDC", controller)

    def close(self):
        if self.raw is not None:
            os.close(self.raw)
            self.raw = None

    def unplug(self):
        """Pulls the plug, and waits until the host's bus has none of it left: what is plugged in next would be taken for it."""
        self.close()
        self._plug_into("")
        wait_until(lambda: not self._seen_by_host(), 5)

    def _hub(self):
        return glob.glob(f"/sys/devices/platform/dummy_hcd.{self.socket}/usb*")[0]

    def _seen_by_host(self):
        return glob.glob(f"{self._hub()}/{os.path.basename(self._hub())[3:]}-1/authorized")

    def replug(self):
        """Plugs in. The hardware listens before the host may talk to it, so that it misses nothing that it is sent."""
        self._write(f"{self._hub()}/authorized_default", 0)
        # The device's own side is a card, too, and would show on the host's sequencer as a second device: nothing takes it there.
        self._write("/sys/bus/snd_seq/drivers_autoprobe", 0)
        self._plug_into(f"dummy_udc.{self.socket}")
        card = wait_until(lambda: card_number(self.identifier))
        wait_until(lambda: os.path.exists(f"/sys/bus/snd_seq/devices/seq-midi-{card}-0"), 5)
        self._write("/sys/bus/snd_seq/drivers_autoprobe", 1)
        path = f"/dev/snd/midiC{card}D0"
        wait_until(lambda: os.path.exists(path))
        self.raw = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        # The kernel keeps what comes only after the first look.
        select.select([self.raw], [], [], 0)
        device = wait_until(self._seen_by_host)
        self._write(device[0], 1)

    def send(self, data, bytes_per_second=None):
        """The hardware sends bytes. Returns when all of them are on their way: the time before the first one."""
        data, begin = bytes(data), now()
        while data:
            select.select([], [self.raw], [], 5)
            data = data[os.write(self.raw, data[:1024]):]
            if bytes_per_second:
                time.sleep(1024 / bytes_per_second)
        return begin

    def received(self, wanted=None, seconds=None):
        """What the hardware got: until `wanted` bytes of it, or until nothing came for `seconds` (2; 20 if bytes are waited for). Meters
        never end while the song plays: where no number is wanted, two seconds are enough for all that was there to be sent."""
        data, seconds = b"", seconds or (2.0 if wanted is None else 20.0)
        end = time.monotonic() + (seconds + 2.0 if wanted is None else math.inf)
        while time.monotonic() < end and select.select([self.raw], [], [], seconds)[0]:
            data += os.read(self.raw, 65536)
            if wanted is not None and len(data) >= wanted:
                break
        return data


def motors(data):
    """The last position that each motor fader got: channel 1…9 → 0…16383."""
    found = {}
    for place in re.finditer(rb"[\xe0-\xe8][\x00-\x7f][\x00-\x7f]", data):
        status, low, high = place.group()
        found[status - 0xE0 + 1] = high << 7 | low
    return found


def passed_over(lines):
    """Values of floods that `mix` has heard and passed over, by what it says of them."""
    return sum(int(count) for count in re.findall(r"(\d+) values were passed over", "\n".join(lines)))


class Program:
    """A program whose lines of output are read as they come."""

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, **environment})
        self.lines, self.all = queue.Queue(), []
        threading.Thread(target=self._read, daemon=True).start()
        atexit.register(self.kill)

    def _read(self):
        for line in self.process.stdout:
            text = line.decode(errors="replace").rstrip("\n")
            # The device's own side is on the sequencer for a moment, until it is taken off there.
            if "|f_midi|" in text:
                continue
            self.all.append(text)
            self.lines.put(text)
        self.lines.put(None)

    def tell(self, line):
        self.process.stdin.write((line + "\n").encode())
        self.process.stdin.flush()

    def line(self, prefix="", seconds=20.0):
        """The next line that starts so, or in one of several ways; others are passed over. None: it did not come in time."""
        end = time.monotonic() + seconds
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                return None
            if line is None:
                self.lines.put(None)
                return None
            if line.startswith(prefix):
                return line

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=10.0):
        """The exit status; None if it goes on."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


# Last, since it is a program.
watch = StallWatch()

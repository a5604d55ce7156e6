"""What the console page costs, on a release build: make bench-page.

The program plays against the system's clock; pages are read by a real browser and by plain clients. Each figure has the bar that it is
measured by. What the system withheld from a late block is the program's own word (`mix --verbose`).
"""

import argparse
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
os.environ.setdefault("GAINRIDER", os.path.join(ROOT, ".build/release/gainrider"))
sys.path[:0] = [HERE, os.path.join(ROOT, "Tests/Browser")]

from mixer import Client, Mix, run, stem  # noqa: E402
from webdriver import Browser, wait  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")


class Song:
    """A session of so many strips that share some stems, and the program that plays it in a loop."""

    def __init__(self, strips, *options):
        self.folder = tempfile.mkdtemp(prefix="gainrider-bench-page-")
        for number in range(1, min(strips, 8) + 1):
            stem(f"{self.folder}/sounds/{number}.wav", seconds=20, seed=number, level=0.05)
        os.makedirs(f"{self.folder}/stems")
        for number in range(1, strips + 1):
            os.link(f"{self.folder}/sounds/{(number - 1) % 8 + 1}.wav", f"{self.folder}/stems/{number:03}.wav")
        run("new", "Song", "stems", folder=self.folder)
        self.mix = Mix(self.folder, "Song", "--verbose", *options)
        client = Client(self.mix)
        for number, order in enumerate([{"loop": [0, 18 * 48_000]}, {"do": "/transport/play"}]):
            client.send({**order, "id": number})
            if "refused" in (reply := client.text("reply")):
                raise SystemExit(reply["refused"])
        client.close()

    def close(self):
        """Ends it; what it has said."""
        code = self.mix.leave()
        said = self.mix.said
        shutil.rmtree(self.folder, ignore_errors=True)
        if code:
            raise SystemExit(f"gainrider mix: {code}\n{said}")
        return said

    def threads(self):
        """Seconds of processor by the names of the threads."""
        folder = f"/proc/{self.mix.process.pid}/task"
        used = {}
        for task in os.listdir(folder):
            try:
                with open(f"{folder}/{task}/stat") as file:
                    line = file.read()
            except OSError:
                continue
            name = line[line.index("(") + 1:line.rindex(")")]
            fields = line.rsplit(")", 1)[1].split()
            if int(task) == self.mix.process.pid:
                name = "desk"
            elif name == "gainrider":
                name += f" {task} nice {fields[16]}"
            used[name] = used.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICK
        return used

    def share(self, seconds):
        """Hundredths of a core over so many seconds, by thread."""
        before, begun = self.threads(), time.monotonic()
        time.sleep(seconds)
        passed = time.monotonic() - begun
        return {name: (used - before.get(name, 0)) / passed * 100 for name, used in self.threads().items()}


class Reader:
    """Clients that read whatever comes, on a thread of their own."""

    def __init__(self, clients):
        self.clients = clients
        self.bytes = 0
        self.pictures = 0
        self.mustStop = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        import select
        while not self.mustStop:
            for ready in select.select([client.socket for client in self.clients], [], [], 0.2)[0]:
                self.bytes += len(ready.recv(262_144))
                self.pictures += 1

    def stop(self):
        self.mustStop = True
        self.thread.join()
        for client in self.clients:
            client.close()


def one_client(seconds):
    """Hundredths of a core that the program takes more for one client at 60 Hz, 64 strips playing."""
    song = Song(64)
    try:
        time.sleep(2)
        alone = song.share(seconds)
        client = Client(song.mix)
        client.send({"watch": ["/strip/1"], "rate": 60})
        reader = Reader([client])
        time.sleep(1)
        before = reader.pictures
        looked = song.share(seconds)
        rate = (reader.pictures - before) / seconds
        reader.stop()
    finally:
        song.close()
    more = {name: looked[name] - alone.get(name, 0) for name in looked}
    print("    more by thread: " + ", ".join(f"{name} {share:.2f}" for name, share in sorted(more.items(), key=lambda one: -one[1]) if abs(share) > 0.05))
    print(f"    {rate:.0f} pictures a second")
    return sum(looked.values()) - sum(alone.values())


def frames_of(browser, seconds, script=""):
    """Milliseconds of the page's main thread a frame, frames a second, and the longest gap between two frames in ms."""
    browser.cdp("Performance.enable", timeDomain="threadTicks")

    def metrics():
        return {one["name"]: one["value"] for one in browser.cdp("Performance.getMetrics")["metrics"]}

    before = metrics()
    found = browser.run_async(
        """
        const [seconds, script, done] = arguments
        const each = script ? new Function('time', script) : () => {}
        let frames = 0, worst = 0, last = performance.now()
        const begun = last
        const frame = time => {
          const now = performance.now()
          worst = Math.max(worst, now - last)
          last = now
          frames++
          each((now - begun) / 1000)
          if (now - begun < seconds * 1000) requestAnimationFrame(frame)
          else done({ frames, worst, seconds: (now - begun) / 1000 })
        }
        requestAnimationFrame(frame)""", seconds, script)
    after = metrics()
    used = {name: (after[name] - before[name]) * 1000 / found["frames"] for name in ["TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"]}
    print("    a frame: " + ", ".join(f"{name[:-8].lower()} {value:.2f} ms" for name, value in used.items())
          + f"; {found['frames'] / found['seconds']:.1f} frames/s, longest gap {found['worst']:.0f} ms")
    return used["TaskDuration"], found["frames"] / found["seconds"], found["worst"]


def page_of(strips, seconds, width=1920, height=1080, script=""):
    song = Song(strips)
    browser = Browser(width, height)
    try:
        browser.open(song.mix.link)
        wait("the console", lambda: browser.run("return document.querySelectorAll('.rail .strip:not([hidden])').length > 5"), 20)
        time.sleep(2)
        return frames_of(browser, seconds, script)
    finally:
        browser.close()
        song.close()


def crowd(seconds):
    """Late blocks at 64 frames that the system was not to blame for: ten clients, one stalled, one that floods."""
    song = Song(64, "--period", "64", "--periods", "2")
    stalled = Client(song.mix)
    stalled.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    clients = [Client(song.mix) for _ in range(8)]
    for client in clients:
        client.send({"watch": ["/strip/1", "/monitor"], "rate": 60})
    reader = Reader(clients)
    flooding = Client(song.mix)
    text = json.dumps({"set": {"/strip/2/fader": -20}, "touch": True}).encode()
    frame = bytes([0x81, 0x80 | len(text)]) + bytes(4) + text
    flooding.socket.setblocking(False)
    sent, begun, rest = 0, time.monotonic(), b""
    while (passed := time.monotonic() - begun) < seconds:
        due = int(passed * 10_000) * len(frame) - sent
        if due > 0:
            if not rest:
                rest = frame * max(1, min(1000, due // len(frame)))
            try:
                count = flooding.socket.send(rest)
                sent += count
                rest = rest[count:]
            except BlockingIOError:
                time.sleep(0.002)
            except ConnectionError:
                break
        time.sleep(0.002)
    alive = Client(song.mix)
    alive.send({"do": "/strip/1/fader = -3 dB", "id": 1})
    alive.text("reply")
    alive.close()
    refusals = song.mix.ask("refusals")
    reader.stop()
    flooding.close()
    stalled.close()
    said = song.close()
    line = next(line for line in said.splitlines() if " blocks, " in line)
    late = int(re.search(r"([0-9]+) xruns?", line)[1])
    bySystem = int(found[1]) if (found := re.search(r"\(([0-9]+) because the system", line)) else 0
    print(f"    {line}")
    print(f"    {sent / len(frame) / seconds:.0f} messages/s taken from the one who floods; counted: {refusals}")
    return late - bySystem


def long_messages(seconds):
    """Milliseconds for which one client is told nothing while another sends messages as long as they may be."""
    song = Song(8)
    other, watcher = Client(song.mix), Client(song.mix)
    watcher.text("state")
    units = ["1,", "[],", '{"a":1},', '"/strip/1/fader",']
    reader = Reader([other])
    worst, last, begun, count = 0.0, time.monotonic(), time.monotonic(), 0
    # Ready to be sent: making them must not hold up the one who watches.
    texts = [('{"do": [' + unit * (500_000 // len(unit)) + "1]}").encode() for unit in units]
    frames = [bytes([0x81, 0xFF]) + len(text).to_bytes(8, "big") + bytes(4) + text for text in texts]
    sending = threading.Thread(daemon=True, target=lambda: [other.socket.sendall(frame) for _ in range(int(seconds)) for frame in frames])
    sending.start()
    while time.monotonic() - begun < seconds and watcher.read(5):
        now = time.monotonic()
        worst, last, count = max(worst, now - last), now, count + 1
    print(f"    {count / seconds:.0f} messages a second told")
    reader.mustStop = True
    watcher.close()
    song.close()
    return worst * 1000


CASES = {
    "client": ("one client at 60 Hz, 64 strips: the program's share of a core, %", 3.0, lambda seconds: one_client(seconds)),
    "frame": ("the page, 64 strips at 60 Hz: main thread a frame, ms", 4.0, lambda seconds: page_of(64, seconds)[0]),
    "scroll": ("256 strips scrolled: missing of 60 frames a second", 3.0, lambda seconds: 60 - page_of(
        256, seconds, script="const s = document.querySelector('.scroller'); s.scrollLeft = (s.scrollWidth - s.clientWidth) * (0.5 - 0.5 * Math.cos(time * 0.8))")[1]),
    "long": ("another client sends 512 KiB at a time: longest silence, ms", 300.0, lambda seconds: long_messages(seconds)),
    "crowd": ("ten clients, one stalled, one flooding, 64 frames: late blocks not by the system", 0.0, lambda seconds: crowd(seconds)),
}


def main():
    parser = argparse.ArgumentParser(prog="make bench-page", description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="client, frame, scroll, long, crowd; all if not given")
    parser.add_argument("--seconds", type=float, default=20, help="of each measurement")
    options = parser.parse_args()
    failed = False
    for name in options.cases or CASES:
        title, bar, measure = CASES[name]
        print(f"{title} (at most {bar:g})", flush=True)
        found = measure(options.seconds)
        failed |= found > bar
        print(f"  {name}: {found:.2f}  {'holds' if found <= bar else 'FAILS'}", flush=True)
    sys.exit(1 if failed else 0)


main()

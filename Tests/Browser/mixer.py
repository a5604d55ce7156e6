"""The real program, and a client of its remote interface: WebSocket (RFC 6455) by the standard library."""

import base64
import json
import os
import select
import signal
import socket
import struct
import subprocess
import time
import urllib.request
import wave
from array import array

from webdriver import Failure, wait

PROGRAM = os.path.abspath(os.environ.get("GAINRIDER", ".build/debug/gainrider"))


def run(*words, folder="."):
    done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise Failure(f"gainrider {' '.join(words)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def stem(path, seconds=8.0, seed=1, rate=48_000, level=0.25):
    """Noise with a beat in it, the same in every run."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    frames = int(seconds * rate)
    samples = array("h", bytes(4 * frames))
    state = seed * 7919 + 1
    for frame in range(frames):
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        swell = 1 - (frame % (rate // 2)) / (rate / 2) * 0.8
        sample = int(((state >> 8) % 65536 - 32768) * level * swell)
        samples[2 * frame] = sample
        samples[2 * frame + 1] = sample if seed % 2 else -sample // 2
    with wave.open(path, "wb") as file:
        file.setparams((2, 2, rate, frames, "NONE", ""))
        file.writeframes(samples.tobytes())


class Mix:
    """`gainrider mix SONG`, on a machine without sound."""

    def __init__(self, folder, song="Song", *options, port=0):
        self.folder = folder
        self.log = os.path.join(folder, f"mix-{time.monotonic_ns()}.log")
        self.output = open(self.log, "w")
        self.process = subprocess.Popen(
            [PROGRAM, "mix", song, "--device", "none", "--page-port", str(port), *options], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=self.output, stderr=subprocess.STDOUT, env={**os.environ, "XDG_CONFIG_HOME": os.path.join(folder, "config")})
        self.link = wait("the page's link", self._link, 30)
        self.host, self.token = self.link[len("http://"):].split("/#")
        self.port = int(self.host.rsplit(":", 1)[1])

    def _link(self):
        if self.process.poll() is not None:
            raise Failure(f"gainrider mix has ended: {self.said}")
        return next((line.split("page: ")[1].strip() for line in self.said.splitlines() if line.startswith("page: ")), None)

    @property
    def said(self):
        with open(self.log) as file:
            return file.read()

    def leave(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        self.output.close()
        return self.process.returncode

    def ask(self, question, raw=False):
        request = urllib.request.Request(f"http://{self.host}/api/{question}", headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read() if raw else json.load(answer)

    def cpu(self):
        """Seconds of processor that the program has used."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Client:
    """A program that speaks to the mixer: Docs/Remote.md in Python."""

    def __init__(self, mix, token=None, **headers):
        self.socket = socket.create_connection(("127.0.0.1", mix.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            "Host": mix.host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13",
            "Authorization": f"Bearer {mix.token if token is None else token}", **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self.socket.sendall(("GET /socket HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n").encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            more = self.socket.recv(4096)
            if not more:
                break
            self.buffer += more
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        self.status = int(head.split()[1]) if head else 0
        if self.status != 101:
            self.close()

    def close(self):
        self.socket.close()

    def send(self, message):
        self.frame(0x81, json.dumps(message).encode())

    def frame(self, first, payload):
        mask = b"\x11\x22\x33\x44"
        size = len(payload)
        head = bytes([first, 0x80 | size]) if size < 126 else bytes([first, 0x80 | 126]) + struct.pack(">H", size) if size < 65536 else bytes([first, 0x80 | 127]) + struct.pack(">Q", size)
        self.socket.sendall(head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload)))

    def read(self, seconds=5.0):
        """The next message: (code, payload); `None` at the end of the connection or after `seconds`."""
        end = time.monotonic() + seconds
        while True:
            frame = self._parse()
            if frame:
                return frame
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return None
            try:
                more = self.socket.recv(65536)
            except OSError:
                return None
            if not more:
                return None
            self.buffer += more

    def _parse(self):
        if len(self.buffer) < 2:
            return None
        size, start = self.buffer[1] & 127, 2
        if size == 126:
            if len(self.buffer) < 4:
                return None
            size, start = struct.unpack(">H", self.buffer[2:4])[0], 4
        elif size == 127:
            if len(self.buffer) < 10:
                return None
            size, start = struct.unpack(">Q", self.buffer[2:10])[0], 10
        if len(self.buffer) < start + size:
            return None
        payload, code = self.buffer[start:start + size], self.buffer[0] & 15
        self.buffer = self.buffer[start + size:]
        return code, payload

    def text(self, wanted, seconds=5.0):
        """The next JSON message that has a key."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            frame = self.read(max(0.01, end - time.monotonic()))
            if frame is None:
                break
            if frame[0] == 1:
                message = json.loads(frame[1])
                if wanted in message:
                    return message
        raise Failure(f"no message with {wanted} within {seconds:g} s")

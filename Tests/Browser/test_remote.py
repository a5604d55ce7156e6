"""The remote interface (Docs/Remote.md): what a program may do, and what nobody may."""

import cmath
import json
import math
import os
import shutil
import socket
import struct
import tempfile
import time
import unittest
import wave
from array import array

from mixer import Client, Mix, run, stem
from webdriver import wait


class Stage(unittest.TestCase):
    strips = 2

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="gainrider-remote-")
        for number in range(1, cls.strips + 1):
            stem(f"{cls.folder}/stems/{number}.wav", seconds=4, seed=number)
        run("new", "Song", "stems", folder=cls.folder)
        cls.mix = Mix(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.mix.leave()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def raw(self, data, wait_for_end=True, seconds=8):
        """Sends bytes and reads until the other side ends the connection."""
        with socket.create_connection(("127.0.0.1", self.mix.port), timeout=seconds) as line:
            answer = b""
            try:
                line.sendall(data)
                while wait_for_end:
                    more = line.recv(65536)
                    if not more:
                        break
                    answer += more
            except (ConnectionResetError, BrokenPipeError):
                pass
            return answer

    def get(self, path, host=None, token=None, **headers):
        lines = [f"GET {path} HTTP/1.1", f"Host: {host or self.mix.host}"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        answer = self.raw(("\r\n".join(lines) + "\r\n\r\n").encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]) if head else 0, head.decode(), body

    def counts(self):
        return self.mix.ask("refusals")

    def alive(self):
        """The program still does what it is told."""
        client = Client(self.mix)
        client.send({"set": {"/strip/1/fader": "-12 dB"}, "id": 1})
        self.assertNotIn("refused", client.text("reply"))
        client.close()
        self.assertIsNone(self.mix.process.poll())


class Orders(Stage):
    def test_a_hand_of_a_program_is_told_what_it_has_done(self):
        client = Client(self.mix)
        self.assertEqual(client.text("gainrider")["gainrider"], 1)
        state = client.text("state")["state"]
        self.assertEqual([node["address"] for node in state["nodes"]], ["/strip/1", "/strip/2", "/master"])
        client.send({"watch": ["/strip/2/fader"], "id": 1})
        client.text("values")
        client.send({"set": {"/strip/2/fader": "-6.5 dB"}, "touch": True})
        wait("its value", lambda: abs(client.text("values")["values"]["/strip/2/fader"] + 6.5) < 1e-4)
        client.send({"release": ["/strip/2/fader"], "id": 2})
        self.assertEqual(client.text("reply")["reply"], 2)
        client.close()

    def test_a_mistake_is_answered_as_check_would_say_it(self):
        client = Client(self.mix)
        client.send({"do": "/strip/1/fadr = -3 dB", "id": 9})
        message = client.text("refused")
        self.assertEqual(message["reply"], 9)
        self.assertIn("fader", message["refused"])
        client.send({"do": "/strip/99/fader = -3 dB", "id": 10})
        self.assertIn("this session has no /strip/99/fader", client.text("refused")["refused"])
        client.close()

    def test_hands_let_go_when_their_client_is_cut_off(self):
        self.mix.ask("state")
        client = Client(self.mix)
        other = Client(self.mix)
        other.text("state")
        client.send({"do": ["/strip/1/mode = latch"], "id": 1})
        client.text("reply")
        client.send({"touch": ["/strip/1/fader"], "id": 2})
        client.text("reply")
        wait("the touch", lambda: any(state["state"] == "touching" for state in self.mix.ask("state")["state"]["states"]))
        client.socket.close()
        wait("the release", lambda: self.mix.ask("state")["state"]["states"] == [])
        other.close()

    def test_the_example_of_the_document_rides_a_fader(self):
        root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
        with open(os.path.join(root, "Docs/Remote.md")) as file:
            example = file.read().split("```python\n")[1].split("```")[0]
        self.assertLessEqual(len([line for line in example.splitlines() if line.strip()]), 12)
        asked = {}

        class Fake:
            """The websocket-client package, as far as the example uses it."""

            @staticmethod
            def create_connection(link, header):
                asked["link"], asked["header"] = link, header
                client = Client(self.mix)
                client.send_text = client.frame
                return type("Socket", (), {
                    "send": lambda _, text: client.frame(0x81, text.encode()), "recv": lambda _: client.read()[1], "close": lambda _: client.close()})()

        text = example.replace(", websocket ", " ").replace("LINK", self.mix.link)
        exec(compile(text, "Docs/Remote.md", "exec"), {"websocket": Fake, "__name__": "example"})
        self.assertEqual(asked["link"], f"ws://{self.mix.host}/socket")
        wait("the ride's end", lambda: self.mix.ask("values?of=/strip/1")["/strip/1/fader"] == "-6 dB")


class Door(Stage):
    """Whoever has not read the link comes no further than the page's own files."""

    def test_no_token_and_wrong_tokens(self):
        before = self.counts()["tokens"]
        for token in [None, "", "x" * 26, self.mix.token[:-1], self.mix.token + "a", self.mix.token.upper()]:
            self.assertEqual(self.get("/api/state", token=token)[0], 401)
            self.assertEqual(Client(self.mix, token=token or "").status, 401)
        self.assertEqual(self.counts()["tokens"], before + 12)
        self.assertEqual(self.get("/api/state", token=self.mix.token)[0], 200)

    def test_wrong_hosts_and_origins(self):
        before = self.counts()
        for host in ["evil.example", f"evil.example:{self.mix.port}", "127.0.0.1", f"127.0.0.1:{self.mix.port}.evil.example"]:
            self.assertEqual(self.get("/", host=host)[0], 421)
        for origin in ["http://evil.example", "null", f"https://{self.mix.host}"]:
            self.assertEqual(self.get("/api/state", token=self.mix.token, Origin=origin)[0], 403)
            self.assertEqual(Client(self.mix, Origin=origin).status, 403)
        after = self.counts()
        self.assertEqual(after["hosts"] - before["hosts"], 4)
        self.assertEqual(after["origins"] - before["origins"], 6)

    def test_no_path_leaves_the_table(self):
        for path in ["/../Package.swift", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/assets/../../etc/passwd", "//etc/passwd", "/main.js/..", "/socket/../main.js"]:
            self.assertEqual(self.get(path)[0], 404, path)
        for question in ["mapping?id=../../etc/passwd", "mapping?id=%2e%2e%2fpasswd", "waveform?strip=0", "waveform?strip=-1", "lane?address=/strip/999/fader", "lane?address=junk"]:
            self.assertEqual(self.get("/api/" + question, token=self.mix.token)[0], 404, question)

    def test_the_page_may_load_nothing_from_elsewhere(self):
        _, head, _ = self.get("/")
        self.assertIn("default-src 'none'", head)
        self.assertIn(f"connect-src 'self' ws://{self.mix.host}", head)
        self.assertIn("frame-ancestors 'none'", head)
        self.assertNotIn("unsafe", head)

    def test_nothing_listens_beyond_loopback(self):
        with open(f"/proc/{self.mix.process.pid}/net/tcp") as file:
            rows = [line.split() for line in file.readlines()[1:]]
        listening = [row[1] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == self.mix.port]
        self.assertEqual(listening, ["0100007F:%04X" % self.mix.port])


class Abuse(Stage):
    """Junk, floods and silence: refused, counted, and nothing else happens."""

    def test_junk_instead_of_http(self):
        before = self.counts()["heads"]
        for junk in [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"\x00" * 100, b"GET / HTTP/9\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789"]:
            self.assertIn(b"400", self.raw(junk)[:20])
        self.assertEqual(self.counts()["heads"], before + 4)
        self.alive()

    def test_a_head_without_end(self):
        self.assertIn(b"431", self.raw(b"GET / HTTP/1.1\r\nHost: " + b"a" * 20_000)[:20])
        self.alive()

    def test_half_open_sockets_are_closed_and_hold_nobody_up(self):
        before = self.counts()["heads"]
        lines = [socket.create_connection(("127.0.0.1", self.mix.port)) for _ in range(40)]
        for line in lines:
            line.sendall(b"GET / HTT")
        self.alive()
        wait("their end", lambda: self.counts()["heads"] >= before + 40, 12)
        for line in lines:
            line.close()

    def test_ten_thousand_connections(self):
        opened = []
        refused = 0
        for _ in range(10_000):
            try:
                line = socket.create_connection(("127.0.0.1", self.mix.port), timeout=5)
                opened.append(line)
                if len(opened) > 200:
                    opened.pop(0).close()
            except OSError:
                refused += 1
        descriptors = len(os.listdir(f"/proc/{self.mix.process.pid}/fd"))
        self.assertLess(descriptors, 200)
        self.alive()
        for line in opened:
            line.close()
        self.assertGreater(self.counts()["connections"], 1000)

    def test_messages_that_no_client_may_send(self):
        cases = {
            1009: [(0x81, b"a" * 10_000_000)],
            1002: [(0xC1, b"{}"), (0x83, b"{}"), (0x80, b"{}"), (0x89, b"x" * 126)],
            1003: [(0x82, b"bytes")],
            1007: [(0x81, b"\xc3\x28")],
        }
        before = self.counts()["messages"]
        count = 0
        for code, frames in cases.items():
            for first, payload in frames:
                client = Client(self.mix)
                try:
                    client.frame(first, payload)
                except OSError:
                    pass
                while (frame := client.read(5)) and frame[0] != 8:
                    pass
                # Who sends ten megabytes may find the connection closed before the reason comes.
                if frame:
                    self.assertEqual(struct.unpack(">H", frame[1][:2])[0], code, first)
                client.close()
                count += 1
        self.assertEqual(self.counts()["messages"], before + count)
        self.alive()

    def test_junk_in_messages_is_refused_word_by_word(self):
        client = Client(self.mix)
        before = self.counts()["messages"]
        for text in ["junk", "[" * 5000, json.dumps({"do": "x" * 10_000}), '{"set": 3}', '{"touch": {"a": 1}}', '{"lane": []}', '{"loop": [1e300, 2e300]}', '{"id": 1e400}']:
            client.frame(0x81, text.encode())
            client.text("refused")
        self.assertEqual(self.counts()["messages"], before + 8)
        client.close()
        self.alive()

    def test_one_who_floods_and_one_who_never_reads_hold_nobody_up(self):
        flooding, stalled, good = Client(self.mix), Client(self.mix), Client(self.mix)
        stalled.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        order = json.dumps({"set": {"/strip/2/fader": -20}, "touch": True}).encode()
        mask = b"\0\0\0\0"
        frame = bytes([0x81, 0x80 | len(order)]) + mask + order
        flooding.socket.setblocking(False)
        end = time.monotonic() + 3
        sent = 0
        answers = []
        while time.monotonic() < end:
            try:
                sent += flooding.socket.send(frame * 500)
            except BlockingIOError:
                time.sleep(0.005)
            if time.monotonic() > end - 3 + 0.3 * (len(answers) + 1):
                begun = time.monotonic()
                good.send({"do": "/strip/1/fader = -3 dB", "id": len(answers)})
                good.text("reply")
                answers.append(time.monotonic() - begun)
        self.assertGreater(sent / len(frame), 10_000)
        self.assertLess(max(answers), 1.5)
        self.assertGreater(self.counts()["floods"], 0)
        for client in (flooding, stalled, good):
            client.close()
        self.alive()


class Curve(Stage):
    """What the page draws of an equaliser is what a bounce has."""

    strips = 1

    def test_the_curve_is_the_bounced_response(self):
        with wave.open(f"{self.folder}/impulse.wav", "wb") as file:
            file.setparams((1, 2, 48_000, 48_000, "NONE", ""))
            file.writeframes(array("h", [16_384] + [0] * 47_999).tobytes())
        run("new", "Impulse", "impulse.wav", folder=self.folder)
        mix = Mix(self.folder, "Impulse")
        client = Client(mix)
        client.send({"id": 1, "do": [
            "/strip/1/eq/on = on", "/strip/1/eq/1/gain = 6 dB", "/strip/1/eq/2/gain = -9 dB", "/strip/1/eq/3/gain = 7 dB", "/strip/1/eq/3/q = 3",
            "/strip/1/eq/4/gain = 10 dB", "/strip/1/eq/4/frequency = 12 kHz", "/strip/1/hpf/on = on", "/strip/1/hpf/frequency = 60 Hz"]})
        for _ in range(9):
            self.assertNotIn("refused", client.text("reply"))
        client.close()
        wait("the curve", lambda: max(mix.ask("curves?of=/strip/1")["equalizer"]) > 5)
        curve = mix.ask("curves?of=/strip/1")
        mix.leave()
        run("bounce", "Impulse", "--wav", "impulse-mix.wav", folder=self.folder)
        with open(f"{self.folder}/impulse-mix.wav", "rb") as file:
            data = file.read()
        at = data.index(b"data") + 8
        samples = array("f", data[at:at + (len(data) - at) // 8 * 8])[::2][:32_768]

        def level(hertz):
            turn = cmath.exp(-2j * math.pi * hertz / 48_000)
            total, power = 0j, 1 + 0j
            for sample in samples:
                total += sample * power
                power *= turn
            return 20 * math.log10(abs(total))

        drawn = dict(zip(curve["frequencies"], (a + b for a, b in zip(curve["equalizer"], curve["filters"]))))
        places = [hertz for index, hertz in enumerate(curve["frequencies"]) if index % 12 == 0 and hertz > 30]
        # Where no stage acts the strip's own gain is what is left: found at a place where the curve is nearest to nothing.
        still = min(places, key=lambda hertz: abs(drawn[hertz]))
        rest = level(still) - drawn[still]
        worst = max(abs(level(hertz) - rest - drawn[hertz]) for hertz in places)
        self.assertLess(worst, 0.1)


if __name__ == "__main__":
    unittest.main(verbosity=2)

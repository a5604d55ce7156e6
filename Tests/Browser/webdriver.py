"""A browser, driven by WebDriver over HTTP (W3C recommendation). No more of it than the tests need; standard library alone."""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"up": "\ue013", "down": "\ue015", "left": "\ue012", "right": "\ue014", "enter": "\ue007", "escape": "\ue00c", "home": "\ue011"}


class Failure(AssertionError):
    pass


def wait(what, condition, seconds=10.0):
    """Asks again until `condition` gives something true, and returns that."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Failure(f"waited {seconds:g} s in vain for: {what}")
        time.sleep(0.02)


class Browser:
    """One window of a headless chromium."""

    def __init__(self, width=1280, height=720, light=False):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        driver = shutil.which("chromedriver")
        chromium = shutil.which("chromium")
        if not driver or not chromium:
            raise SystemExit("chromium and chromium-driver are missing: apt-get install chromium chromium-driver")
        self.process = subprocess.Popen([driver, f"--port={port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        wait("chromedriver", self._is_ready, 20)
        arguments = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", f"--window-size={width},{height}"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        if not light:
            arguments.append("--force-dark-mode")
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = "/session/" + answer["sessionId"]
        self.resize(width, height)

    def _is_ready(self):
        try:
            return self._call("GET", "/status")["ready"]
        except (OSError, urllib.error.URLError):
            return False

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Failure(json.load(error)["value"]["message"]) from None

    def close(self):
        try:
            self._call("DELETE", self.session)
        finally:
            self.process.terminate()
            self.process.wait()

    def resize(self, width, height, isTouched=False):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.cdp("Emulation.setTouchEmulationEnabled", enabled=isTouched, maxTouchPoints=5)

    def cdp(self, command, **parameters):
        return self._call("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def scheme(self, name):
        """`dark` or `light`, as the user prefers it."""
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def open(self, link):
        self._call("POST", self.session + "/url", {"url": "about:blank"})
        self._call("POST", self.session + "/url", {"url": link})

    def run(self, script, *arguments):
        return self._call("POST", self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        return self._call("POST", self.session + "/execute/async", {"script": script, "args": list(arguments)})

    def errors(self):
        log = self._call("POST", self.session + "/se/log", {"type": "browser"})
        return [entry["message"] for entry in log if entry["level"] in ("SEVERE", "WARNING")]

    def box(self, selector, index=0):
        found = self.run(
            "const e = document.querySelectorAll(arguments[0])[arguments[1]]; if (!e) return null;"
            "const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]", selector, index)
        if not found:
            raise Failure(f"there is no {selector} number {index}")
        return found

    def click(self, selector, index=0):
        x, y, width, height = self.box(selector, index)
        self.drag([(x + width / 2, y + height / 2)])

    def drag(self, points, milliseconds=0, hold=0):
        """Presses at the first point, moves over the others, lets go at the last."""
        actions = [{"type": "pointerMove", "duration": 0, "x": round(points[0][0]), "y": round(points[0][1])}, {"type": "pointerDown", "button": 0}]
        for x, y in points[1:]:
            actions.append({"type": "pointerMove", "duration": milliseconds // max(1, len(points) - 1), "x": round(x), "y": round(y)})
        if hold:
            actions.append({"type": "pause", "duration": hold})
        actions.append({"type": "pointerUp", "button": 0})
        self.actions([{"type": "pointer", "id": "mouse", "actions": actions}])

    def actions(self, sources):
        self._call("POST", self.session + "/actions", {"actions": sources})

    def keys(self, *names):
        actions = []
        for name in names:
            key = KEYS.get(name, name)
            actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.actions([{"type": "key", "id": "keys", "actions": actions}])

    def type(self, text):
        self.keys(*text)

    def clip(self, x, y, width, height):
        """A part of what is shown, as a PNG picture."""
        clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
        return base64.b64decode(self.cdp("Page.captureScreenshot", format="png", clip=clip)["data"])

    def picture(self, path, grey=False):
        if grey:
            self.run("document.documentElement.style.filter = 'grayscale(1)'")
        data = base64.b64decode(self._call("GET", self.session + "/screenshot"))
        if grey:
            self.run("document.documentElement.style.filter = ''")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

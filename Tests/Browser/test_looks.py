"""How the page looks, to eyes and to screen readers."""

import os
import shutil
import time
import unittest

from mixer import Client
from picture import greys
from stage import PICTURES, VIEWS, Stage
from webdriver import wait

# Width, height, and whether fingers are on it.
SIZES = [(1280, 720, False), (1920, 1080, False), (768, 1024, True)]


class Looks(Stage):
    """Pictures of every view, in three sizes, dark, light and grey. They are for eyes; that nothing sticks out is tested."""

    LEVELS = [-4, -7.5, -12, -5, -9, -11, -6, -14]
    PANS = ["centre", "centre", "R30", "centre", "L40", "R45", "centre", "L20"]

    @classmethod
    def setUpClass(cls):
        """A mix with something in every view: balanced below full scale, the vocal automated, equalised and compressed."""
        super().setUpClass()
        client = Client(cls.mix)
        client.send({"id": 1, "do": [f"/strip/{strip + 1}/fader = {level} dB" for strip, level in enumerate(cls.LEVELS)]
                     + [f"/strip/{strip + 1}/pan = {pan}" for strip, pan in enumerate(cls.PANS)]
                     + ["/master/fader = -3 dB", "/strip/7/select", "/strip/7/eq/on = on", "/strip/7/eq/2/gain = -4 dB", "/strip/7/eq/3/gain = 5 dB",
                        "/strip/7/comp/on = on", "/strip/7/comp/threshold = -24 dB"]})
        client.send({"lane": {"address": "/strip/7/fader", "from": 0, "to": 380_000, "points": [[0, -6], [120_000, -3], [200_000, -8], [380_000, -4]]}, "id": 2})
        client.send({"revision": {"keep": "Mix 1", "note": "before the ride"}, "id": 3})
        replies = []
        wait("a mix", lambda: (replies.append(client.text("reply")), replies[-1]["reply"] == 3)[1])
        client.close()
        # The shape of the sound is there when the lanes are looked at.
        wait("the waveform", lambda: cls.mix.ask("waveform?strip=7", raw=True))
        assert not any("refused" in reply for reply in replies), replies

    def test_nothing_sticks_out_or_is_cut_off_or_is_too_small_for_a_finger(self):
        self.order("/strip/7/mode = touch", "/transport/play")
        self.assertTrue(self.browser.run("return document.getElementById('clipped').hidden"))
        for width, height, isTouched in SIZES:
            self.browser.resize(width, height, isTouched)
            least = 26 if isTouched else 14
            for view in VIEWS:
                self.link_to(view)
                time.sleep(0.3)
                self.browser.picture(f"{PICTURES}/{view}-{width}x{height}.png")
                for what, condition in [
                    ("sticks out", "!e.closest('.rail') && e.getBoundingClientRect().right > innerWidth + 1"),
                    ("sticks out of its card", "e.closest('.card') && !e.closest('.look, .sheet') && e.getBoundingClientRect().right > e.closest('.card').getBoundingClientRect().right + 1"),
                    ("is crushed", "e.matches('span') && e.textContent.length > 8 && e.offsetHeight > 4 * e.offsetWidth"),
                    ("is cut off", "e.matches('button, h2, select, b') && !e.matches('.name') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline'"),
                    ("is too small", f"e.matches('button, select, input, [role=slider]') && Math.min(e.offsetWidth, e.offsetHeight) < {least}"),
                ]:
                    found = self.browser.run(
                        f"return [...document.querySelectorAll('header *, footer *, main *')].filter(e => e.offsetParent && {condition})"
                        ".map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 20)}`)")
                    self.assertEqual(found, [], f"{what}: {view} at {width}×{height}")
        self.browser.resize(1280, 720)
        self.browser.scheme("light")
        self.link_to("console")
        time.sleep(0.3)
        self.browser.picture(f"{PICTURES}/console-light.png")
        self.browser.scheme("dark")

    def test_picture_of_the_readme(self):
        """The vocal is ridden while the song plays: the picture that README.md shows, drawn anew with UPDATE_GENERATED=1."""
        self.browser.resize(1120, 560)
        self.link_to("console")
        client = Client(self.mix)
        self.order("/strip/7/mode = touch", "/strip/4/mode = latch", "/strip/7/select", "/transport/start", "/transport/play")
        time.sleep(0.7)
        client.send({"set": {"/strip/7/fader": -1.5}, "touch": True})
        self.until("the ride", "return document.querySelectorAll('.rail .strip')[6].querySelector('.state').dataset.state === 'touching'")
        self.browser.picture(f"{PICTURES}/page.png")
        if os.environ.get("UPDATE_GENERATED"):
            shown = self.browser.run("return document.getElementById('health').textContent + document.getElementById('notice').textContent")
            self.assertEqual(shown, "0 xruns", "the machine was busy, which the picture would show: draw it again")
            shutil.copy(f"{PICTURES}/page.png", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Docs/page.png"))
        self.browser.picture(f"{PICTURES}/ride-grey.png", grey=True)
        client.close()
        self.order("/transport/stop")
        self.browser.resize(1280, 720)

    def test_seven_write_states_can_be_told_apart_in_grey(self):
        """By their words, and by their forms alone: each two differ in how light they are, on the average of all their points."""
        self.link_to("console")
        boxes = self.browser.run_async("""
            const done = arguments[0]
            import('/console.js').then(({ LOOKS }) => {
              const box = document.createElement('div')
              box.id = 'states'
              box.style.cssText = 'position:fixed;left:20px;top:300px;display:flex;gap:8px;z-index:50;padding:20px;background:var(--panel);filter:grayscale(1)'
              document.body.append(box)
              for (const [state, look] of Object.entries(LOOKS)) {
                const e = document.createElement('div')
                e.className = 'state'
                e.dataset.state = state
                e.style.cssText = 'width:82px;height:18px;box-sizing:border-box'
                e.textContent = look.sign + (look.word ? ' ' + look.word : '')
                box.append(e)
              }
              done([...box.children].map(e => [e.dataset.state, e.getBoundingClientRect().x, e.getBoundingClientRect().y]))
            })""")
        self.assertEqual(len(boxes), 7)
        self.browser.picture(f"{PICTURES}/states-grey.png")
        for what, least in [("words and forms", 8), ("forms alone", 5)]:
            looks = {state: greys(self.browser.clip(x, y, 82, 18)) for state, x, y in boxes}
            for one in looks:
                for other in looks:
                    if one < other:
                        apart = sum(abs(a - b) for a, b in zip(looks[one], looks[other])) / len(looks[one])
                        self.assertGreater(apart, least, f"{one} and {other} by {what}")
            self.browser.run("for (const e of document.getElementById('states').children) e.textContent = ''")
        self.browser.run("document.getElementById('states').remove()")


class ScreenReader(Stage):
    """Every control has a name, and what has a value says it."""

    ROLES = {"slider", "button", "combobox", "tab", "textbox", "checkbox", "MenuListPopup", "menuitem"}

    def test_every_control_has_a_name_and_a_value(self):
        for view in VIEWS:
            self.link_to(view)
            time.sleep(0.4)
            nodes = self.browser.cdp("Accessibility.getFullAXTree")["nodes"]
            controls = [node for node in nodes if not node.get("ignored") and node.get("role", {}).get("value") in self.ROLES - {"MenuListPopup"}]
            nameless = [node["role"]["value"] for node in controls if not node.get("name", {}).get("value")]
            self.assertEqual(nameless, [], view)
            mute = [node["name"]["value"] for node in controls if node["role"]["value"] == "slider" and "value" not in node]
            self.assertEqual(mute, [], view)
            empty = [node["name"]["value"] for node in controls if node["role"]["value"] == "combobox" and not node.get("value", {}).get("value")]
            self.assertEqual(empty, [], view)
            textless = self.browser.run("return [...document.querySelectorAll('[role=slider]')].filter(e => e.offsetParent && !e.getAttribute('aria-valuetext')).map(e => e.getAttribute('aria-label'))")
            self.assertEqual(textless, [], view)
            if view == "console":
                self.assertEqual(len([node for node in controls if node["role"]["value"] == "slider"]), 18)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""The console page in a real browser, on the real program without sound hardware. `make test-page` runs it."""

import os
import shutil
import sys
import time
import unittest

from mixer import Client, Mix, run
from stage import NAMES, Stage
from webdriver import Browser, wait

PICTURES = os.path.abspath(os.environ.get("PICTURES", ".build/page-pictures"))
SIZES = [(1280, 720), (1920, 1080), (820, 1180)]
VIEWS = ["console", "lanes", "strip", "meters", "surfaces", "history", "mapping"]


class NewUser(Stage):
    """Somebody without a controller mixes by mouse."""

    def test_1_balances_eight_strips(self):
        for strip in range(8):
            x, y = self.cap(strip)
            self.browser.drag([(x, y), (x, y + 10), (x, y + 20 + 4 * strip)])
        levels = wait("eight levels", lambda: len(set(shown := [self.shown(strip) for strip in range(8)])) == 8 and shown)
        for strip, level in enumerate(levels):
            self.assertTrue(level.startswith("-"), levels)
            wait("the program has it", lambda: self.value(f"/strip/{strip + 1}/fader") == level)

    def test_2_rides_the_vocal_in_touch(self):
        self.browser.run("const mode = document.querySelectorAll('.rail .strip')[6].querySelector('.mode'); mode.value = 'touch'; mode.dispatchEvent(new Event('change'))")
        self.until("armed", "return document.querySelectorAll('.rail .strip')[6].querySelector('.state').dataset.state === 'armed'")
        self.browser.click("#play")
        self.until("rolling", "return document.getElementById('play').getAttribute('aria-pressed') === 'true'")
        time.sleep(0.5)
        x, y = self.cap(6)
        self.browser.drag([(x, y)] + [(x, y - 3 * step) for step in range(1, 12)], milliseconds=600, hold=300)
        self.until("the glide or the end of it", "return ['gliding', 'armed'].includes(document.querySelectorAll('.rail .strip')[6].querySelector('.state').dataset.state)")
        self.browser.click("#stop")
        lane = wait("the lane", lambda: self.mix.ask("lane?address=/strip/7/fader")["segments"])
        self.assertGreater(len(lane), 4)

    def test_3_drags_a_point_and_takes_it_back(self):
        self.order("/strip/7/select")
        self.view("lanes")
        self.until("the lane", "return document.querySelectorAll('.lane').length === 1")
        before = self.mix.ask("lane?address=/strip/7/fader")["segments"]
        x, y, width, height = self.browser.box(".lane")
        end = self.browser.run("return document.querySelector('.ruler').clientWidth")
        song = 8 * 48_000
        frame, position = before[len(before) // 2][:2]
        place = x + frame / song * end
        # The fader's law between -10 and +12 dB, as the page draws it.
        travel = 0.8 + position / 12 * 0.2 if position > 0 else 0.8 + position / 20 * 0.3125
        level = y + 22 + (1 - travel) * (height - 34)
        self.browser.drag([(place, level), (place, level + 6), (place, level + 30)])
        after = wait("the edit", lambda: (now := self.mix.ask("lane?address=/strip/7/fader")["segments"]) != before and now)
        self.assertNotEqual(before, after)
        self.browser.keys("u")
        wait("the undo", lambda: self.mix.ask("lane?address=/strip/7/fader")["segments"] == before)

    def test_4_draws_an_equaliser_and_sets_the_limiter(self):
        self.view("console")
        self.browser.click(".rail .strip .name", 6)
        self.until("selected", "return document.querySelectorAll('.rail .strip')[6].classList.contains('selected')")
        self.view("strip")
        self.until("the curve", "return document.querySelectorAll('.knob').length > 20")
        time.sleep(0.3)
        x, y, width, height = self.browser.box("canvas.picture")
        start = (x + 34 + (width - 40) * 0.3 * 1.4441, y + 10 + 0.5 * (height - 30))
        centre = self.browser.run("return 34 + (document.querySelector('canvas.picture').clientWidth - 40) * Math.log(400 / 20) / Math.log(1000)")
        self.browser.drag([(x + centre, start[1]), (x + centre + 10, start[1] - 20), (x + centre + 40, start[1] - 50)])
        wait("a gain", lambda: self.value("/strip/7/eq/2/gain").replace(" dB", "") not in ("0", "-0") and float(self.value("/strip/7/eq/2/gain").split()[0]) > 2)
        self.assertEqual(self.mix.ask("values?of=/strip/7")["/strip/7/eq/on"], "on")
        curve = self.mix.ask("curves?of=/strip/7")
        self.assertGreater(max(curve["equalizer"]), 2)
        self.order("/master/limiter/on = on", "/master/limiter/ceiling = -1 dB")
        wait("the limiter", lambda: self.mix.ask("values?of=/master")["/master/limiter/on"] == "on")

    def test_5_history_goes_to_any_point(self):
        self.view("history")
        self.until("changes", "return document.querySelectorAll('.changes li').length > 5")
        self.browser.run("document.querySelector('button[aria-label=\"Go back to the beginning\"]').click()")
        wait("the beginning", lambda: all(change["isUndone"] for change in self.mix.ask("state")["state"]["history"]))
        wait("the fader where it was", lambda: self.value("/strip/1/fader") == "0 dB")
        client = Client(self.mix)
        client.send({"history": len(self.mix.ask("state")["state"]["history"]), "id": 5})
        self.assertNotIn("refused", client.text("reply"))
        client.close()
        wait("the end", lambda: not any(change["isUndone"] for change in self.mix.ask("state")["state"]["history"]))

    def test_6_mutes_by_keys_and_names_a_strip(self):
        self.view("console")
        self.browser.keys("home", "m")
        selected = self.mix.ask("state")["state"]["session"]["selected"]
        wait("muted", lambda: self.mix.ask(f"values?of={selected}")[f"{selected}/mute"] == "on")
        self.browser.keys("m")
        wait("not muted", lambda: self.mix.ask(f"values?of={selected}")[f"{selected}/mute"] == "off")
        self.browser.run("document.querySelectorAll('.rail .strip .name')[0].dispatchEvent(new MouseEvent('dblclick'))")
        self.browser.run("const i = document.querySelector('.typing'); i.value = 'Bass Drum'; i.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
        wait("the name", lambda: self.shown(0, ".name") == "Bass Drum")

    def test_7_types_a_value_with_its_unit(self):
        self.browser.run("const f = document.querySelectorAll('.rail .strip .fader')[1]; f.focus(); f.type('')")
        self.browser.run("const i = document.querySelector('.typing'); i.value = '-17.5 dB'; i.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
        wait("the value", lambda: self.value("/strip/2/fader") == "-17.5 dB")
        wait("shown", lambda: self.shown(1) == "-17.5 dB")

    def test_8_sees_no_error_in_the_browser(self):
        self.assertEqual(self.browser.errors(), [])

    def test_9_bounces_what_stands(self):
        self.mix.leave()
        self.assertIn("mix.wav: 8.0", run("bounce", "Song", "--wav", "mix.wav", folder=self.folder))


class Looks(Stage):
    """Pictures of every view, in three sizes, dark, light and grey. They are for eyes; that nothing sticks out is tested."""

    def test_nothing_sticks_out(self):
        self.order("/strip/7/mode = touch", "/transport/play")
        for width, height in SIZES:
            self.browser.resize(width, height)
            for view in VIEWS:
                self.browser.run("location.hash = location.hash.split('/')[0] + '/' + arguments[0]", view)
                self.until(view, "return document.body.dataset.view === arguments[0]", view)
                time.sleep(0.25)
                self.browser.picture(f"{PICTURES}/{view}-{width}x{height}.png")
                wide = self.browser.run(
                    "return [...document.querySelectorAll('header *, footer *, main *')].filter(e => !e.closest('.rail') && e.offsetParent"
                    " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + '.' + e.className)")
                self.assertEqual(wide, [], f"{view} at {width}×{height}")
        self.browser.resize(1280, 720)
        self.browser.scheme("light")
        self.browser.run("location.hash = location.hash.split('/')[0] + '/console'")
        time.sleep(0.3)
        self.browser.picture(f"{PICTURES}/console-light.png")
        self.browser.scheme("dark")

    def test_picture_of_the_readme(self):
        """The vocal is ridden while the song plays: the picture that README.md shows, drawn anew with UPDATE_GENERATED=1."""
        self.browser.resize(1120, 560)
        self.browser.run("location.hash = location.hash.split('/')[0] + '/console'")
        self.order(*[f"/strip/{strip + 1}/fader = {level} dB" for strip, level in enumerate([-4, -7.5, -12, -5, -9, -11, -6, -14])])
        self.order(*[f"/strip/{strip + 1}/pan = {pan}" for strip, pan in enumerate(["centre", "centre", "R30", "centre", "L40", "R45", "centre", "L20"])])
        client = Client(self.mix)
        client.send({"lane": {"address": "/strip/7/fader", "from": 0, "to": 380_000, "points": [[0, -6], [120_000, -3], [200_000, -8], [380_000, -4]]}, "id": 1})
        self.assertNotIn("refused", client.text("reply"))
        self.order("/strip/7/mode = touch", "/strip/4/mode = latch", "/strip/7/select", "/transport/start", "/transport/play")
        time.sleep(0.7)
        client.send({"set": {"/strip/7/fader": -1.5}, "touch": True})
        self.until("the ride", "return document.querySelectorAll('.rail .strip')[6].querySelector('.state').dataset.state === 'touching'")
        self.browser.picture(f"{PICTURES}/page.png")
        if os.environ.get("UPDATE_GENERATED"):
            shutil.copy(f"{PICTURES}/page.png", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Docs/page.png"))
        self.browser.picture(f"{PICTURES}/ride-grey.png", grey=True)
        client.close()
        self.order("/transport/stop")
        self.browser.resize(1280, 720)

    def test_seven_write_states_differ_without_colour(self):
        """Signs, words and borders tell them apart; the picture shows it in grey."""
        self.browser.run("location.hash = location.hash.split('/')[0] + '/console'")
        looks = self.browser.run_async("""
            const done = arguments[0]
            import('/console.js').then(({ LOOKS }) => {
              const box = document.createElement('div')
              box.id = 'states'
              box.style.cssText = 'position:fixed;left:20px;top:300px;display:flex;gap:8px;z-index:50;padding:20px;background:#1a1d22'
              document.body.append(box)
              done(Object.entries(LOOKS).map(([state, look]) => {
                const e = document.createElement('div')
                e.className = 'state'
                e.dataset.state = state
                e.style.width = '82px'
                e.textContent = look.sign + (look.word ? ' ' + look.word : '')
                box.append(e)
                const s = getComputedStyle(e)
                return [state, e.textContent, s.borderTopStyle, s.borderTopWidth, s.fontWeight]
              }))
            })""")
        self.browser.picture(f"{PICTURES}/states-grey.png", grey=True)
        self.browser.run("document.getElementById('states').remove()")
        self.assertEqual(len(looks), 7)
        self.assertEqual(len({tuple(look[1:2]) for look in looks}), 7, looks)
        self.assertGreaterEqual(len({tuple(look[2:]) for look in looks}), 4, looks)


class ScreenReader(Stage):
    """Every control has a name, and what has a value says it."""

    ROLES = {"slider", "button", "combobox", "tab", "textbox", "checkbox", "MenuListPopup", "menuitem"}

    def test_every_control_has_a_name_and_a_value(self):
        for view in VIEWS:
            self.browser.run("location.hash = location.hash.split('/')[0] + '/' + arguments[0]", view)
            self.until(view, "return document.body.dataset.view === arguments[0]", view)
            time.sleep(0.4)
            nodes = self.browser.cdp("Accessibility.getFullAXTree")["nodes"]
            controls = [node for node in nodes if not node.get("ignored") and node.get("role", {}).get("value") in self.ROLES - {"MenuListPopup"}]
            nameless = [node["role"]["value"] for node in controls if not node.get("name", {}).get("value")]
            self.assertEqual(nameless, [], view)
            mute = [node["name"]["value"] for node in controls if node["role"]["value"] == "slider" and "value" not in node]
            self.assertEqual(mute, [], view)
            textless = self.browser.run("return [...document.querySelectorAll('[role=slider]')].filter(e => e.offsetParent && !e.getAttribute('aria-valuetext')).map(e => e.getAttribute('aria-label'))")
            self.assertEqual(textless, [], view)
            if view == "console":
                self.assertEqual(len([node for node in controls if node["role"]["value"] == "slider"]), 18)


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(__file__))
    unittest.main(verbosity=2)

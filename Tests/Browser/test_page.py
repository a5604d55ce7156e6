"""The console page in a real browser, on the real program without sound hardware. `make test-page` runs it."""

import unittest
from array import array

from mixer import Client, run
from stage import PICTURES, Stage
from test_story import samples
from webdriver import wait


class Hands(Stage):
    """What mouse and keys do beside the first mix (test_story)."""

    def test_1_goes_to_any_point_of_the_history(self):
        for strip in range(1, 8):
            self.order(f"/strip/{strip}/fader = -{strip} dB", f"/strip/{strip}/mode = touch")
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

    def test_2_mutes_by_keys_and_names_a_strip(self):
        self.view("console")
        self.browser.keys("home", "m")
        selected = self.mix.ask("state")["state"]["session"]["selected"]
        wait("muted", lambda: self.mix.ask(f"values?of={selected}")[f"{selected}/mute"] == "on")
        self.browser.keys("m")
        wait("not muted", lambda: self.mix.ask(f"values?of={selected}")[f"{selected}/mute"] == "off")
        self.browser.run("document.querySelectorAll('.rail .strip .name')[0].dispatchEvent(new MouseEvent('dblclick'))")
        self.browser.run("const i = document.querySelector('.typing'); i.value = 'Bass Drum'; i.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
        wait("the name", lambda: self.shown(0, ".name") == "Bass Drum")

    def test_3_types_a_value_with_its_unit(self):
        self.browser.run("const f = document.querySelectorAll('.rail .strip .fader')[1]; f.focus(); f.type('')")
        self.browser.run("const i = document.querySelector('.typing'); i.value = '-17.5 dB'; i.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
        wait("the value", lambda: self.value("/strip/2/fader") == "-17.5 dB")
        wait("shown", lambda: self.shown(1) == "-17.5 dB")

    def test_4_sees_no_error_in_the_browser(self):
        self.assertEqual(self.browser.errors(), [])


class AboveFullScale(Stage):
    """What is heard and what is bounced part ways above full scale, there alone, and it is said."""

    options = ["--wav", "heard.wav"]

    def test_the_output_clips_and_says_so_and_a_bounce_keeps_it(self):
        self.assertTrue(self.browser.run("return document.getElementById('clipped').hidden"))
        self.order("/master/fader = 12 dB", "/strip/1/fader = 10 dB", "/transport/play")
        self.until("it is said", "return !document.getElementById('clipped').hidden")
        self.until("what it means", "return document.getElementById('notice').textContent.includes('A bounce in floats keeps it')")
        self.browser.picture(f"{PICTURES}/clipped-1280x720.png")
        wide = self.browser.run("return [...document.querySelectorAll('body *')].filter(e => e.offsetParent && !e.closest('.rail') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.id || e.className)")
        self.assertEqual(wide, [], "a long line pushes nothing out")
        self.assertLessEqual(*self.browser.run("const e = document.getElementById('notice'); return [e.scrollHeight, e.clientHeight]"))
        self.assertGreater(self.mix.ask("state")["state"]["session"]["clippedFrames"], 0)
        wait("the end", lambda: not self.mix.ask("state")["state"]["transport"]["isRolling"], 30)
        self.browser.click("#clipped")
        self.until("it is forgotten", "return document.getElementById('clipped').hidden")
        self.assertEqual(self.mix.leave(), 0)
        self.assertRegex(self.mix.said, r"heard.wav: [0-9]+ frames were beyond full scale")
        run("bounce", "Song", "--wav", "mix.wav", folder=self.folder)
        bounced, heard = (array("f", samples(f"{self.folder}/{name}.wav")) for name in ["mix", "heard"])
        count = min(len(bounced), len(heard))
        self.assertGreater(count, 2 * 47_000 * 7)
        self.assertGreater(max(bounced), 1.5)
        different = [at for at in range(count) if bounced[at] != heard[at]]
        self.assertTrue(different)
        self.assertTrue(all(abs(bounced[at]) > 1 and heard[at] == (1 if bounced[at] > 0 else -1) for at in different))


if __name__ == "__main__":
    unittest.main(verbosity=2)

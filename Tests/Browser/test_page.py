"""The console page in a real browser, on the real program without sound hardware. `make test-page` runs it."""

import unittest

from mixer import Client
from stage import Stage
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


if __name__ == "__main__":
    unittest.main(verbosity=2)

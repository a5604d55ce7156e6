"""Devices on the page: their picture, and controls that are learnt. Recorded hands move them, without end."""

import os
import unittest

from mixer import Client
from stage import NAMES, PICTURES, Stage
from webdriver import wait

MAPPING = "korg-nanokontrol2"
SECONDS = 120


class Devices(Stage):
    options = ["--perform", "hands.yaml"]

    @classmethod
    def prepare(cls):
        """Fader 1 and knob 2, which the mapping has, and controller 99, which it does not have, move all the time."""
        events = []
        for step in range(SECONDS * 5):
            value = step * 7 % 128
            events.append(f"  - {{at: {0.2 * step + 0.1:.2f}, desk: B0 00 {value:02X}}}")
            events.append(f"  - {{at: {0.2 * step + 0.15:.2f}, desk: B0 11 {127 - value:02X}}}")
            events.append(f"  - {{at: {0.2 * step + 0.2:.2f}, desk: B0 63 {value:02X}}}")
        with open(f"{cls.folder}/hands.yaml", "w") as file:
            file.write(f"performance: 1\nsurfaces:\n  desk: {{mapping: {MAPPING}}}\nevents:\n" + "\n".join(events) + "\n")

    def setUp(self):
        self.view("console")

    @property
    def own(self):
        return os.path.join(self.folder, f"config/gainrider/mappings/{MAPPING}.yaml")

    def text(self):
        with open(self.own) as file:
            return file.read()

    def surface(self):
        return self.mix.ask("state")["state"]["surfaces"][0]

    def action(self, name):
        return next(one["action"] for one in self.surface()["controls"] if one["name"] == name)

    def boxes(self):
        """Name of each part, with its left and top."""
        return self.browser.run(
            "return Object.fromEntries([...document.querySelectorAll('.part')].map(e => { const b = e.getBoundingClientRect();"
            " return [e.dataset.part.replace('desk ', ''), [Math.round(b.left), Math.round(b.top)]] }))")

    def learn(self, message):
        """Begins a lesson and chooses one of the controls that move."""
        self.view("mapping")
        self.until("the device", "return [...document.querySelector('select[aria-label=\"Device to learn from\"]').options].some(o => o.value === 'desk')")
        self.until("no lesson", "return document.querySelector('.learn').textContent === 'learn'")
        self.browser.click(".learn")
        self.choose(message)

    def choose(self, message):
        # Chosen in one go: the list is drawn anew with each message.
        self.until(message, "const b = [...document.querySelectorAll('.heard button')].find(b => b.textContent.startsWith(arguments[0] + ' ')); b?.click(); return Boolean(b)", message)
        self.until("the target", "return !document.querySelector('.target').hidden && [...document.querySelectorAll('.heard button')].some(b => b.getAttribute('aria-pressed') === 'true' && b.textContent.startsWith(arguments[0] + ' '))", message)

    def pick(self, label, value):
        self.browser.run("const s = document.querySelector(`select[aria-label=\"${arguments[0]}\"]`); s.value = arguments[1]; s.dispatchEvent(new Event('change'))", label, value)

    def say(self, words):
        self.browser.run("const i = document.querySelector('.target input'); i.value = arguments[0]; i.dispatchEvent(new Event('input'))", words)

    def said(self, words):
        try:
            self.until(words, "return document.querySelector('.card [role=status]').textContent.includes(arguments[0])", words)
        except AssertionError:
            self.browser.picture(f"{PICTURES}/failed.png")
            raise

    def write(self):
        self.until("no mistake", "return !document.querySelector('.use').disabled")
        self.browser.click(".use")
        self.said("and in use")

    # MARK: Tests

    def test_1_the_device_is_drawn_as_its_mapping_says(self):
        self.view("surfaces")
        self.until("its parts", "return document.querySelectorAll('.device.look .part').length > 20")
        look = self.surface()["look"]
        boxes = self.boxes()
        for row in look:
            placed = [boxes[name] for name in row if name]
            self.assertEqual(len({top for _, top in placed}), 1, row)
            self.assertEqual([left for left, _ in placed], sorted(left for left, _ in placed), row)
        rows = [boxes[next(name for name in row if name)][1] for row in look]
        self.assertEqual(rows, sorted(rows))
        for number in range(1, 9):
            lefts = {boxes[f"{kind}/{number}"][0] for kind in ["knob", "solo", "mute", "record", "fader"]}
            self.assertEqual(len(lefts), 1, f"strip {number} is one column of the device")
        # What stands in one column of the mapping stands in one on the page.
        for column in range(max(map(len, look))):
            lefts = {boxes[row[column]][0] for row in look if column < len(row) and row[column]}
            self.assertLessEqual(len(lefts), 1, f"column {column}")
        cut = self.browser.run("return [...document.querySelectorAll('.part')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.dataset.part)")
        self.assertEqual(cut, [], "no name is cut off")
        every = {one["name"] for one in self.surface()["controls"]}
        self.assertEqual(every, set(boxes), "what the mapping does not place is there, too")
        self.browser.picture(f"{PICTURES}/device-1280x720.png")

    def test_2_parts_show_what_they_do_and_where_the_hand_has_them(self):
        self.view("surfaces")
        part = "document.querySelector('[data-part=\"desk fader/1\"]')"
        self.until("its strip", f"return {part}?.querySelector('small').textContent === arguments[0]", f"{NAMES[0]} fader")
        first = self.browser.run(f"return {part}.querySelector('.bar').style.width")
        self.until("it moves", f"return {part}.querySelector('.bar').style.width !== arguments[0]", first)
        self.until("pick-up", f"return {part}.classList.contains('waits') || {part}.querySelector('.aim')")
        self.browser.run(f"{part}.click()")
        self.until("the mapping", "return document.body.dataset.view === 'mapping'")
        line = self.until("its line", "const e = document.querySelector('.editor'); return e.selectionEnd > e.selectionStart && e.value.slice(e.selectionStart, e.selectionEnd)")
        self.assertIn("fader/1..8", line)

    def test_3_a_control_is_learnt_and_acts_at_once(self):
        self.learn("cc 17 ch 1")
        wait("the lesson", lambda: self.surface()["isLearnt"])
        words = self.browser.run("return document.querySelector('.heard button[aria-pressed=true]').textContent")
        self.assertIn("absolute", words)
        self.assertIn("knob/2: /slot/2/pan", words)
        self.pick("Where", "/strip/3")
        self.pick("What", "/strip/3/input/gain")
        self.assertEqual(self.browser.run("return document.querySelector('.target input').value"), "/strip/3/input/gain")
        self.until("a look at it", "return document.querySelector('.editor').value.includes('knob/2: /strip/3/input/gain')")
        self.assertFalse(os.path.exists(self.own))
        self.browser.picture(f"{PICTURES}/learn-1280x720.png")
        self.browser.resize(768, 1024, True)
        self.browser.picture(f"{PICTURES}/learn-768x1024.png")
        for what, condition in [
            ("sticks out", "e.getBoundingClientRect().right > innerWidth + 1"),
            ("is too small for a finger", "e.matches('button, select, input:not([type=checkbox])') && Math.min(e.offsetWidth, e.offsetHeight) < 26"),
        ]:
            found = self.browser.run(f"return [...document.querySelectorAll('main *')].filter(e => e.offsetParent && {condition}).map(e => e.outerHTML.slice(0, 80))")
            self.assertEqual(found, [], what)
        self.browser.resize(1280, 720)
        self.write()
        self.assertIn(f"extends: {MAPPING}", self.text())
        self.assertIn("knob/2: /strip/3/input/gain", self.text())
        wait("in force", lambda: self.action("knob/2") == "/strip/3/input/gain")
        wait("the mix", lambda: not self.surface()["isLearnt"])
        wait("it acts", lambda: self.value("/strip/3/input/gain") != "0 dB")
        self.assertEqual(self.action("knob/3"), "/slot/3/pan")

    def test_4_a_mistake_is_told_with_line_and_advice_and_writes_nothing(self):
        before = self.text()
        self.learn("cc 17 ch 1")
        self.say("/strip/3/input/gian")
        self.said("did you mean `gain`")
        self.until("the finding", "return document.querySelector('.findings .error')?.textContent.includes('/strip/3/input/gian')")
        self.assertTrue(self.browser.run("return document.querySelector('.use').disabled && document.querySelector('.marks mark.error').textContent.includes('gian')"))
        self.assertEqual(self.text(), before)
        self.say("/strip/4/pan")
        self.write()
        self.assertIn("knob/2: /strip/4/pan", self.text())
        self.assertNotIn("/strip/3/input/gain", self.text())

    def test_5_a_control_that_the_mapping_does_not_have_becomes_one_of_it(self):
        self.learn("cc 99 ch 1")
        words = self.browser.run("return document.querySelector('.heard button[aria-pressed=true]').textContent")
        self.assertIn("not in the mapping", words)
        self.say("/strip/5/pan")
        self.write()
        self.assertIn("{in: cc 99 ch 1}", self.text())
        wait("it acts", lambda: self.value("/strip/5/pan") != "centre")

    def test_6_what_an_editor_saves_meanwhile_stays(self):
        self.learn("cc 17 ch 1")
        text = self.text().replace("  mix:\n", "  mix:\n    fader/8: /strip/8/pan   # by hand\n")
        with open(self.own + ".new", "w") as file:
            file.write(text)
        os.replace(self.own + ".new", self.own)
        wait("it is read", lambda: self.action("fader/8") == "/strip/8/pan")
        self.choose("cc 17 ch 1")
        self.say("/strip/6/pan")
        self.write()
        self.assertIn("fader/8: /strip/8/pan   # by hand", self.text())
        self.assertIn("knob/2: /strip/6/pan", self.text())
        # A text that was loaded before that is not saved over it.
        client = Client(self.mix)
        client.send({"mapping": {"id": MAPPING, "text": self.text(), "save": True, "version": "0"}, "id": 1})
        self.assertIn("changed by somebody else", client.text("refused")["refused"])
        client.close()

    def test_7_leaving_the_view_gives_the_device_back(self):
        self.learn("cc 17 ch 1")
        wait("the lesson", lambda: self.surface()["isLearnt"])
        self.view("console")
        wait("back in the mix", lambda: not self.surface()["isLearnt"])

    def test_8_programs_learn_as_the_page_does_and_two_at_once(self):
        one, two = Client(self.mix), Client(self.mix)
        one.send({"learn": "nothing", "id": 1})
        self.assertIn("connected are: desk", one.text("refused")["refused"])
        for client in (one, two):
            client.send({"learn": "desk"})
        heard = {}

        def is_heard(client):
            for control in (client.text("learning")["learning"] or {}).get("heard", []):
                heard[control["message"]] = control
            return "cc 17 ch 1" in heard and heard.get("cc 99 ch 1", {}).get("kind") == "knob"

        for client in (one, two):
            heard.clear()
            wait("what moves", lambda: is_heard(client))
        self.assertEqual(heard["cc 17 ch 1"]["control"], "knob/2")
        one.send({"assign": {"message": "cc 17 ch 1", "to": "/strip/7/pan"}, "id": 2})
        reply = one.text("reply")
        self.assertNotIn("refused", reply)
        self.assertTrue(reply["assigned"]["isSaved"])
        wait("the lesson of the other", lambda: self.surface()["isLearnt"])
        two.send({"assign": {"message": "cc 99 ch 1", "to": "/strip/7/pam", "save": False}, "id": 3})
        message = two.text("refused")
        self.assertIn("did you mean `pan`", message["refused"])
        two.socket.close()
        one.close()
        wait("back in the mix", lambda: not self.surface()["isLearnt"])
        self.assertIn("knob/2: /strip/7/pan", self.text())

    def test_9_sees_no_error_in_the_browser(self):
        self.assertEqual(self.browser.errors(), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)

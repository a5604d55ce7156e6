"""A new user's first mix on the page, from the link to the bounce, by mouse and keys alone; and what was heard is what the bounce has."""

import os
import shutil
import struct
import time
import unittest

from mixer import Mix, run
from stage import Stage
from webdriver import wait

SECONDS = 8
RATE = 48_000


def samples(path):
    """The bytes of a file's frames: stereo, 32-bit float."""
    with open(path, "rb") as file:
        data = file.read()
    at = 12
    while data[at:at + 4] != b"data":
        at += 8 + struct.unpack("<I", data[at + 4:at + 8])[0] + 1 & ~1
    return data[at + 8:at + 8 + struct.unpack("<I", data[at + 4:at + 8])[0]]


class FirstMix(Stage):
    options = ["--wav", "heard.wav"]

    def test_what_was_heard_is_what_the_bounce_has(self):
        self.balance_eight_strips()
        self.ride_the_vocal_in_touch()
        self.bounce("ride.wav")
        self.keep_a_revision("Ridden", "the vocal by hand")
        self.drag_a_point_and_undo_it_and_drag_it_again()
        self.draw_an_equaliser_curve()
        self.set_the_limiter()
        self.keep_a_revision("Polished", "equaliser, limiter")
        self.compare_the_revisions()
        self.listen_to_a_revision()
        self.listen_to_all_of_it()
        self.assertEqual(self.browser.errors(), [])
        self.assertEqual(self.mix.leave(), 0)
        self.bounce("mix.wav")
        heard = samples(f"{self.folder}/heard.wav")
        for name in ["ride.wav", "mix.wav"]:
            self.expect_heard(samples(f"{self.folder}/{name}")[:SECONDS * RATE * 8], heard, name)
        self.assertNotEqual(samples(f"{self.folder}/ride.wav"), samples(f"{self.folder}/mix.wav"))

    # What the user does, in order.

    def balance_eight_strips(self):
        for strip in range(8):
            x, y = self.cap(strip)
            # Low enough that nothing is beyond full scale, where the monitors cut and a bounce does not.
            self.browser.drag([(x, y), (x, y + 30), (x, y + 64 + 5 * strip)])
        # What is shown on the way of a drag is not what it comes to: both are read until they agree.
        wait("eight levels, each shown as it is", lambda: len(set(shown := [self.shown(strip) for strip in range(8)])) == 8
             and shown == [self.value(f"/strip/{strip + 1}/fader") for strip in range(8)])

    def ride_the_vocal_in_touch(self):
        self.browser.click(".rail .strip .name", 6)
        self.until("the vocal selected", "return document.querySelectorAll('.rail .strip')[6].classList.contains('selected')")
        self.browser.keys("a")
        self.until("the vocal armed", "return document.querySelectorAll('.rail .strip')[6].querySelector('.state').dataset.state === 'armed'")
        self.browser.keys("home")
        self.browser.click("#play")
        self.until("rolling", "return document.getElementById('play').getAttribute('aria-pressed') === 'true'")
        x, y = self.cap(6)
        self.browser.drag([(x, y)] + [(x, y - 4 * step) for step in range(1, 16)], milliseconds=1500, hold=300)
        x, y = self.cap(6)
        self.browser.drag([(x, y)] + [(x, y + 3 * step) for step in range(1, 16)], milliseconds=1200)
        self.play_to_the_end()
        self.view("lanes")
        self.until("the lane", "return /[0-9]+ points/.test(document.querySelector('.lane .title')?.textContent)")

    def drag_a_point_and_undo_it_and_drag_it_again(self):
        self.view("lanes")
        before = self.lane()
        self.drag_a_point()
        changed = wait("the edit", lambda: (now := self.lane()) != before and now)
        self.browser.keys("u")
        wait("the undo", lambda: self.lane() == before)
        self.browser.keys("r")
        wait("the redo", lambda: self.lane() == changed)

    def drag_a_point(self):
        lane = self.lane()
        frame, position = lane[len(lane) // 2][:2]
        x, y, width, height = self.browser.box(".lane")
        place = x + frame / (SECONDS * RATE) * width
        # The fader's law between -10 and +12 dB, as the page draws it.
        travel = 0.8 + position / 12 * 0.2 if position > 0 else 0.8 + position / 20 * 0.3125
        level = y + 22 + (1 - travel) * (height - 34)
        self.browser.drag([(place, level), (place, level + 6), (place, level + 30)])

    def draw_an_equaliser_curve(self):
        self.view("strip")
        self.until("the strip's controls", "return document.querySelectorAll('.knob').length > 20")
        # All of them, and what they make the page as high as it will be: a handle is taken where it stands.
        wait("values", lambda: self.browser.run("return document.querySelector('.knob:not([data-shows])') === null"))
        x, y, width, height = wait("the curve's handles", lambda: self.browser.box("canvas.picture"))
        for start, end, gain in [(400, 300, 5), (2500, 3200, -6)]:
            place = lambda hertz, level: (x + self.across(hertz), y + 10 + (18 - level) / 36 * (height - 30))
            self.browser.drag([place(start, 0), place((start + end) / 2, gain / 2), place(end, gain)], milliseconds=200)
        wait("both bands", lambda: self.gain(2) > 4 and self.gain(3) < -5)
        self.assertEqual(self.value("/strip/7/eq/on"), "on")

    def set_the_limiter(self):
        self.view("console")
        self.browser.click(".side .strip .name")
        self.until("the master selected", "return document.querySelector('.side .strip').classList.contains('selected')")
        self.view("strip")
        label = "Master limiter on"
        self.until("the limiter", "return document.querySelector(`[aria-label='${arguments[0]}']`) !== null", label)
        self.browser.run("document.querySelector(`[aria-label='${arguments[0]}']`).scrollIntoView()", label)
        self.browser.click(f"[aria-label='{label}']")
        wait("the limiter on", lambda: self.value("/master/limiter/on") == "on")
        self.browser.run("document.querySelector(`[aria-label='Master limiter ceiling']`).focus()")
        self.browser.keys("enter")
        self.browser.type("-2 dB")
        self.browser.keys("enter")
        wait("its ceiling", lambda: self.value("/master/limiter/ceiling") == "-2 dB")

    def keep_a_revision(self, name, note):
        self.view("history")
        for label, text in [("Name of the new revision", name), ("Note of the new revision", note)]:
            self.browser.click(f"[aria-label='{label}']")
            self.browser.type(text)
        self.browser.click(".keep")
        self.until(f"the revision {name}", "return [...document.querySelectorAll('.revisions b')].some(one => one.textContent === arguments[0])", name)

    def compare_the_revisions(self):
        self.browser.run(
            "const [before, after] = document.querySelectorAll('.card select'); before.value = 'Ridden'; after.value = 'Polished'")
        self.browser.click(".compare")
        sentences = wait("the differences", lambda: self.browser.run("return [...document.querySelectorAll('.sentences li')].map(line => line.textContent)"))
        for word in ["Lead Vox: eq 2 gain", "Lead Vox: eq 3 gain", "Lead Vox: fader", "Master: limiter on", "Master: limiter ceiling -2 dB"]:
            self.assertTrue(any(word in sentence for sentence in sentences), (word, sentences))
        self.browser.picture(f"{os.environ.get('PICTURES', '.build/page-pictures')}/revisions.png")
        # By ear: back to the first and forth again.
        self.browser.click("[aria-label='Bring back Ridden']")
        wait("the equaliser gone", lambda: self.value("/strip/7/eq/on") == "off")
        self.browser.click("#undo")
        wait("the equaliser again", lambda: self.value("/strip/7/eq/on") == "on")

    def listen_to_a_revision(self):
        for source in ["1", "0"]:
            self.browser.click("[aria-label='Listen to Ridden']")
            wait(f"source {source} of the monitors", lambda: self.value("/monitor/source") == source)

    def listen_to_all_of_it(self):
        self.view("console")
        self.browser.click("#to-start")
        self.browser.click("#play")
        self.until("rolling", "return document.getElementById('play').getAttribute('aria-pressed') === 'true'")
        self.play_to_the_end()

    # How it is done and looked at.

    def play_to_the_end(self):
        self.until("the end of the song", "return document.getElementById('stop').getAttribute('aria-pressed') === 'true'", seconds=SECONDS + 5)
        # What the limiter's look-ahead still holds is heard after the stop.
        time.sleep(0.3)

    def lane(self):
        return self.mix.ask("lane?address=/strip/7/fader")["segments"]

    def gain(self, band):
        return float(self.value(f"/strip/7/eq/{band}/gain").split()[0])

    def across(self, hertz):
        return self.browser.run("return 34 + (document.querySelector('canvas.picture').clientWidth - 40) * Math.log(arguments[0] / 20) / Math.log(1000)", hertz)

    def bounce(self, name):
        run("bounce", "Song", "--wav", name, "--no-report", folder=self.folder)

    def expect_heard(self, bounced, heard, name):
        self.assertEqual(len(bounced), SECONDS * RATE * 8)
        first = next(index for index in range(0, len(bounced), 8) if bounced[index:index + 8] != bytes(8))
        at = heard.find(bounced[first:first + 8000])
        self.assertGreaterEqual(at, 0, f"{name}: not even its first thousand frames were heard")
        self.assertEqual(at % 8, 0)
        same = bounced[first:] == heard[at:at + len(bounced) - first]
        if not same:
            other = next(index for index in range(0, len(bounced) - first, 8) if bounced[first + index:first + index + 8] != heard[at + index:at + index + 8])
            self.fail(f"{name}: differs from what was heard from frame {(first + other) // 8}")


if __name__ == "__main__":
    unittest.main(verbosity=2)

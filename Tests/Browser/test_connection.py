"""A connection that is lost is shown within a second, and what comes back is whole."""

import signal
import time
import unittest

from mixer import Client, Mix
from stage import Stage
from webdriver import wait

LINK = "const done = arguments[arguments.length - 1]; import('/link.js').then(({ link, store }) => done({ client: link.client, isLost: link.isLost, names: store.nodes.map(node => node.name) }))"


class Connection(Stage):
    def setUp(self):
        self.until("connected", "return document.getElementById('lost').hidden")
        self.browser.run("""
            window.shownAt = window.goneAt = 0
            const lost = document.getElementById('lost')
            window.looker?.disconnect()
            window.looker = new MutationObserver(() => { if (lost.hidden) window.goneAt = Date.now(); else window.shownAt ||= Date.now() })
            window.looker.observe(lost, { attributes: true })""")

    def shown_after(self, since):
        """Seconds from a moment until the page showed that the connection is lost: by the browser's own clock, which is this one."""
        self.until("lost", "return window.shownAt > 0", seconds=5)
        self.assertTrue(self.browser.run("return document.body.classList.contains('is-lost')"))
        return self.browser.run("return window.shownAt") / 1000 - since

    def present(self):
        return self.browser.run_async(LINK)

    def test_1_a_program_that_stands_still_for_a_moment_is_shown_and_goes_on_where_it_was(self):
        before = self.present()["client"]
        self.mix.process.send_signal(signal.SIGSTOP)
        stopped = time.time()
        try:
            self.assertLess(self.shown_after(stopped), 1.0)
        finally:
            self.mix.process.send_signal(signal.SIGCONT)
        self.until("found again", "return document.getElementById('lost').hidden")
        self.assertEqual(self.present()["client"], before, "the same connection, and the hands of its client")

    def test_2_after_a_long_silence_another_connection_brings_the_whole_state(self):
        before = self.present()["client"]
        self.mix.process.send_signal(signal.SIGSTOP)
        try:
            time.sleep(5)
        finally:
            self.mix.process.send_signal(signal.SIGCONT)
        other = Client(self.mix)
        other.send({"name": {"/strip/1": "Boom"}, "set": {"/strip/2/fader": "-23 dB"}, "id": 1})
        other.text("reply")
        other.close()
        self.until("found again", "return document.getElementById('lost').hidden")
        wait("another client", lambda: self.present()["client"] != before)
        wait("the new name", lambda: self.shown(0, ".name") == "Boom")
        wait("the new level", lambda: self.shown(1) == "-23 dB")
        self.assertEqual(len(self.present()["names"]), 9)

    def test_3_a_killed_program_is_shown_and_an_old_link_is_not_good_for_a_new_start(self):
        port, link = self.mix.port, self.mix.link
        self.mix.process.kill()
        self.assertLess(self.shown_after(time.time()), 1.0)
        self.mix.leave()
        type(self).mix = Mix(self.folder, "Song", port=port)
        self.assertNotEqual(self.mix.link, link)
        self.until("refused", "return document.getElementById('lost').textContent.includes('earlier start')", seconds=10)
        # However often it tries: without the new token it is told nothing.
        refused = self.mix.ask("refusals")["tokens"]
        wait("more tries", lambda: self.mix.ask("refusals")["tokens"] >= refused + 2)
        self.assertTrue(self.present()["isLost"])
        self.assertEqual(Client(self.mix, token=link.split("#")[1]).status, 401)
        # The new link, in the same window.
        self.browser.run("location.href = arguments[0]", self.mix.link)
        self.until("connected again", "return document.getElementById('lost').hidden && document.querySelectorAll('.rail .strip:not([hidden])').length === 8")
        self.assertEqual(len(self.present()["names"]), 9)


if __name__ == "__main__":
    unittest.main(verbosity=2)

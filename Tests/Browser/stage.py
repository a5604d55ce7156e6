"""A song, the program that plays it, and a browser that has its page open."""

import os
import shutil
import tempfile
import unittest

from mixer import Client, Mix, run, stem
from webdriver import Browser, wait

PICTURES = os.path.abspath(os.environ.get("PICTURES", ".build/page-pictures"))
VIEWS = ["console", "lanes", "strip", "meters", "surfaces", "history", "mapping"]
NAMES = ["Kick", "Snare", "Hats", "Bass", "Keys", "Guitar", "Lead Vox", "Strings"]


class Stage(unittest.TestCase):
    """A song of eight strips, the program that plays it, and a browser that has its page open."""

    options = []

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="gainrider-page-")
        for number, name in enumerate(NAMES, 1):
            stem(f"{cls.folder}/stems/{number}_{name}.wav", seed=number)
        run("new", "Song", "stems", folder=cls.folder)
        cls.prepare()
        cls.mix = Mix(cls.folder, "Song", *cls.options)
        cls.browser = Browser()
        cls.browser.open(cls.mix.link)
        cls.until("the console", "return document.querySelectorAll('.rail .strip:not([hidden])').length === 8")

    @classmethod
    def prepare(cls):
        """What else there is in the folder before the program starts."""

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.mix.leave()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def until(cls, what, script, *arguments, seconds=10):
        return wait(what, lambda: cls.browser.run(script, *arguments), seconds)

    def view(self, name):
        self.browser.click(f"#views button[data-view={name}]")
        self.until(name, "return document.body.dataset.view === arguments[0]", name)

    def link_to(self, view):
        """As a link that leads there does it."""
        self.browser.run("location.hash = location.hash.split('/')[0] + '/' + arguments[0]", view)
        self.until(view, "return document.body.dataset.view === arguments[0]", view)

    def value(self, address):
        node = "/".join(address.split("/")[: 2 if address.startswith(("/master", "/monitor")) else 3])
        return self.mix.ask(f"values?of={node}")[address]

    def shown(self, strip, part=".level"):
        return self.browser.run("return document.querySelectorAll('.rail .strip')[arguments[0]].querySelector(arguments[1]).textContent", strip, part)

    def cap(self, strip):
        """Where the cap of a strip's fader is."""
        x, y, width, height = self.browser.box(".rail .strip .fader", strip)
        shown = self.until("a value", "return document.querySelectorAll('.rail .strip .fader')[arguments[0]].getAttribute('aria-valuenow')", strip)
        travel = float(shown) / 100
        return x + width / 2, y + height - 12 - travel * (height - 24)

    def order(self, *words):
        client = Client(self.mix)
        client.send({"do": list(words), "id": 1})
        reply = client.text("reply")
        client.close()
        self.assertNotIn("refused", reply)

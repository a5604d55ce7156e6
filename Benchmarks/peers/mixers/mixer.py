import os
import re
import subprocess


class Unavailable(Exception):
    """A mixer that cannot be measured here; the text is the reason."""


class Mixer:
    """A program that can do the strip. Subclasses say how to ask it."""

    name = ""
    #: What must be on the PATH, packages of Debian that bring it, and packages of Python.
    programs = []
    files = []
    packages = []
    modules = []
    #: Where this mixer's strip differs from what was asked for.
    remark = ""
    #: How often it may crash in a whole run and be tried again, for a program that does so now and then.
    crashes_allowed = 0

    def __init__(self, places):
        self.places = places

    def version(self):
        raise NotImplementedError

    def prepare(self, case, folder):
        """What a user does once, before the mixdown; not measured."""

    def command(self, case, folder):
        """The mixdown into `output(folder)`: what is measured."""
        raise NotImplementedError

    def output(self, folder):
        return os.path.join(folder, "out.wav")


def said(command, pattern=r"\d+(\.\d+)+\S*", **options):
    """The first place that matches in what a command prints."""
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", **options)
    match = re.search(pattern, result.stdout + result.stderr)
    return match.group(0) if match else "unknown"

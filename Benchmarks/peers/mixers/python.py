import json
import os
import subprocess

from mixers.mixer import Mixer

INSIDE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "inside")


class PythonMixer(Mixer):
    """A library of Python, in an environment of its own. The mix is described in a file of JSON."""

    script = ""

    def version(self):
        code = f"import importlib.metadata as m; print(m.version('{self.modules[0]}'))"
        return subprocess.run([self.places.python, "-c", code], capture_output=True, text=True).stdout.strip()

    def prepare(self, case, folder):
        with open(os.path.join(folder, "mix.json"), "w") as file:
            json.dump(self.job(case, folder), file)

    def job(self, case, folder):
        stems = [{"path": stem.path, "sides": stem.sides} for stem in case.stems]
        return {"stems": stems, "seconds": case.seconds, "output": self.output(folder)}

    def command(self, case, folder):
        return [self.places.python, "-B", os.path.join(INSIDE, self.script), os.path.join(folder, "mix.json")]

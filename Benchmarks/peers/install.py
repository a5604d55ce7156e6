"""Gets the peers: system packages by apt-get where permitted, libraries of Python into an environment of their own."""

import os
import shutil
import subprocess
import sys

from mixers.mixer import Unavailable


class Installer:
    def __init__(self, folder, permitted):
        self.environment = os.path.join(folder, "venv")
        self.permitted = permitted
        self.updated = False

    @property
    def python(self):
        return os.path.join(self.environment, "bin", "python")

    def system(self, programs, files, packages):
        """Installs the packages if a program or a file is missing."""
        if not missing(programs, files):
            return
        what = ", ".join(missing(programs, files))
        if not self.permitted:
            raise Unavailable(f"{what} is not here, and nothing was to be installed")
        if shutil.which("apt-get") is None:
            raise Unavailable(f"{what} is not here, and there is no apt-get (Debian: {' '.join(packages)})")
        apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
        if os.geteuid() != 0:
            if shutil.which("sudo") is None:
                raise Unavailable(f"{what} is not here; as root: apt-get install {' '.join(packages)}")
            apt = ["sudo", "-n", *apt]
        print("installing", *packages, flush=True)
        if not self.updated:
            # A list that could not be updated may still do.
            subprocess.run([*apt, "update"], capture_output=True)
            self.updated = True
        command = [*apt, "install", "-y", "--no-install-recommends", *packages]
        result = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if left := missing(programs, files):
            said = (result.stderr.strip().splitlines() or ["nothing"])[-1]
            raise Unavailable(f"{', '.join(left)} is not here after apt-get install {' '.join(packages)}: {said}")

    def libraries(self, modules):
        """Installs libraries of Python if one is missing."""
        if not modules or self.imports(modules):
            return
        if not self.permitted:
            raise Unavailable(f"{', '.join(modules)} is not in {self.environment}, and nothing was to be installed")
        print("installing", *modules, flush=True)
        if not os.path.exists(self.python):
            self.run([sys.executable, "-m", "venv", self.environment])
        self.run([self.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *modules])
        if not self.imports(modules):
            raise Unavailable(f"{', '.join(modules)} cannot be imported after pip install")

    def imports(self, modules):
        if not os.path.exists(self.python):
            return False
        code = "import " + ", ".join(modules)
        return subprocess.run([self.python, "-c", code], capture_output=True).returncode == 0

    def run(self, command):
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            said = (result.stderr.strip().splitlines() or ["nothing"])[-1]
            raise Unavailable(f"{' '.join(command[:4])} … ended with {result.returncode}: {said}")


def missing(programs, files):
    absent = [name for name in programs if shutil.which(name) is None]
    return absent + [path for path in files if not os.path.exists(path)]

"""What scenarios with sound share: a recorder of what comes out."""
import os
import signal
import subprocess
import threading

from guest import now
from song import RATE


class Recorder:
    """Records the loopback card's other side, and notes when each portion came."""

    def __init__(self, path, period=480):
        self.path, self.arrivals = path, []
        self.process = subprocess.Popen(
            ["arecord", "-q", "-D", "hw:Loopback,1,0", "-f", "FLOAT_LE", "-r", str(RATE), "-c", "2", "-t", "raw",
             f"--period-size={period}", "--buffer-size=96000"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self):
        count = 0
        with open(self.path, "wb") as file:
            while data := os.read(self.process.stdout.fileno(), 1 << 16):
                count += len(data)
                self.arrivals.append((now(), count))
                file.write(data)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        self.thread.join()

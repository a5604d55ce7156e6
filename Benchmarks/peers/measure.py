"""What a command costs: processor time of it and its children, and memory.

Run as a program of its own, small and fresh for each command: the kernel counts the memory of whoever started a
program as that program's own, so a starter of hundreds of MiB would hide what the peers use. What this one uses, 9 MiB,
is the least that can be told.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Cost:
    processor: float  # s, user and system, children included
    wall: float  # s
    memory: float  # MiB: most that the largest process had resident


class Failed(Exception):
    """A command that did not end well; the text is what it said last."""


def cost(command, log, timeout=3600):
    """Runs a command, its output into the file `log`, and says what it cost."""
    reader, writer = os.pipe()
    starter = [sys.executable, "-I", "-S", os.path.abspath(__file__), str(writer), log, *command]
    with subprocess.Popen(
        starter, pass_fds=[writer], stdin=subprocess.DEVNULL, start_new_session=True,
    ) as process:
        os.close(writer)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            raise Failed(f"did not end within {timeout} s") from None
        with os.fdopen(reader) as pipe:
            answer = pipe.read()
    result = json.loads(answer) if answer else {"status": -1}
    if result["status"] != 0:
        with open(log, errors="replace") as file:
            last = [line.strip() for line in file if line.strip()][-3:]
        raise Failed(f"ended with {result['status']}: " + " | ".join(last))
    return Cost(result["processor"], result["wall"], result["memory"])


def main():
    answer, log, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    os.set_inheritable(answer, False)
    begin = time.monotonic()
    pid = os.fork()
    if pid == 0:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        try:
            os.execvp(command[0], command)
        except OSError as error:
            os.write(2, f"{command[0]}: {error.strerror}\n".encode())
        os._exit(127)
    _, status, used = os.wait4(pid, 0)
    result = {
        "status": os.waitstatus_to_exitcode(status),
        "processor": used.ru_utime + used.ru_stime,
        "wall": time.monotonic() - begin,
        "memory": used.ru_maxrss / 1024,
    }
    os.write(answer, json.dumps(result).encode())


if __name__ == "__main__":
    main()

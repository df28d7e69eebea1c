"""A `finops up` of its own process, as a user starts it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
END_SECONDS = 20


@dataclass(frozen=True)
class Started:
    """The server's address, and the seconds from the command to its printed page."""

    http: str
    seconds: float

    @property
    def web_socket(self) -> str:
        """The WebSocket's address."""
        return self.http.replace("http", "ws", 1) + "/prod"


def free_port() -> int:
    """A port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def finops_up(*options: str) -> list[str]:
    """The command that starts the server, on a free port and keeping nothing."""
    return [sys.executable, "-m", "local.cli.main", "up", "--ephemeral", "--port", str(free_port()), *options]


@contextmanager
def started(command: Sequence[str]) -> Iterator[Started]:
    """Run a command that starts a server, until the context ends.

    Raises RuntimeError, with what it said, when it prints no page.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        for text in process.stdout:
            said += text
            if match := re.search(r"Page\s+(http://[\d.:]+)", text):
                yield Started(match[1], time.perf_counter() - begin)
                return
        raise RuntimeError(f"{' '.join(command)} printed no page address:\n{said}")
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """End the command and all it started, as Ctrl-C would; what does not listen is killed."""
    for signal_number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        break
    if process.stdout is not None:
        process.stdout.close()

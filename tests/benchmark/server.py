"""A `finops up` of its own process, as a user starts it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUARD = Path(__file__).with_name("guard.py")


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
    """Run a command that starts a server, until the context ends, or this process does: even if it is killed.

    Raises RuntimeError, with what it said, when it prints no page.
    """
    begin = time.perf_counter()
    with (
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process,
        _guarded(process),
    ):
        assert process.stdout is not None
        said = ""
        for text in process.stdout:
            said += text
            if match := re.search(r"Page\s+(http://[\d.:]+)", text):
                yield Started(match[1], time.perf_counter() - begin)
                return
        raise RuntimeError(f"{' '.join(command)} printed no page address:\n{said}")


@contextmanager
def _guarded(process: "subprocess.Popen[str]") -> Iterator[None]:
    """The process and all it starts end with the context."""
    guard = subprocess.Popen(
        [sys.executable, str(GUARD), str(process.pid)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        yield
    finally:
        assert guard.stdin is not None
        guard.stdin.close()
        process.wait()
        guard.wait()

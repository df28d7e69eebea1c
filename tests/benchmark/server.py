"""A `finops up` of its own process, as a user starts it."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


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


@contextmanager
def started(command: Sequence[str]) -> Iterator[Started]:
    """Run a command that starts a server, until the context ends. Raises RuntimeError when it prints no page."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, env={**os.environ}
    )
    try:
        assert process.stdout is not None
        for text in process.stdout:
            if match := re.search(r"Page\s+(http://[\d.:]+)", text):
                yield Started(match[1], time.perf_counter() - begin)
                return
        raise RuntimeError(f"{' '.join(command)} printed no page address")
    finally:
        os.killpg(process.pid, 15)
        process.wait(START_SECONDS)

"""The processes of a server's Lambdas, found in /proc: to be killed, or held where they stand."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from support.finops_command import FinopsServer, children


def sandboxes(server: FinopsServer, function: str | None = None) -> list[int]:
    """The processes of a function (`CostFunction`), or of all."""
    return sandboxes_of(server.process.pid, function)


def sandboxes_of(process: int, function: str | None = None) -> list[int]:
    """Those of the server that runs in a process."""
    named = f"AWS_LAMBDA_FUNCTION_NAME={function or ''}"
    found = []
    for pid in children(process):
        with suppress(OSError):
            variables = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
            if any(variable.startswith(named) for variable in variables):
                found.append(pid)
    return found


def kill(pids: list[int]) -> None:
    """End processes without a word."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def have_been_given_work(pids: list[int]) -> bool:
    """Whether an event waits for any of these held processes: they have not read what they were sent."""
    found = False
    for pid in pids:
        with suppress(OSError):  # an idle one may have been let go
            found = found or _unread(pid)
    return found


def _unread(pid: int) -> bool:
    links = (str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir())
    own = {link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:[")}
    lines = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    # the fifth field is `bytes to send:bytes to read`, the tenth the socket
    return any(fields[9] in own and int(fields[4].partition(":")[2], 16) for fields in map(str.split, lines))


@contextmanager
def held(server: FinopsServer, function: str) -> Iterator[list[int]]:
    """The function's processes stand still while the context lasts: what they are given does not end."""
    pids = sandboxes(server, function)
    assert pids, f"no sandbox of {function} runs"
    _signal(pids, signal.SIGSTOP)
    try:
        yield pids
    finally:
        _signal(pids, signal.SIGCONT)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)

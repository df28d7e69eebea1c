"""`finops up`: start everything, say where it is, and end it on Ctrl-C."""

import signal
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import platformdirs

from local.cli.welcome import welcome
from local.runtime import Runtime, RuntimeOptions, StartRefused
from local.runtime.options import DEFAULT_PORT, parse_failures, parse_parameters

REFUSED = 2


def up(
    *,
    port: int = DEFAULT_PORT,
    data: Path | None = None,
    today: date | None = None,
    fail: Sequence[str] = (),
    without: Sequence[str] = (),
    parameter: Sequence[str] = (),
    state: Path | None = None,
    ephemeral: bool = False,
) -> None:
    """Run until Ctrl-C or a request to terminate.

    `fail` are `STEP` or `STEP=N`, `parameter` the template's as `NAME=VALUE`. Jobs are kept in `state`, or in
    a folder of the user's, one a port, unless `ephemeral` or the port is 0, any free one. Ends the process
    with status 2 and one sentence when nothing can be started.
    """
    try:
        options = RuntimeOptions(
            port=port,
            data=data,
            today=today,
            failures=parse_failures(fail),
            without=frozenset(without),
            parameters=parse_parameters(parameter),
            state=None if ephemeral else state or _state_folder(port),
        )
        runtime = Runtime(options)
        addresses = runtime.start()
    except StartRefused as refused:
        print(refused, file=sys.stderr)  # noqa: T201 - a command speaks to its terminal
        raise SystemExit(REFUSED) from refused
    try:
        ended = _told_to_end()
        print(welcome(addresses, options.state), flush=True)  # noqa: T201
        ended.wait()
    finally:
        runtime.stop()


def _state_folder(port: int) -> Path | None:
    """One a port: a second server beside the first keeps its own jobs; none where any port will do."""
    if port == 0:
        return None
    return Path(platformdirs.user_data_dir("finops-agent"), f"port-{port}")


def _told_to_end() -> threading.Event:
    """Set by Ctrl-C, or by a request to terminate."""
    ended = threading.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, lambda _number, _frame: ended.set())
    return ended

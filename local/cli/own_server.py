"""The server `finops ask` speaks to: a running one, or one of its own that keeps nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import typer

from local.cli.questions import Question


@contextmanager
def server_for(questions: list[Question], *, url: str | None, data: Path | None) -> Iterator[str]:
    """The WebSocket address to ask at, valid while the context lasts.

    A server started here takes the latest of the questions' days as its own today when all name one: what is
    asked as of a day must not be after the server's own. What a person must know of its bill is said on
    standard error. Its log is deleted where the context ends without an exception, else kept, and named where
    the command itself ends it. Raises local.runtime.StartRefused.
    """
    if url:
        yield url
        return
    from local.runtime import RuntimeOptions, running
    from local.runtime.log_file import log_file_of_process

    options = RuntimeOptions(port=0, data=data, today=_latest_day(questions), log_file=log_file_of_process())
    with running(options) as addresses:
        for caution in addresses.bill.cautions():
            typer.echo(caution, err=True)
        try:
            yield addresses.web_socket
        except typer.Exit:
            typer.echo(f"The server's log: {addresses.log_file}", err=True)
            raise
    addresses.log_file.unlink(missing_ok=True)


def _latest_day(questions: list[Question]) -> date | None:
    days = [question.today for question in questions]
    return max((day for day in days if day), default=None) if all(days) else None

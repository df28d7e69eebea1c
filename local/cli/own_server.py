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
    standard error. Raises local.runtime.StartRefused.
    """
    if url:
        yield url
        return
    from local.runtime import RuntimeOptions, running

    with running(RuntimeOptions(port=0, data=data, today=_latest_day(questions))) as addresses:
        for caution in addresses.bill.cautions():
            typer.echo(caution, err=True)
        yield addresses.web_socket


def _latest_day(questions: list[Question]) -> date | None:
    days = [question.today for question in questions]
    return max((day for day in days if day), default=None) if all(days) else None

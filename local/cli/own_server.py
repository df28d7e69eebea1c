"""The server `finops ask` speaks to: a running one, or one of its own that keeps nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from local.cli.questions import Question


@contextmanager
def server_for(questions: list[Question], *, url: str | None, data: Path | None) -> Iterator[str]:
    """The WebSocket address to ask at, valid while the context lasts.

    A server started here takes the latest of the questions' days as its own today when all name one: what is
    asked as of a day must not be after the server's own. What a person must know of its bill, and of the days
    before the server's own, is said on standard error. Its log is deleted where the context ends without an
    exception, else kept, and named where the command itself ends it. Raises local.runtime.StartRefused.
    """
    if url:
        yield url
        return
    from local.runtime import RuntimeOptions, running
    from local.runtime.log_file import log_file_of_process

    today = _latest_day(questions)
    options = RuntimeOptions(port=0, data=data, today=today, log_file=log_file_of_process())
    if caution := _of_earlier_days(questions, today or datetime.now(UTC).date()):
        typer.echo(caution, err=True)
    with running(options) as addresses:
        for caution in addresses.bill.cautions():
            typer.echo(caution, err=True)
        try:
            yield addresses.web_socket
        except typer.Exit:
            typer.echo(f"The server's log: {addresses.log_file}", err=True)
            raise
    addresses.log_file.unlink(missing_ok=True)


def _of_earlier_days(questions: list[Question], today: date) -> str:
    """What the cost APIs, which know one day as AWS's do, cannot tell as of earlier ones; empty for none."""
    earlier = sorted({question.today for question in questions if question.today and question.today < today})
    if not earlier:
        return ""
    days = ", ".join(str(day) for day in earlier[:3]) + (", ..." if len(earlier) > 3 else "")
    return (
        f"One server answers all of these, on {today}: forecasts, budgets and hourly figures as of earlier "
        f"days ({days}) cannot be had. Ask the questions of such a day by themselves."
    )


def _latest_day(questions: list[Question]) -> date | None:
    days = [question.today for question in questions]
    return max((day for day in days if day), default=None) if all(days) else None

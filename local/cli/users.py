"""`finops usage` and `finops user`: what a deployment holds of its users, for who runs it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from local.cli.options import LOCAL_URL, Url, instead_of_url, refuse

if TYPE_CHECKING:
    from rich.table import Table

    from local.deployment.stores import Stores
    from local.deployment.usage import UsageOfDay

app = typer.Typer(help="Export or erase all that is kept of a user.", no_args_is_help=True)

User = Annotated[
    str,
    typer.Argument(
        help="A username of the user pool: all they asked, under whatever tenant. Or TENANT#ID: that alone."
    ),
]
Stack = Annotated[
    str | None, typer.Option("--stack", metavar="NAME", help="On AWS: the stack, instead of --url.")
]


@app.command(epilog="Example: `finops user export demo --output demo.json`")
def export(
    user: User,
    url: Url = LOCAL_URL,
    stack: Stack = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there, not to the terminal.")
    ] = None,
) -> None:
    """Everything kept of a user, as JSON: jobs with their messages and results, spending, connections."""
    from local.cli.aws_errors import aws_errors_told
    from local.deployment.owners import UnknownUser, owners_of
    from local.deployment.user_data import NothingKept
    from local.deployment.user_data import export as export_of

    stores = stores_for(url, stack)
    try:
        with aws_errors_told():
            content = json.dumps(export_of(stores, owners_of(stores, user)), indent=2, ensure_ascii=False)
        if output:
            output.write_text(content + "\n", encoding="utf-8")
            typer.echo(f"Written to {output}.", err=True)
        else:
            typer.echo(content)
    except (UnknownUser, NothingKept) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"The data cannot be written to {output}: {error.strerror}. Choose another file.")


@app.command(epilog="Example: `finops user erase demo`, or at a deployed stack with `--stack NAME`")
def erase(
    user: User,
    url: Url = LOCAL_URL,
    stack: Stack = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete everything kept of a user. Their account in the user pool stays; delete it there."""
    from local.cli.aws_errors import aws_errors_told
    from local.deployment.owners import UnknownUser, owners_of
    from local.deployment.user_data import WHAT_STAYS, JobsUnderWay, NothingKept
    from local.deployment.user_data import erase as erase_of

    stores = stores_for(url, stack)
    try:
        with aws_errors_told():
            owners = owners_of(stores, user)
            if not yes:
                typer.confirm(f"Erase all that is kept of {user} ({', '.join(owners)})?", abort=True)
            erased = erase_of(stores, owners)
    except (UnknownUser, JobsUnderWay, NothingKept) as error:
        refuse(str(error))
    typer.echo(
        f"Erased: {erased['jobs']} jobs, {erased['results']} stored results, "
        f"{erased['conversations']} conversations of {', '.join(owners)}.\n{WHAT_STAYS}"
    )


def stores_for(url: str, stack: str | None) -> "Stores":
    """The stores of the stack, or of the server at `url`; ends the command where they are not there."""
    from local.cli.aws_errors import aws_errors_told
    from local.client.sign_in import SignInFailed
    from local.deployment.stores import NoSuchStack, stores_at, stores_of

    try:
        with aws_errors_told():
            return stores_of(stack) if stack else stores_at(url)
    except NoSuchStack as error:
        refuse(str(error))
    except SignInFailed as error:
        refuse(f"{error}{instead_of_url(url, '--stack NAME')}")


def show_usage(url: str, stack: str | None, days: int, as_json: bool) -> None:
    """`finops usage`: the last `days` UTC days, today's included."""
    from local.cli.aws_errors import aws_errors_told
    from local.cli.whole_output import print_whole
    from local.deployment.usage import usage

    last = datetime.now(UTC).date()
    stores = stores_for(url, stack)
    with aws_errors_told():
        rows = usage(stores, last - timedelta(days=days - 1), last)
    if as_json:
        typer.echo(json.dumps([_as_json(row) for row in rows], indent=2))
    elif rows:
        print_whole(usage_table(rows))
    else:
        typer.echo("No questions on these days.", err=True)


def _as_json(row: "UsageOfDay") -> dict[str, object]:
    return {
        "day": row.day.isoformat(),
        "owner": row.owner,
        "questions": row.questions,
        "completed": row.completed,
        "failed": row.failed,
        "underWay": row.under_way,
        "requests": row.requests,
        "priceUsd": str(row.price_usd),
    }


def usage_table(rows: "list[UsageOfDay]") -> "Table":
    """A row a user and day; days are never folded, users where there is no room."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("Day (UTC)", no_wrap=True, min_width=10)
    table.add_column("User", overflow="fold")
    for heading in ("Questions", "Completed", "Failed", "Under way", "Requests", "Price"):
        table.add_column(heading, justify="right", overflow="fold")
    for row in rows:
        counts = (row.questions, row.completed, row.failed, row.under_way, row.requests)
        table.add_row(row.day.isoformat(), Text(row.owner), *map(str, counts), f"${row.price_usd:,.2f}")
    return table

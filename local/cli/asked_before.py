"""The commands on what was asked before: what `jobs`, `show`, `replay`, `trace` and `usage` take."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from local.cli.options import LOCAL_URL, Token, Url, instead_of_url, refuse

if TYPE_CHECKING:
    from local.client import FinOpsSession

T = TypeVar("T")

app = typer.Typer()


@app.command(
    epilog="Example: `finops jobs --limit 5`; a job's id goes to `finops show`, `trace` or `replay`."
)
def jobs(
    url: Url = LOCAL_URL,
    token: Token = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
    everyone: Annotated[bool, typer.Option("--all", help="Everybody's (for operators).")] = False,
) -> None:
    """List your jobs, newest first."""
    from local.cli import jobs as listing

    found = _in_session(
        url, token, lambda session: listing.list_jobs(session, limit=limit, everyone=everyone)
    )
    listing.print_jobs(found)


@app.command(epilog="Examples: `finops show JOB`, `finops show JOB --json`; `finops jobs` lists the ids.")
def show(
    job: Annotated[str, typer.Argument(help="The job's id.")],
    url: Url = LOCAL_URL,
    token: Token = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as a line of JSON.")] = False,
) -> None:
    """Show the answer of a job asked before, without asking again. Exit status 1 when it has none."""
    from local.cli import jobs as listing
    from local.cli.answers import display_for
    from local.cli.commands import Commands

    display, commands = display_for(as_json, several=False), Commands(url)
    shown = _in_session(url, token, lambda s: listing.show(s, job, display=display, commands=commands))
    raise typer.Exit(0 if shown else 1)


@app.command(
    epilog="Examples: `finops replay JOB`, or after an outage `finops replay --failed --since 2026-11-01`"
)
def replay(
    job: Annotated[str | None, typer.Argument(help="The job's id.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Every failed job that can be replayed.")] = False,
    everyone: Annotated[
        bool, typer.Option("--all", help="With --failed: everybody's (for operators).")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="With --failed: asked since then (UTC)."
        ),
    ] = None,
    restart: Annotated[
        bool,
        typer.Option(
            "--restart", help="From the beginning, under today's definition, not from the failed step."
        ),
    ] = False,
    url: Url = LOCAL_URL,
    token: Token = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print results as JSON lines.")] = False,
) -> None:
    """Replay a failed job from the step that failed; finished steps are not run or paid again."""
    from local.cli import jobs as listing
    from local.cli.answers import display_for
    from local.cli.commands import Commands

    if (job is None) == (not failed):
        refuse("Give a job's id, as `finops jobs` lists them, or --failed for all that failed.")
    if (since or everyone) and not failed:
        refuse("--since and --all go with --failed: they choose among the jobs that failed.")
    mode, display = "restart" if restart else "redrive", display_for(as_json, several=failed)
    commands = Commands(url)
    if job:
        done = _in_session(
            url, token, lambda s: listing.replay(s, job, mode=mode, display=display, commands=commands)
        )
    else:
        done = _in_session(
            url,
            token,
            lambda s: listing.replay_failed(
                s, since=since, mode=mode, display=display, commands=commands, everyone=everyone
            ),
        )
    raise typer.Exit(0 if done else 1)


@app.command(
    epilog="Examples: `finops trace JOB`, or at a deployed stack `finops trace JOB --state-machine ARN` "
    "(its output StateMachineArn)."
)
def trace(
    job: Annotated[str, typer.Argument(help="The job's id.")],
    url: Url = LOCAL_URL,
    state_machine: Annotated[
        str | None, typer.Option(metavar="ARN", help="On AWS: the state machine's ARN, instead of --url.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the latest execution and its history as JSON.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show inputs and outputs whole.")] = False,
) -> None:
    """Show a job's executions as trees: each state's status, tries, duration, input, output, error."""
    from local.cli.aws_errors import aws_errors_told
    from local.cli.trace import export_history, print_trace
    from local.client.sign_in import http_address
    from local.trace.executions import Executions, UnknownExecution

    try:
        with aws_errors_told("" if state_machine else instead_of_url(url, "--state-machine ARN")):
            executions = (
                Executions.on_aws(state_machine) if state_machine else Executions.at(http_address(url))
            )
            for description in executions.of_job(job):
                events = executions.events(description["executionArn"])
                print_trace(description["name"], events, unfolded=full)
        if export:
            export_history(export, description, events)
    except UnknownExecution as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"The history cannot be written to {export}: {error.strerror}. Choose another file.")


@app.command(
    epilog="Examples: `finops usage --days 30`, or at a deployed stack "
    "`finops usage --stack finops-agent --json`"
)
def usage(
    url: Url = LOCAL_URL,
    stack: Annotated[
        str | None, typer.Option(metavar="NAME", help="On AWS: the stack, instead of --url.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=90, help="How many UTC days, today included.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show questions, their outcomes, paid requests and their price, by user and day."""
    from local.cli.users import show_usage

    show_usage(url, stack, days, as_json)


def _in_session(url: str, token: str | None, work: "Callable[[FinOpsSession], Awaitable[T]]") -> "T":
    from local.cli.session import in_session
    from local.client import MessageTooLarge, RequestRefused
    from local.client.sign_in import SignInFailed

    try:
        return in_session(url, token, work)
    except (SignInFailed, RequestRefused, MessageTooLarge, ConnectionError) as error:
        refuse(str(error))

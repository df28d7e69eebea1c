"""The `finops` command line: what each command takes; the work is in the module named after it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from local.cli.options import LOCAL_URL, Data, Today, Token, Url, UrlOrOwnServer, refuse

if TYPE_CHECKING:
    from local.cli.answers import Display
    from local.client import FinOpsSession

T = TypeVar("T")

EPILOG = 'Start with `finops up` and open its page, or: `finops ask "What was my S3 spend in May?"`'

app = typer.Typer(
    name="finops",
    help="Ask an AWS bill questions, on this machine or at a deployed stack, and check every figure.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"finops {version('finops-agent')}")
        raise typer.Exit


@app.callback()
def finops(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end."),
    ] = False,
) -> None:
    """What every command has."""


@app.command(epilog="Example: `finops up --data bill.csv --today 2026-03-10`, then open the page it prints.")
def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The one port everything is served on.")] = 8787,
    data: Data = None,
    today: Today = None,
    fail: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STEP[=N]",
            help="Make a step's Lambda fail on its first N calls (1 unless told), to try a replay.",
        ),
    ] = None,
    without: Annotated[
        str,
        typer.Option(
            metavar="NAMES",
            help="AWS features to do without, separated by commas, to see how answers say so: "
            "support-plan, cost-optimization-hub, forecast, ...",
        ),
    ] = "",
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="A parameter of the template, as a deployment sets it: MaxRequestsPerQuestion=5, ...",
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where jobs are kept: delete it, or name another, to start clean. "
            "Without it, a folder of yours for each port, which the start names.",
        ),
    ] = None,
    ephemeral: Annotated[bool, typer.Option("--ephemeral", help="Keep nothing after the end.")] = False,
) -> None:
    """Start everything on this machine: the page, the WebSocket, the Lambdas and the state machine."""
    from local.cli.up import up as start

    start(
        port=port,
        data=data,
        today=_day(today),
        fail=fail or [],
        without=_names(without),
        parameter=parameter or [],
        state=state,
        ephemeral=ephemeral,
    )


@app.command(
    context_settings={"allow_extra_args": True},
    epilog='Examples: `finops ask "What was my S3 spend in May?"`, '
    "`finops ask --data bill.csv --questions questions.txt --json`, and to a running server "
    '`finops ask --url WS --conversation s3 "and in June?"`',
)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="The question, in words.")] = None,
    questions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help='A file of questions: one a line, or JSON lines with "question" and "today".'
        ),
    ] = None,
    data: Data = None,
    today: Today = None,
    conversation: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help='A name of your own: a question goes on from the one before of that name ("and in June?").',
        ),
    ] = None,
    url: UrlOrOwnServer = None,
    token: Token = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print each job's result as a line of JSON, nothing else.")
    ] = False,
) -> None:
    """Ask a question, watch the steps, read the answer. Exit status 1 when one got no answer."""
    from local.cli.ask import ask_all
    from local.cli.commands import Commands
    from local.cli.own_server import server_for
    from local.cli.questions import Question, QuestionFileError, read_questions
    from local.client.sign_in import SignInFailed
    from local.runtime import StartRefused

    if question is not None and context.args:
        refuse(f'Put the question in quotes: finops ask "{" ".join((question, *context.args))}"')
    if (question is None) == (questions is None) or (question is not None and not question.strip()):
        refuse(
            'Give one question in words, such as "What did we spend last month?", '
            "or a file of them with --questions."
        )
    if conversation and question and not url:
        refuse(
            "--conversation goes on from an earlier question, which only a server that runs on knows: "
            "start `finops up` and name it with --url, or give the questions in order with --questions."
        )
    if url and data:
        refuse("--data is for a server started here; the one at --url (or FINOPS_URL) has its own bill.")
    try:
        lines = read_questions(questions) if questions else [Question(question or "")]
        asked = [Question(line.text, line.today or _day(today)) for line in lines]
        display = _display(as_json, len(asked) > 1)
        with server_for(asked, url=url, data=data) as address:
            complete = ask_all(
                asked,
                display,
                url=address,
                token=token,
                conversation=conversation,
                commands=Commands(url) if url else None,
            )
            if not complete:
                raise typer.Exit(1)
    except (QuestionFileError, SignInFailed, StartRefused) as error:
        refuse(str(error))


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
    from local.cli.commands import Commands

    display, commands = _display(as_json, several=False), Commands(url)
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
    from local.cli.commands import Commands

    if (job is None) == (not failed):
        refuse("Give a job's id, as `finops jobs` lists them, or --failed for all that failed.")
    if (since or everyone) and not failed:
        refuse("--since and --all go with --failed: they choose among the jobs that failed.")
    mode, display = "restart" if restart else "redrive", _display(as_json, failed)
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
        with aws_errors_told():
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


def run() -> None:
    """The entry point of the `finops` script."""
    from local.cli.users import app as users

    app.add_typer(users, name="user")
    app()


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _display(as_json: bool, several: bool) -> "Display":
    from local.cli.answers import JsonDisplay, TerminalDisplay

    return JsonDisplay() if as_json else TerminalDisplay(several)


def _in_session(url: str, token: str | None, work: "Callable[[FinOpsSession], Awaitable[T]]") -> "T":
    from local.cli.session import in_session
    from local.client import MessageTooLarge, RequestRefused
    from local.client.sign_in import SignInFailed

    try:
        return in_session(url, token, work)
    except (SignInFailed, RequestRefused, MessageTooLarge, ConnectionError) as error:
        refuse(str(error))


if __name__ == "__main__":
    run()

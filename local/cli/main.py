"""The `finops` command line: what `up` and `ask` take, and where the other commands are."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from local.cli.asked_before import app as asked_before
from local.cli.options import Data, Today, Token, UrlOrOwnServer, refuse
from local.cli.users import app as users

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


app.add_typer(asked_before)
app.add_typer(users, name="user")


@app.command(epilog="Example: `finops up --data bill.csv --today 2026-03-10`, then open the page it prints.")
def up(
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65535, help="The one port everything is served on; 0 takes one that is free."
        ),
    ] = 8787,
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
            "Without it, a folder of yours for each port, which the start names, and none for port 0.",
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
    from local.cli.answers import display_for
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
        display = display_for(as_json, several=len(asked) > 1)
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


def run() -> None:
    """The entry point of the `finops` script."""
    app()


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


if __name__ == "__main__":
    run()

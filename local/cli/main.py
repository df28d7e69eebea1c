"""The `finops` command line: what each command takes; the work is in the module named after it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

EPILOG = 'Start with: finops up   then, in another terminal:   finops ask --url ws://127.0.0.1:8787/prod "What is my current AWS spend?"'

app = typer.Typer(
    name="finops",
    help="Ask an AWS bill questions: on this machine, or against a deployed stack.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="A bill: FOCUS or CUR 2.0 as CSV, gzip or Parquet, a file or a folder. Without it, a generated demo organisation.",
    ),
]
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today", formats=["%Y-%m-%d"], help="Answer as of this day (UTC). Without it, the real day."
    ),
]


def run() -> None:
    """The entry point of the `finops` script."""
    app()

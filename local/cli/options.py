"""The options that several commands take, and how a command that cannot be run says so."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import typer

LOCAL_URL = "ws://127.0.0.1:8787/prod"
URL_VARIABLE, TOKEN_VARIABLE = "FINOPS_URL", "FINOPS_TOKEN"


def refuse(message: str) -> NoReturn:
    """End the command with status 2 and one sentence on standard error."""
    typer.echo(message, err=True)
    raise typer.Exit(2)


def web_socket_address(value: str | None) -> str | None:
    """The option's value, when it is the address of a WebSocket."""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        if parts.scheme in ("ws", "wss") and parts.hostname and parts.port != 0:
            return value
    except ValueError:
        pass
    refuse(
        f'--url "{value}" is no WebSocket address. `finops up` prints its own, such as {LOCAL_URL}; '
        "a deployed stack's is its output WebSocketUrl, wss://..."
    )


def instead_of_url(url: str, option: str) -> str:
    """What to add where nothing was found at `url`, and it is the address of a deployed stack."""
    return f" At a deployed stack give {option} instead." if url.startswith("wss:") else ""


Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="A bill: FOCUS or CUR 2.0 as CSV, gzip or Parquet, a file or a folder. "
        "Without it, a generated demo organisation.",
    ),
]
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today", formats=["%Y-%m-%d"], help="The day to answer as of (UTC). Without it, the real one."
    ),
]
Url = Annotated[
    str,
    typer.Option(
        "--url",
        metavar="WS",
        envvar=URL_VARIABLE,
        callback=web_socket_address,
        help="The WebSocket of a running server or a deployed stack.",
    ),
]
UrlOrOwnServer = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="WS",
        envvar=URL_VARIABLE,
        callback=web_socket_address,
        help="The WebSocket of a running server or a deployed stack. Without it, one is started for this.",
    ),
]
Token = Annotated[
    str | None,
    typer.Option(
        "--token",
        envvar=TOKEN_VARIABLE,
        show_envvar=True,
        help="An ID token of the user pool. Without it, the demo user's of a local server. "
        "The variable keeps it out of the shell's history.",
    ),
]

"""A signed-in session for one command, and what a person can do where there is none."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TypeVar

import typer
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from local.client import FinOpsSession, RequestRefused
from local.client.connection import RECONNECT_SECONDS
from local.client.sign_in import SignInFailed, id_token, read_config

T = TypeVar("T")


def in_session(url: str, token: str | None, work: Callable[[FinOpsSession], Awaitable[T]]) -> T:
    """Run `work` in a session of the token's user, without one of the demo user's of a local server.

    Raises SignInFailed when nobody can sign in at `url`, and what `work` raises.
    """

    def demo_users_token() -> str:
        # asked for at each connection: a server that was started again has another password
        return id_token(read_config(url))

    def tell_outage() -> None:
        typer.echo(
            f"The connection to {url} was lost; trying to connect again "
            f"for {RECONNECT_SECONDS / 60:.0f} minutes. Questions that were taken are kept.",
            err=True,
        )

    async def run() -> T:
        async with AsyncExitStack() as stack:
            try:
                opened = FinOpsSession(url, token or demo_users_token, on_outage=tell_outage)
                session = await stack.enter_async_context(opened)
            except RequestRefused as refused:
                raise SignInFailed(f"{url} refused the sign-in: {refused}") from refused
            except (OSError, WebSocketException) as error:
                raise SignInFailed(no_connection(url, error)) from error
            return await work(session)

    return asyncio.run(run())


def no_connection(url: str, error: Exception) -> str:
    """Why a connection could not be opened, and what to check."""
    match error:
        case InvalidStatus():
            status = error.response.status_code
            reason = f"it answered HTTP {status}: no WebSocket is there, or it does not let this client in. "
            advice = "Check --url: it ends in the stage, such as /prod."
        case ConnectionClosed():
            reason, advice = "it closed the connection at once. ", "Try again, or sign in for a new token."
        case ssl.SSLError():
            reason = "no TLS connection came about. "
            advice = "A server on this machine takes ws://, a deployed stack wss://."
        case socket.gaierror():
            reason, advice = "no host has this name. ", "Check --url."
        case TimeoutError():
            reason, advice = "it did not answer in time. ", "Check --url, and try again."
        case _:
            reason = "nothing answers there. "
            advice = "Start a server with `finops up`, or check --url."
    return f"No connection to {url}: {reason}{advice}"

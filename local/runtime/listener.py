"""The one public port, taken before anything else starts."""

import errno
import http.client
import json
import socket
import urllib.request

from local.runtime.options import StartRefused

ANSWER_SECONDS = 1.0


def bind_loopback(port: int) -> socket.socket:
    """A socket bound to the port on loopback, not listening yet: clients are refused until all is ready.

    Raises StartRefused when the port is taken, or not the user's to take.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        # binding alone lets two servers share a port that none listens on yet
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise StartRefused(_who_has(port)) from error
        raise StartRefused(
            f"Port {port} cannot be used: {error.strerror}; choose another with --port."
        ) from error
    return listener


def _who_has(port: int) -> str:
    """Why the port is not free: a server like this one, or another program."""
    web_socket = _web_socket_of_server(port)
    if web_socket is None:
        return f"Port {port} is taken by another program; choose another with --port."
    other = port + 1 if port < 65535 else port - 1
    return (
        f"A finops server runs on port {port} already: ask it with --url {web_socket}, "
        f"or start another beside it with --port {other}."
    )


def _web_socket_of_server(port: int) -> str | None:
    """The WebSocket's address, where what listens there answers `/config.json` as a finops server does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/config.json", timeout=ANSWER_SECONDS) as answer:
            config = json.load(answer)
            return str(config["webSocketUrl"]) if config["cognito"] and config["stepFunctions"] else None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None

"""What the WSGI applications of the engine share."""

from collections.abc import Callable, Iterable
from typing import Any

WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]


def read_body(environ: dict[str, Any]) -> bytes:
    """The request's body; it can be read only once."""
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return body

"""What the WSGI applications of the engine share."""

import io
from collections.abc import Callable, Iterable
from typing import Any

WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]


def read_body(environ: dict[str, Any]) -> bytes:
    """The request's body; it can be read only once, see `with_body`."""
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return body


def with_body(environ: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The request, with its body to be read again."""
    return {**environ, "wsgi.input": io.BytesIO(body)}

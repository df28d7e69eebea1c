"""Keeps web pages out: the AWS API of this machine asks for no real credentials."""

from collections.abc import Iterable
from typing import Any

from local.engine.wsgi import WsgiApplication

_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


def is_loopback_host(host_header: str) -> bool:
    """Whether a Host header names this machine; the port does not matter.

    A page whose own domain resolves to 127.0.0.1 (DNS rebinding) still sends that domain as its Host.
    """
    name, colon, port = host_header.rpartition(":")
    if not colon or not port.isdigit():
        name = host_header
    return name.lower() in _LOOPBACK_HOSTS


class OriginGuard:
    """WSGI middleware: 403 for a Host that is not loopback, and for an Origin that is not allowed.

    boto3 and the AWS CLI send no Origin; browsers send one with every request that could do harm.
    """

    def __init__(
        self,
        application: WsgiApplication,
        allowed_origins: Iterable[str] = (),
    ) -> None:
        self._application = application
        self._allowed_origins = frozenset(allowed_origins)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        refusal = self._refusal(environ)
        if refusal is None:
            return self._application(environ, start_response)
        body = refusal.encode()
        start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    def _refusal(self, environ: dict[str, Any]) -> str | None:
        if not is_loopback_host(environ.get("HTTP_HOST", "")):
            return "Only requests to this machine by its loopback name are answered.\n"
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and origin not in self._allowed_origins:
            return "Web pages of this origin may not call the AWS API of this machine.\n"
        return None

"""Keeps web pages elsewhere out: what this port serves asks for no real AWS credentials."""

from collections.abc import Awaitable, Callable

from aiohttp import web

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refusal(host: str, origin: str | None) -> str | None:
    """Why a request is refused, by its Host and Origin headers; None when it may pass.

    A page whose own domain resolves to 127.0.0.1 (DNS rebinding) still sends that domain as its Host.
    Browsers send an Origin with every request that could do harm; boto3, the CLI and `finops` send none.
    """
    name, colon, port = host.rpartition(":")
    if (name if colon and port.isdigit() else host).lower() not in _LOOPBACK_NAMES:
        return "Only requests to this machine by its loopback name are answered."
    if origin is not None and origin != f"http://{host}":
        return "Only this server's own page may call it from a browser."
    return None


@web.middleware
async def loopback_guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers 403 to what `refusal` refuses, before anything else looks at the request."""
    reason = refusal(request.headers.get("Host", ""), request.headers.get("Origin"))
    if reason is not None:
        return web.json_response({"message": reason}, status=403)
    return await handler(request)

"""Everything on one port: which request goes where."""

import socket

from aiohttp import web

from local.gateway.aws_apis import AwsApis, is_aws_request
from local.gateway.connections import Connections
from local.gateway.connections_api import ConnectionsApi
from local.gateway.limits import GOING_AWAY
from local.gateway.loopback_guard import loopback_guard
from local.gateway.page import Page
from local.gateway.web_socket import WebSocketGateway

# Results go to S3 in one piece: the largest is stored through here only when asked from a terminal.
_REQUEST_LIMIT_BYTES = 64 * 1024 * 1024
_SHUTDOWN_SECONDS = 2


class GatewayServer:
    """The public port of one machine. Used on one event loop only."""

    def __init__(
        self,
        stage: str,
        web_socket: WebSocketGateway,
        connections: Connections,
        aws_apis: AwsApis,
        page: Page,
    ) -> None:
        self._web_socket = web_socket
        self._connections = connections
        self._aws_apis = aws_apis
        self._page = page
        application = web.Application(middlewares=[loopback_guard], client_max_size=_REQUEST_LIMIT_BYTES)
        management = ConnectionsApi(connections)
        application.router.add_get(f"/{stage}", self._handshake)
        application.router.add_route("*", f"/{stage}/@connections/{{connection_id}}", management.handle)
        application.router.add_get("/config.json", page.config)
        application.router.add_route("*", "/{path:.*}", self._others)
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS, handle_signals=False
        )

    async def start(self, listener: socket.socket) -> None:
        """Begin to answer on a socket that is bound."""
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()

    async def stop(self) -> None:
        """Close every connection as a server that goes away, and stop answering."""
        await self._connections.close_all(GOING_AWAY, "Going away")
        await self._web_socket.settle()
        await self._runner.cleanup()
        await self._aws_apis.close()

    async def _handshake(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return await self._others(request)
        return await self._web_socket.handle(request)

    async def _others(self, request: web.Request) -> web.StreamResponse:
        if is_aws_request(request.path, request.headers):
            return await self._aws_apis.handle(request)
        return await self._page.handle(request)

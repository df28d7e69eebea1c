"""The WebSocket API: handshakes become `$connect`, messages events for their routes, ends `$disconnect`."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from local.gateway.connections import Connection, Connections
from local.gateway.events import (
    CONNECT,
    DISCONNECT,
    Api,
    Client,
    Event,
    connect_event,
    disconnect_event,
    error_message,
    message_event,
    new_connection_id,
)
from local.gateway.limits import GOING_AWAY, INBOUND_LIMIT_BYTES, UNSUPPORTED_DATA, ConnectionLimits
from local.gateway.routes import select_route
from local.lambdas.invocation import Invocation
from local.template.application import WebSocketApiResource

log = logging.getLogger(__name__)

InvokeFunction = Callable[[str, bytes], Awaitable[Invocation]]

_PROTOCOL_HEADER = "Sec-WebSocket-Protocol"
_NO_STATUS = (1005, "Client-side close frame status not set")
_VANISHED = (1006, "Connection closed abnormally")


class WebSocketGateway:
    """API Gateway's part in a WebSocket API. Used on one event loop only."""

    def __init__(
        self,
        api: WebSocketApiResource,
        domain_name: str,
        invoke: InvokeFunction,
        connections: Connections,
        limits: ConnectionLimits,
    ) -> None:
        self._resource = api
        self._api = Api(api_id=api.api_id, stage=api.stage, domain_name=domain_name)
        self._invoke = invoke
        self._connections = connections
        self._limits = limits
        self._disconnects: set[asyncio.Task[None]] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A handshake, and the connection's whole life."""
        client = Client(
            connection_id=new_connection_id(),
            connected_at=datetime.now(UTC),
            source_ip=request.remote or "",
            user_agent=request.headers.get("User-Agent"),
        )
        status, headers = await self._connect(request, client)
        if not 200 <= status < 300:
            message = "Forbidden" if status in (401, 403) else "Internal server error"
            return web.json_response(error_message(message, client.connection_id, ""), status=status)
        protocol = headers.get(_PROTOCOL_HEADER.lower())
        socket = web.WebSocketResponse(
            # a message of exactly this size is refused, so one more is allowed
            max_msg_size=INBOUND_LIMIT_BYTES + 1,
            compress=False,
            protocols=(protocol,) if protocol else (),
            timeout=2,
        )
        await socket.prepare(request)
        connection = Connection(client, socket, self._limits)
        self._connections.add(connection)
        sender = asyncio.ensure_future(connection.send_posted())
        end = _VANISHED
        try:
            end = await self._receive(connection)
        finally:
            self._connections.remove(connection)
            sender.cancel()
            self._in_background(self._disconnect(client, *end))
        return socket

    async def settle(self) -> None:
        """Wait for the `$disconnect`s under way."""
        if self._disconnects:
            await asyncio.wait(self._disconnects, timeout=2)

    async def _connect(self, request: web.Request, client: Client) -> tuple[int, Mapping[str, str]]:
        """The status `$connect` answers with, and its headers by lower-case name; 200 without the route."""
        function = self._resource.routes.get(CONNECT)
        if function is None:
            return 200, {}
        query = [(name, value) for name, value in request.query.items()]
        event = connect_event(self._api, client, datetime.now(UTC), request.headers.items(), query)
        answer = await self._call(function, event)
        if answer is None or not isinstance(answer.get("statusCode"), int):
            return 502, {}
        headers = answer.get("headers") or {}
        return answer["statusCode"], {str(name).lower(): str(value) for name, value in headers.items()}

    async def _receive(self, connection: Connection) -> tuple[int, str]:
        """Handle messages until the end, and say how it came: close code and reason."""
        turns = asyncio.Semaphore(self._limits.messages_taken)
        async with asyncio.TaskGroup() as messages:
            while True:
                try:
                    message = await asyncio.wait_for(
                        connection.socket.receive(), self._seconds_left(connection)
                    )
                except TimeoutError:
                    if self._seconds_left(connection) > 0:
                        continue
                    await connection.close(GOING_AWAY, "Going away")
                    break
                if message.type is WSMsgType.BINARY:
                    await connection.close(UNSUPPORTED_DATA, "Binary frames are not supported")
                    break
                if message.type is not WSMsgType.TEXT:
                    break
                connection.touch()
                await turns.acquire()
                task = messages.create_task(self._message(connection, message.data))
                task.add_done_callback(lambda _: turns.release())
        return _end(connection)

    def _seconds_left(self, connection: Connection) -> float:
        now = datetime.now(UTC)
        idle = (now - connection.last_active_at).total_seconds()
        age = (now - connection.client.connected_at).total_seconds()
        return max(0.0, min(self._limits.idle_seconds - idle, self._limits.lifetime_seconds - age))

    async def _message(self, connection: Connection, body: str) -> None:
        route = select_route(self._resource.route_selection_expression, body, self._resource.routes)
        if route is None:
            self._refuse(connection, "Forbidden", "")
            return
        event = message_event(self._api, connection.client, datetime.now(UTC), route, body)
        if await self._call(self._resource.routes[route], event) is None:
            self._refuse(connection, "Internal server error", event["requestContext"]["requestId"])

    async def _disconnect(self, client: Client, code: int, reason: str) -> None:
        function = self._resource.routes.get(DISCONNECT)
        if function is not None:
            await self._call(function, disconnect_event(self._api, client, datetime.now(UTC), code, reason))

    async def _call(self, function: str, event: Event) -> dict[str, Any] | None:
        """The function's answer, {} when it has none; None when it failed or took too long."""
        try:
            async with asyncio.timeout(self._limits.integration_seconds):
                invocation = await self._invoke(function, json.dumps(event).encode())
        except TimeoutError:
            log.warning("%s took longer than %s s", function, self._limits.integration_seconds)
            return None
        if invocation.function_error is not None:
            log.warning("%s failed", function)
            return None
        answer = json.loads(invocation.payload or b"null")
        return answer if isinstance(answer, dict) else {}

    @staticmethod
    def _refuse(connection: Connection, message: str, request_id: str) -> None:
        body = json.dumps(error_message(message, connection.client.connection_id, request_id))
        if not connection.socket.closed:
            connection.post(body.encode())

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._disconnects.add(task)
        task.add_done_callback(self._disconnects.discard)


def _end(connection: Connection) -> tuple[int, str]:
    if connection.closing is not None:
        return connection.closing
    code = connection.socket.close_code
    if code is None or code == 1005:
        return _NO_STATUS
    return _VANISHED if code == 1006 else (code, "")

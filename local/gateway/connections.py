"""The connections that are open, and what waits to be sent on each."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web

from local.gateway.events import Client
from local.gateway.limits import OUTBOUND_LIMIT_BYTES, ConnectionLimits


class PostRefused(Exception):
    """A post that API Gateway would refuse; the class name is the error's name in its API."""

    status: int = 500


class GoneException(PostRefused):
    """The connection is closed, or was never opened."""

    status = 410


class PayloadTooLargeException(PostRefused):
    """The message is larger than 128 KB."""

    status = 413


class LimitExceededException(PostRefused):
    """The client does not read, and as much waits for it as may."""

    status = 429


@dataclass
class Connection:
    """An open connection. `last_active_at` moves with every message, in either direction."""

    client: Client
    socket: web.WebSocketResponse
    limits: ConnectionLimits
    last_active_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    closing: tuple[int, str] | None = None
    """The close code and reason, where this side closes."""
    _waiting: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _waiting_bytes: int = 0

    def touch(self) -> None:
        """Note that a message went in or out."""
        self.last_active_at = datetime.now(UTC)

    def post(self, data: bytes) -> None:
        """Take a message to be sent, in the order of posting.

        Raises PayloadTooLargeException, LimitExceededException, or GoneException when it is closing.
        """
        if len(data) > OUTBOUND_LIMIT_BYTES:
            raise PayloadTooLargeException
        if self.closing is not None or self.socket.closed:
            raise GoneException
        if self._waiting_bytes + len(data) > self.limits.waiting_bytes:
            raise LimitExceededException
        self._waiting_bytes += len(data)
        self._waiting.put_nowait(data.decode(errors="replace"))
        self.touch()

    async def send_posted(self) -> None:
        """Send what was posted, as fast as the client reads; ends with the connection."""
        with contextlib.suppress(ConnectionError):
            while not self.socket.closed:
                message = await self._waiting.get()
                await self.socket.send_str(message)
                self._waiting_bytes -= len(message.encode())

    async def close(self, code: int, reason: str) -> None:
        """Close from this side; posts are refused from now on."""
        if self.closing is None:
            self.closing = (code, reason)
            await self.socket.close(code=code, message=reason.encode())


class Connections:
    """Open connections by id. One is in here only after its `$connect` has returned."""

    def __init__(self) -> None:
        self._open: dict[str, Connection] = {}

    def add(self, connection: Connection) -> None:
        """Let a connection receive."""
        self._open[connection.client.connection_id] = connection

    def remove(self, connection: Connection) -> None:
        """Forget a connection that is closed."""
        self._open.pop(connection.client.connection_id, None)

    def get(self, connection_id: str) -> Connection:
        """The open connection. Raises GoneException for any other id."""
        connection = self._open.get(connection_id)
        if connection is None:
            raise GoneException
        return connection

    async def close_all(self, code: int, reason: str) -> None:
        """Close every connection."""
        await asyncio.gather(*(connection.close(code, reason) for connection in tuple(self._open.values())))

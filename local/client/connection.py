"""A signed-in WebSocket, and the tries to open it again after a drop."""

import asyncio
import json
import random
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from local.client.errors import ConnectionLost, MessageTooLarge, RequestRefused
from local.client.job_stream import Message
from local.client.sign_in import SignInFailed
from protocol.frames import MAX_FRAME_BYTES, MAX_MESSAGE_BYTES

WELCOME_SECONDS = 30.0
RECONNECT_SECONDS = 180.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 10.0
MESSAGE_TOO_BIG = 1009

TokenSource = str | Callable[[], str]


class Connection:
    """One signed-in socket at a time to `url`.

    `token` is an ID token, or what gives one whenever it connects. `on_message` takes messages of jobs that
    come before the sign-in's answer; `on_outage` is called once a drop, when the first try fails.
    """

    def __init__(
        self,
        url: str,
        token: TokenSource,
        *,
        on_message: Callable[[Message], None],
        on_outage: Callable[[], None],
        reconnect_seconds: float,
    ) -> None:
        self.url, self._token = url, token
        self._on_message, self._on_outage = on_message, on_outage
        self._reconnect_seconds = reconnect_seconds
        self.authenticated: Message = {}
        self._socket: ClientConnection | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a signed-in socket; it may have dropped without a word."""
        return self._socket is not None

    async def open(self) -> None:
        """Connect and sign in.

        Raises OSError, TimeoutError, WebSocketException, SignInFailed, or RequestRefused.
        """
        token = self._token if isinstance(self._token, str) else await asyncio.to_thread(self._token)
        socket = await connect(self.url, max_size=MAX_MESSAGE_BYTES, compression=None)
        try:
            await socket.send(json.dumps({"action": "authenticate", "token": token}))
            self.authenticated = await self._welcome(socket)
        except BaseException:
            await socket.close()
            raise
        self._socket = socket

    async def reopen(self) -> None:
        """Try until it opens, or until `reconnect_seconds` are over.

        Raises ConnectionLost then, and RequestRefused when the sign-in is not accepted any more.
        """
        self._socket = None
        clock = asyncio.get_running_loop()
        end = clock.time() + self._reconnect_seconds
        pause, is_told = FIRST_PAUSE_SECONDS, False
        while True:
            # clients of a server that went away must not all come back at once
            await asyncio.sleep(random.uniform(pause / 2, pause))
            if await self._opens():
                return
            if clock.time() >= end:
                raise ConnectionLost(
                    f"The connection to {self.url} was lost and could not be opened again "
                    f"for {self._reconnect_seconds:.0f} seconds."
                )
            if not is_told:
                self._on_outage()
                is_told = True
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def send(self, message: Message) -> None:
        """Send one message, as far as there is a connection. Raises MessageTooLarge."""
        text = frame_of(message)
        if self._socket is None:
            return
        try:
            await self._socket.send(text)
        except ConnectionClosed:
            await asyncio.sleep(0)

    async def receive(self) -> Message:
        """The next message. Raises websockets' ConnectionClosed when the connection drops."""
        if self._socket is None:
            raise ConnectionLost(f"There is no connection to {self.url}.")
        message: Message = json.loads(await self._socket.recv())
        return message

    async def close(self) -> None:
        """Close for good."""
        if self._socket:
            await self._socket.close()

    async def _opens(self) -> bool:
        try:
            await self.open()
        except RequestRefused as refused:
            if refused.code == "unauthorized":
                raise
            return False
        except (OSError, TimeoutError, WebSocketException, SignInFailed):
            return False
        return True

    async def _welcome(self, socket: ClientConnection) -> Message:
        """The server's `authenticated`; messages of jobs that run may come before it."""
        while True:
            message: Message = json.loads(await asyncio.wait_for(socket.recv(), WELCOME_SECONDS))
            if message.get("type") == "authenticated":
                return message
            if "seq" not in message:
                raise RequestRefused(message)
            self._on_message(message)


def frame_of(message: Message) -> str:
    """The text frame of a message. Raises MessageTooLarge where API Gateway takes no such frame."""
    text = json.dumps(message, ensure_ascii=False)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        # half a character, as a shell may pass on, goes escaped
        text = json.dumps(message)
        size = len(text)
    if size > MAX_FRAME_BYTES:
        raise MessageTooLarge(
            f"The message has {size:,} bytes, and the server takes {MAX_FRAME_BYTES:,} at most. Shorten it."
        )
    return text

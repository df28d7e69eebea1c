"""One execution environment of a function: a process, and the Runtime API it polls.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from aiohttp import web

from local.lambdas.environment import sandbox_environment
from local.lambdas.invocation import UNHANDLED, Invocation, exited, response_too_large, timed_out
from local.template.application import FunctionResource

PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024
"""What a synchronous invocation may take and return: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
INIT_TIMEOUT_SECONDS = 30
_RUNTIME_API = "/2018-06-01/runtime"
_PROCESS = Path(__file__).with_name("sandbox_process.py")


class InitFailed(Exception):
    """The process ended, or reported an error, before it asked for its first event."""

    def __init__(self, invocation: Invocation) -> None:
        super().__init__("the sandbox could not be initialised")
        self.invocation = invocation


@dataclass(frozen=True)
class _Event:
    request_id: str
    payload: bytes
    deadline_ms: int


class Sandbox:
    """A process that handles one event at a time. Used on one event loop only."""

    def __init__(self, function: FunctionResource) -> None:
        self._function = function
        loop = asyncio.get_running_loop()
        self._idle = asyncio.Event()
        self._events: asyncio.Queue[_Event] = asyncio.Queue()
        self._outcome: asyncio.Future[Invocation] = loop.create_future()
        self._exit_status: asyncio.Future[int] = loop.create_future()
        self._process: asyncio.subprocess.Process | None = None
        self._server: web.AppRunner | None = None

    @classmethod
    async def start(
        cls, function: FunctionResource, configured: Mapping[str, str], log: IO[bytes]
    ) -> "Sandbox":
        """Start the process and wait until it asks for an event.

        `configured` are the function's own environment variables; the process writes its output to `log`.
        Raises InitFailed when the handler's module cannot be loaded.
        """
        sandbox = cls(function)
        try:
            address = await sandbox._serve()
            await sandbox._spawn(sandbox_environment(function, address, configured), log)
            await sandbox._wait_until_initialised()
        except BaseException:
            await sandbox.close()
            raise
        return sandbox

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return not self._exit_status.done()

    async def invoke(self, payload: bytes) -> Invocation:
        """Hand an event to the process and wait for its answer; a process that takes too long is killed."""
        request_id = str(uuid.uuid4())
        seconds = self._function.timeout_seconds
        self._outcome = asyncio.get_running_loop().create_future()
        self._idle.clear()
        self._events.put_nowait(_Event(request_id, payload, int((time.time() + seconds) * 1000)))
        await asyncio.wait(
            (self._outcome, self._exit_status), timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        if self._outcome.done():
            return self._outcome.result()
        if self._exit_status.done():
            return exited(request_id, self._exit_status.result())
        self._kill()
        return timed_out(request_id, seconds)

    async def wait_until_idle(self) -> bool:
        """Wait until the process asks for its next event; False when it ended instead."""
        idle = asyncio.ensure_future(self._idle.wait())
        await asyncio.wait((idle, self._exit_status), return_when=asyncio.FIRST_COMPLETED)
        idle.cancel()
        return self._idle.is_set() and self.alive

    async def close(self) -> None:
        """End the process and its Runtime API."""
        self._kill()
        if self._process is not None:
            # who is cancelled here must not cancel what others wait for
            await asyncio.shield(self._exit_status)
        if self._server is not None:
            await self._server.cleanup()

    async def _serve(self) -> str:
        """The Runtime API on a port of its own: the client names itself only by the port it dials."""
        application = web.Application(client_max_size=2 * PAYLOAD_LIMIT_BYTES)
        application.router.add_get(f"{_RUNTIME_API}/invocation/next", self._next)
        application.router.add_post(f"{_RUNTIME_API}/invocation/{{request_id}}/response", self._response)
        application.router.add_post(f"{_RUNTIME_API}/invocation/{{request_id}}/error", self._error)
        application.router.add_post(f"{_RUNTIME_API}/init/error", self._error)
        self._server = web.AppRunner(
            application, access_log=None, handler_cancellation=True, shutdown_timeout=1
        )
        await self._server.setup()
        await web.TCPSite(self._server, "127.0.0.1", 0).start()
        host, port = self._server.addresses[0][:2]
        return f"{host}:{port}"

    async def _spawn(self, environment: Mapping[str, str], log: IO[bytes]) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the runtime only, which ends its sandboxes.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            str(_PROCESS),
            self._function.handler,
            cwd=self._function.code,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        waiting = asyncio.ensure_future(self._process.wait())
        waiting.add_done_callback(self._note_exit)

    def _note_exit(self, waited: asyncio.Future[int]) -> None:
        # the wait is cancelled when the event loop ends first; the process is killed then
        if not self._exit_status.done():
            self._exit_status.set_result(-signal.SIGKILL if waited.cancelled() else waited.result())

    async def _wait_until_initialised(self) -> None:
        idle = asyncio.ensure_future(self._idle.wait())
        await asyncio.wait(
            (idle, self._outcome, self._exit_status),
            timeout=INIT_TIMEOUT_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )
        idle.cancel()
        if self._idle.is_set():
            return
        request_id = str(uuid.uuid4())
        if self._outcome.done():
            raise InitFailed(self._outcome.result())
        if self._exit_status.done():
            raise InitFailed(exited(request_id, self._exit_status.result()))
        raise InitFailed(timed_out(request_id, INIT_TIMEOUT_SECONDS))

    def _kill(self) -> None:
        if self._process is not None and self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def _next(self, _request: web.Request) -> web.Response:
        self._idle.set()
        event = await self._events.get()
        return web.Response(
            body=event.payload,
            content_type="application/json",
            headers={
                "Lambda-Runtime-Aws-Request-Id": event.request_id,
                "Lambda-Runtime-Deadline-Ms": str(event.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": self._function.arn,
                "Lambda-Runtime-Trace-Id": _trace_id(),
            },
        )

    async def _response(self, request: web.Request) -> web.Response:
        payload = await request.read()
        if len(payload) > PAYLOAD_LIMIT_BYTES:
            return self._answer(response_too_large(len(payload), PAYLOAD_LIMIT_BYTES))
        return self._answer(Invocation(payload))

    async def _error(self, request: web.Request) -> web.Response:
        return self._answer(Invocation(await request.read(), UNHANDLED))

    def _answer(self, invocation: Invocation) -> web.Response:
        if not self._outcome.done():
            self._outcome.set_result(invocation)
        return web.json_response({"status": "OK"}, status=202)


def _trace_id() -> str:
    """https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader"""
    return f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)};Sampled=0"

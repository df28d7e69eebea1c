"""A function: its sandboxes, kept warm between invocations and never more than a few at once."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import IO

from local.lambdas.invocation import Invocation, failed
from local.lambdas.sandbox import InitFailed, Sandbox
from local.template.application import FunctionResource

SANDBOX_LIMIT = 4
"""Sandboxes of one function at once. Callers beyond it wait: a process each would exhaust the machine."""


class LambdaFunction:
    """A function that can be invoked. Used on one event loop only."""

    def __init__(
        self,
        resource: FunctionResource,
        configured: Mapping[str, str],
        log: IO[bytes],
        sandbox_limit: int = SANDBOX_LIMIT,
    ) -> None:
        self._resource = resource
        self._configured = configured
        self._log = log
        self._turns = asyncio.Semaphore(sandbox_limit)
        self._idle: list[Sandbox] = []
        self._sandboxes: set[Sandbox] = set()
        self._starting: set[asyncio.Task[Sandbox]] = set()
        self._closed = False
        self._recycling: set[asyncio.Task[None]] = set()

    async def invoke(self, payload: bytes) -> Invocation:
        """Run the handler with an event (JSON) and give back its answer; errors of every kind are answers."""
        await self._turns.acquire()
        try:
            sandbox = await self._take()
        except InitFailed as failure:
            self._turns.release()
            return failure.invocation
        except BaseException:
            self._turns.release()
            raise
        try:
            return await sandbox.invoke(payload)
        finally:
            self._in_background(self._recycle(sandbox))

    async def prewarm(self) -> None:
        """Have one sandbox ready. A handler that cannot be loaded is reported when it is invoked."""
        if self._sandboxes:
            return
        async with self._turns:
            try:
                self._idle.append(await self._start())
            except InitFailed:
                return

    async def close(self) -> None:
        """End every sandbox, those being started too, and start none any more."""
        self._closed = True
        for task in (*self._recycling, *self._starting):
            task.cancel()
        # an event loop that ends while it spawns a process waits for that process for ever
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(self._end(sandbox) for sandbox in tuple(self._sandboxes)))

    async def _take(self) -> Sandbox:
        """A sandbox that is alive: a warm one, one that is about to be, or else a new one."""
        while self._idle or self._recycling:
            if not self._idle:
                # it has answered and polls within a millisecond; a new process takes hundreds
                await asyncio.wait(self._recycling, return_when=asyncio.FIRST_COMPLETED)
                continue
            sandbox = self._idle.pop()
            if sandbox.alive:
                return sandbox
            await self._end(sandbox)
        return await self._start()

    async def _start(self) -> Sandbox:
        if self._closed:
            raise InitFailed(failed("Runtime.Stopped", "The runtime stops."))
        starting = asyncio.ensure_future(Sandbox.start(self._resource, self._configured, self._log))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)
        sandbox = await starting
        self._sandboxes.add(sandbox)
        return sandbox

    async def _end(self, sandbox: Sandbox) -> None:
        self._sandboxes.discard(sandbox)
        await sandbox.close()

    async def _recycle(self, sandbox: Sandbox) -> None:
        """Keep the sandbox for the next event once it asks for one, and give the turn back."""
        try:
            if await sandbox.wait_until_idle():
                self._idle.append(sandbox)
            else:
                await self._end(sandbox)
        finally:
            self._turns.release()

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._recycling.add(task)
        task.add_done_callback(self._recycling.discard)

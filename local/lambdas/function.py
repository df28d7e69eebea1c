"""A function: its sandboxes, kept warm between invocations and never more than a few at once."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import IO

from local.lambdas.invocation import Invocation, failed
from local.lambdas.sandbox import InitFailed, Sandbox
from local.template.application import FunctionResource

SANDBOX_LIMIT = 4
"""Sandboxes of one function at once. Callers beyond it wait: a process each would exhaust the machine."""
PATIENCE_SECONDS = 0.1
"""How long a caller waits for a sandbox at work before another is started: most invocations end sooner, and a
new process takes the machine's cores for longer than that."""


@dataclass(eq=False)
class _Caller:
    """Who waits for a sandbox."""

    has_waited_long: bool = False


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
        self._limit = sandbox_limit
        self._idle: asyncio.LifoQueue[Sandbox | InitFailed] = asyncio.LifoQueue()
        self._callers: set[_Caller] = set()
        self._sandboxes: set[Sandbox] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._recycling: set[asyncio.Task[None]] = set()
        self._closed = False

    async def invoke(self, payload: bytes) -> Invocation:
        """Run the handler with an event (JSON) and give back its answer; errors of every kind are answers."""
        try:
            sandbox = await self._take()
        except InitFailed as failure:
            return failure.invocation
        try:
            return await sandbox.invoke(payload)
        finally:
            self._begin(self._recycle(sandbox), self._recycling)

    async def prewarm(self) -> None:
        """Have one sandbox ready. A handler that cannot be loaded is reported when it is invoked."""
        if not self._sandboxes and not self._starting:
            await asyncio.wait((self._begin(self._start(), self._starting),))

    async def close(self) -> None:
        """End every sandbox, those being started too, and start none any more."""
        self._closed = True
        starting = tuple(self._starting)
        for task in (*self._recycling, *starting):
            task.cancel()
        # an event loop that ends while it spawns a process waits for that process for ever
        await asyncio.gather(*starting, return_exceptions=True)
        await asyncio.gather(*(self._end(sandbox) for sandbox in tuple(self._sandboxes)))

    async def _take(self) -> Sandbox:
        """A sandbox that is alive: the first to become free, be it an old one or one just started."""
        caller = _Caller()
        self._callers.add(caller)
        patience = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._lose_patience, caller)
        try:
            while True:
                self._start_for_those_who_wait()
                sandbox = await self._idle.get()
                if isinstance(sandbox, InitFailed):
                    raise sandbox
                if sandbox.alive:
                    return sandbox
                await self._end(sandbox)
        finally:
            patience.cancel()
            # before anything else runs: who has a sandbox must not have another started
            self._callers.remove(caller)

    def _lose_patience(self, caller: _Caller) -> None:
        caller.has_waited_long = True
        self._start_for_those_who_wait()

    def _start_for_those_who_wait(self) -> None:
        """Start a sandbox for each long-waiting caller that no idle one, and none on its way, is there for.

        Where there is none at all, nobody waits long.
        """
        # one that has answered polls within a millisecond; a new process takes hundreds
        coming = self._idle.qsize() + len(self._starting) + len(self._recycling)
        wanted = sum(caller.has_waited_long or not self._sandboxes for caller in self._callers)
        while coming < wanted:
            if self._closed:
                self._idle.put_nowait(InitFailed(failed("Runtime.Stopped", "The runtime stops.")))
            elif len(self._sandboxes) + len(self._starting) < self._limit:
                self._begin(self._start(), self._starting)
            else:
                return
            coming += 1

    async def _start(self) -> None:
        try:
            sandbox = await Sandbox.start(self._resource, self._configured, self._log)
        except InitFailed as failure:
            if len(self._callers) > self._idle.qsize():
                self._idle.put_nowait(failure)
            return
        self._sandboxes.add(sandbox)
        self._idle.put_nowait(sandbox)

    async def _end(self, sandbox: Sandbox) -> None:
        self._sandboxes.discard(sandbox)
        await sandbox.close()

    async def _recycle(self, sandbox: Sandbox) -> None:
        """Keep the sandbox for the next event once it asks for one."""
        if await sandbox.wait_until_idle():
            self._idle.put_nowait(sandbox)
        else:
            await self._end(sandbox)

    def _begin(
        self, work: Coroutine[object, object, None], tasks: set[asyncio.Task[None]]
    ) -> asyncio.Task[None]:
        """Do this in the background, as one of the tasks; who still waits once it is done is looked after."""

        def done(task: asyncio.Task[None]) -> None:
            tasks.discard(task)
            self._start_for_those_who_wait()

        task = asyncio.ensure_future(work)
        tasks.add(task)
        task.add_done_callback(done)
        return task

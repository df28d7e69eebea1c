"""All functions of the application, invoked from the gateway's event loop or from the engine's threads."""

import asyncio
from collections.abc import Iterable

from local.lambdas.failure_injection import FailureInjection
from local.lambdas.function import LambdaFunction
from local.lambdas.invocation import Invocation
from local.lambdas.turns import Turns


class LambdaService:
    """Functions by name. Created once the event loop that runs their sandboxes is there."""

    def __init__(self, loop: asyncio.AbstractEventLoop, failures: FailureInjection) -> None:
        self._loop = loop
        self._failures = failures
        self._functions: dict[str, LambdaFunction] = {}
        self._turns = Turns(loop)
        self._prewarming: asyncio.Task[None] | None = None

    def add(self, name: str, function: LambdaFunction) -> None:
        """Make a function known by its name."""
        self._functions[name] = function

    async def invoke(self, name: str, payload: bytes) -> Invocation:
        """Invoke a function by name. Raises KeyError for one that is not in the template."""
        function = self._functions[name]
        async with self._turns.turn(payload):
            return await function.invoke(payload)

    def invoke_task(self, name_or_arn: str, payload: bytes) -> tuple[bytes, str | None]:
        """Invoke a function for the state machine, from any thread but the event loop's.

        Returns the payload and the function error. Raises KeyError for an unknown function, and RuntimeError
        once the event loop has ended.
        """
        invocation = self._invoke_task(name_or_arn, payload)
        try:
            answered = asyncio.run_coroutine_threadsafe(invocation, self._loop)
        except RuntimeError:
            invocation.close()
            raise
        answer = answered.result()
        return answer.payload, answer.function_error

    def prewarm(self, names: Iterable[str]) -> None:
        """Begin to have a sandbox of each function ready, in this order, two at a time."""
        self._prewarming = asyncio.ensure_future(self._prewarm(tuple(names)))

    async def close(self) -> None:
        """End every sandbox of every function, those being started too."""
        if self._prewarming is not None:
            self._prewarming.cancel()
            await asyncio.wait((self._prewarming,))
        await asyncio.gather(*(function.close() for function in self._functions.values()))

    async def _prewarm(self, names: tuple[str, ...]) -> None:
        turns = asyncio.Semaphore(2)

        async def prewarm_one(function: LambdaFunction) -> None:
            async with turns:
                await function.prewarm()

        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(prewarm_one(self._functions[name]))

    async def _invoke_task(self, name_or_arn: str, payload: bytes) -> Invocation:
        name = name_or_arn.split(":function:", 1)[-1].split(":", 1)[0]
        return self._failures.take(name) or await self.invoke(name, payload)

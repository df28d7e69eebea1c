"""Whose function runs next: the machine's few cores are shared by users, not by their jobs and messages.

On AWS each invocation has a core of its own. Here a user with twenty jobs under way would leave another's
question a twentieth of the machine. So one user's steps, and one connection's messages, wait for each other;
and who has much more under way than somebody else waits until that one's question is answered.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

STEPS_AT_ONCE = 2
"""Of one user: as many as run side by side in one job, and fewer than the sandboxes of a function."""
MESSAGES_AT_ONCE = 1
"""Of one connection."""
MUCH_MORE = 2
"""Who has more than so many times another's work under way lets that one go first."""
STILL_THERE_SECONDS = 0.05
"""A job's next step comes a few milliseconds after its last, a client's next question after an answer."""
BUSY = 2
"""With so much running, who has more than one job or message under way waits."""
LONGEST_WAIT_SECONDS = 0.25
"""Of those who let others go first one invocation is started at least so often."""


@dataclass(frozen=True)
class _Invocation:
    """Of whom (an owner, or a connection), for which of their pieces of work (a job, or a message)."""

    of: str
    work: str
    at_once: int


@dataclass
class _Line:
    """What one owner or connection has running, and what waits for its turn."""

    at_once: int
    running: Counter[str] = field(default_factory=Counter)
    waiting: list[tuple[str, asyncio.Future[None]]] = field(default_factory=list)
    last_start: float = 0.0
    gone_at: float = 0.0
    """When nothing more of it is to be expected, unless something is under way."""

    @property
    def under_way(self) -> int:
        """How many jobs or messages, one who was there a moment ago counting as one."""
        return max(1, len({*self.running, *(work for work, _ in self.waiting)}))

    @property
    def full(self) -> bool:
        return self.running.total() >= self.at_once

    @property
    def idle(self) -> bool:
        return not self.running and not self.waiting


class Alarm(Protocol):
    """What is to be called later."""

    def cancel(self) -> object:
        """Have it not called."""


class Timer(Protocol):
    """What tells the time and calls later: an event loop."""

    def time(self) -> float:
        """Seconds since any moment."""

    def call_at(self, when: float, callback: Callable[[], object], /) -> Alarm:
        """Have this called at that time."""


class Turns:
    """The turns to run a function. Used on one event loop only, by whose time it goes."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._lines: dict[str, _Line] = {}
        self._last_let_in = -LONGEST_WAIT_SECONDS
        self._alarm: Alarm | None = None

    @asynccontextmanager
    async def turn(self, payload: bytes) -> AsyncIterator[None]:
        """Wait for the turn of whom an event (JSON) names; one that names nobody has it at once."""
        invocation = _named_in(payload)
        if invocation is None:
            yield
            return
        line = self._lines.setdefault(invocation.of, _Line(invocation.at_once))
        await self._wait(line, invocation.work)
        try:
            yield
        finally:
            line.running -= Counter((invocation.work,))
            line.gone_at = self._timer.time() + STILL_THERE_SECONDS
            self._start_those_who_may()

    async def _wait(self, line: _Line, work: str) -> None:
        turn = work, asyncio.get_running_loop().create_future()
        line.waiting.append(turn)
        self._start_those_who_may()
        try:
            await turn[1]
        except asyncio.CancelledError:
            if turn in line.waiting:
                line.waiting.remove(turn)
            elif not turn[1].cancelled():
                line.running -= Counter((work,))
            self._start_those_who_may()
            raise

    def _start_those_who_may(self) -> None:
        """Start what may start now, those with least under way first, and come back for those who may not."""
        now = self._timer.time()
        self._forget(now)
        held = []
        for line in sorted(self._lines.values(), key=lambda line: (line.under_way, line.last_start)):
            while line.waiting and not line.full and not self._lets_others_first(line):
                self._start(line, now)
            if line.waiting and not line.full:
                held.append(line)
        if held and now >= self._last_let_in + LONGEST_WAIT_SECONDS:
            self._last_let_in = now
            longest = min(held, key=lambda line: line.last_start)
            held.remove(longest)
            self._start(longest, now)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if held:
            gone = [line.gone_at for line in self._lines.values() if line.idle]
            again = min((self._last_let_in + LONGEST_WAIT_SECONDS, *gone))
            self._alarm = self._timer.call_at(again, self._start_those_who_may)

    def _start(self, line: _Line, now: float) -> None:
        work, turn = line.waiting.pop(0)
        # who was cancelled a moment ago has not taken itself off the list yet
        if not turn.done():
            line.running[work] += 1
            line.last_start = now
            turn.set_result(None)

    def _lets_others_first(self, line: _Line) -> bool:
        """Whether the machine is busy, or somebody has far less under way; never who has but one thing."""
        if line.under_way == 1:
            return False
        lines = self._lines.values()
        return sum(other.running.total() for other in lines) >= BUSY or any(
            line.under_way > MUCH_MORE * other.under_way for other in lines
        )

    def _forget(self, now: float) -> None:
        for of, line in tuple(self._lines.items()):
            if line.idle and line.gone_at <= now:
                del self._lines[of]


def _named_in(payload: bytes) -> _Invocation | None:
    try:
        event = json.loads(payload)
        if "job" in event:
            return _Invocation(json.dumps(event["job"]["owner"]), event["job"]["jobId"], STEPS_AT_ONCE)
        context = event["requestContext"]
        return _Invocation(context["connectionId"], context["requestId"], MESSAGES_AT_ONCE)
    except (ValueError, TypeError, KeyError):
        return None

"""The steps and messages of one user wait for each other, and a flood lets the other users go first."""

import asyncio
import contextlib
import json
from collections.abc import Callable

from local.lambdas.turns import LONGEST_WAIT_SECONDS, STEPS_AT_ONCE, STILL_THERE_SECONDS, Alarm, Turns


def step(user: str, job: str = "job-1") -> bytes:
    return json.dumps({"job": {"jobId": job, "owner": {"tenant": "t", "userId": user}}}).encode()


def message(connection: str, request: str) -> bytes:
    return json.dumps({"requestContext": {"connectionId": connection, "requestId": request}}).encode()


class StoppedClock:
    """A timer whose time passes when a test says so."""

    def __init__(self) -> None:
        self._now = 0.0
        self._alarms: dict[object, tuple[float, Callable[[], object]]] = {}

    def time(self) -> float:
        return self._now

    def call_at(self, when: float, callback: Callable[[], object], /) -> Alarm:
        alarm = StoppedAlarm(self._alarms)
        self._alarms[alarm] = when, callback
        return alarm

    def go_on(self, seconds: float) -> None:
        self._now += seconds
        for alarm, (when, callback) in tuple(self._alarms.items()):
            if when <= self._now:
                del self._alarms[alarm]
                callback()


class StoppedAlarm:
    def __init__(self, alarms: dict[object, tuple[float, Callable[[], object]]]) -> None:
        self._alarms = alarms

    def cancel(self) -> None:
        self._alarms.pop(self, None)


async def settled() -> None:
    """Whoever could go on without time passing has."""
    for _ in range(20):
        await asyncio.sleep(0)


class Invocations:
    """Functions that run until they are ended, and who they ran for, in the order of their starts."""

    def __init__(self) -> None:
        self.clock = StoppedClock()
        self.turns = Turns(self.clock)
        self.started: list[str] = []
        self._ends: dict[str, list[asyncio.Event]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, who: str, *payloads: bytes) -> None:
        self._tasks += [asyncio.create_task(self._run(who, payload)) for payload in payloads]
        await settled()

    async def end(self, who: str, count: int = 1) -> None:
        for _ in range(count):
            self._ends[who].pop(0).set()
            await settled()

    async def after(self, seconds: float) -> None:
        self.clock.go_on(seconds)
        await settled()

    async def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, who: str, payload: bytes) -> None:
        async with self.turns.turn(payload):
            self.started.append(who)
            end = asyncio.Event()
            self._ends.setdefault(who, []).append(end)
            await end.wait()


def jobs(user: str, count: int) -> list[bytes]:
    return [step(user, f"job-{number}") for number in range(count)]


async def test_r25_steps_of_a_flooding_user_leave_others_their_turn() -> None:
    ran = Invocations()
    await ran.begin("flooder", *jobs("flooder", 20))
    await ran.begin("other", step("other"))
    assert ran.started == ["flooder", "flooder", "other"]
    await ran.cancel()


async def test_r25_a_flood_waits_until_another_users_question_is_answered() -> None:
    ran = Invocations()
    await ran.begin("flooder", *jobs("flooder", 20))
    await ran.begin("other", step("other"))
    # the first to wait is let in at once: none was for long
    await ran.end("flooder", 2)
    before = ran.started.count("flooder")
    await ran.end("other")
    assert ran.started.count("flooder") == before, "the other's next step is expected"
    await ran.begin("other", step("other"))
    await ran.end("other")
    assert ran.started.count("flooder") == before
    await ran.after(STILL_THERE_SECONDS)
    assert ran.started.count("flooder") > before
    await ran.cancel()


async def test_a_flood_is_never_shut_out() -> None:
    ran = Invocations()
    await ran.begin("other", step("other"))
    await ran.begin("flooder", *jobs("flooder", 20))
    await ran.end("flooder", 2)
    before = ran.started.count("flooder")
    await ran.after(LONGEST_WAIT_SECONDS)
    assert ran.started.count("flooder") == before + 1, "one more, though the other is still under way"
    await ran.cancel()


async def test_two_users_with_alike_many_jobs_share() -> None:
    ran = Invocations()
    await ran.begin("one", *jobs("one", 2))
    await ran.begin("two", *jobs("two", 1))
    await ran.end("one")
    assert sorted(ran.started) == ["one", "one", "two"]
    await ran.cancel()


async def test_r29_messages_of_a_connection_are_handled_in_order_one_at_a_time() -> None:
    ran = Invocations()
    await ran.begin("tab", message("c", "1"), message("c", "2"))
    assert ran.started == ["tab"]
    await ran.begin("other tab", message("d", "1"))
    await ran.end("tab")
    assert ran.started == ["tab", "other tab", "tab"]
    await ran.cancel()


async def test_turn_is_given_back_by_an_invocation_that_fails_or_is_cancelled() -> None:
    ran = Invocations()
    await ran.begin("tab", message("c", "1"), message("c", "2"), message("c", "3"))
    await ran.cancel()
    for request in ("4", "5"):
        with contextlib.suppress(LookupError):
            async with asyncio.timeout(5), ran.turns.turn(message("c", request)):
                raise LookupError


async def test_event_without_an_owner_waits_for_nobody() -> None:
    turns = Turns(StoppedClock())
    for payload in (b"{}", b"[]", b"not JSON", b'{"job": null}', b'{"job": {"owner": 1}}', b"7"):
        async with asyncio.timeout(5), contextlib.AsyncExitStack() as together:
            for _ in range(STEPS_AT_ONCE + 1):
                await together.enter_async_context(turns.turn(payload))

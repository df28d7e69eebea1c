"""The steps and messages of one user wait for each other, and a flood lets the other users go first."""

import asyncio
import contextlib
import json

from local.lambdas.turns import Turns

FOREVER = 60.0


def step(user: str, job: str = "job-1") -> bytes:
    return json.dumps({"job": {"jobId": job, "owner": {"tenant": "t", "userId": user}}}).encode()


def message(connection: str, request: str) -> bytes:
    return json.dumps({"requestContext": {"connectionId": connection, "requestId": request}}).encode()


class Invocations:
    """Functions that run until they are ended, and who they ran for, in the order of their starts."""

    def __init__(self, still_there: float = FOREVER, longest_wait: float = FOREVER) -> None:
        self.turns = Turns(2, still_there, longest_wait)
        self.started: list[str] = []
        self._ends: dict[str, list[asyncio.Event]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, who: str, *payloads: bytes) -> None:
        self._tasks += [asyncio.create_task(self._run(who, payload)) for payload in payloads]
        await asyncio.sleep(0.005)

    async def end(self, who: str, count: int = 1) -> None:
        for _ in range(count):
            self._ends[who].pop(0).set()
            await asyncio.sleep(0.005)

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
    ran = Invocations(still_there=0.5)
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
    await asyncio.sleep(0.6)
    assert ran.started.count("flooder") > before
    await ran.cancel()


async def test_a_flood_is_never_shut_out() -> None:
    ran = Invocations(longest_wait=0.5)
    await ran.begin("other", step("other"))
    await ran.begin("flooder", *jobs("flooder", 20))
    await ran.end("flooder", 2)
    before = ran.started.count("flooder")
    await asyncio.sleep(0.6)
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
            async with asyncio.timeout(1), ran.turns.turn(message("c", request)):
                raise LookupError


async def test_event_without_an_owner_waits_for_nobody() -> None:
    turns = Turns(steps_at_once=1)
    for payload in (b"{}", b"[]", b"not JSON", b'{"job": null}', b'{"job": {"owner": 1}}', b"7"):
        async with turns.turn(payload), turns.turn(payload):
            pass

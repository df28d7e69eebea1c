"""The steps of one user wait for each other, not the other users for them."""

import asyncio
import json

from local.lambdas.turns import Turns


def event(user: str) -> bytes:
    return json.dumps({"job": {"owner": {"tenant": "t", "userId": user}}}).encode()


async def test_r25_steps_of_a_flooding_user_leave_others_their_turn() -> None:
    turns, running, end = Turns(at_once=2), list[str](), asyncio.Event()

    async def step(user: str) -> None:
        async with turns.turn(event(user)):
            running.append(user)
            await end.wait()

    flood = [asyncio.create_task(step("flooder")) for _ in range(20)]
    await asyncio.sleep(0)
    other = asyncio.create_task(step("other"))
    await asyncio.sleep(0)
    assert running == ["flooder", "flooder", "other"]
    end.set()
    await asyncio.gather(*flood, other)
    assert running.count("flooder") == 20


async def test_turn_is_given_back_by_a_step_that_fails() -> None:
    turns = Turns(at_once=1)
    for _ in range(2):
        try:
            async with turns.turn(event("user")):
                raise LookupError
        except LookupError:
            pass


async def test_event_without_an_owner_waits_for_nobody() -> None:
    turns = Turns(at_once=1)
    for payload in (b"{}", b"[]", b"not JSON", b'{"job": null}'):
        async with turns.turn(payload), turns.turn(payload):
            pass

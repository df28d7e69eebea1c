"""Sandboxes: real processes of AWS's runtime client, behind the Runtime API."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from local.lambdas.function import SANDBOX_LIMIT, LambdaFunction
from local.lambdas.invocation import UNHANDLED, Invocation
from local.lambdas.sandbox import Sandbox
from local.template.application import FunctionResource

HANDLERS = """
import os, time
from pathlib import Path

class LedgerClosed(Exception):
    pass

def echo(event, context):
    return {"event": event, "left": context.get_remaining_time_in_millis(), "pid": os.getpid()}

def pause(event, context):
    time.sleep(0.2)
    return os.getpid()

def meet(event, context):
    here = Path(__file__).parent
    (here / f"{os.getpid()}.met").touch()
    while len(list(here.glob("*.met"))) < event["processes"]:
        time.sleep(0.02)
    time.sleep(0.2)
    return os.getpid()

def fail(event, context):
    raise LedgerClosed("closed")

def slow_once(event, context):
    if event.get("slow"):
        time.sleep(60)
    return os.getpid()

def crash_once(event, context):
    if event.get("crash"):
        os._exit(3)
    return os.getpid()
"""


@asynccontextmanager
async def function(folder: Path, handler: str, timeout_seconds: int = 20) -> AsyncIterator[LambdaFunction]:
    (folder / "handlers.py").write_text(HANDLERS)
    resource = FunctionResource("Tested", "arn:tested", handler, folder, timeout_seconds, 128, {})
    with (folder / "log").open("ab") as log:
        tested = LambdaFunction(resource, {}, log)
        try:
            yield tested
        finally:
            await tested.close()


def content(invocation: Invocation) -> Any:
    return json.loads(invocation.payload)


async def test_r29_handler_gets_event_and_deadline(tmp_path: Path) -> None:
    async with function(tmp_path, "handlers.echo") as tested:
        answer = content(await tested.invoke(b'{"question": 1}'))
    assert answer["event"] == {"question": 1}
    assert 0 < answer["left"] <= 20_000


async def test_r29_exception_is_a_function_error_by_its_class_name(tmp_path: Path) -> None:
    async with function(tmp_path, "handlers.fail") as tested:
        answer = await tested.invoke(b"{}")
    assert answer.function_error == UNHANDLED
    assert (content(answer)["errorType"], content(answer)["errorMessage"]) == ("LedgerClosed", "closed")


async def test_r29_timeout_ends_the_sandbox_and_the_next_event_gets_another(tmp_path: Path) -> None:
    async with function(tmp_path, "handlers.slow_once", timeout_seconds=1) as tested:
        before = content(await tested.invoke(b"{}"))
        answer = await tested.invoke(b'{"slow": true}')
        after = content(await tested.invoke(b"{}"))
    assert content(answer)["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 1.00 seconds" in content(answer)["errorMessage"]
    assert after != before


async def test_r17_r29_crash_is_a_function_error_and_the_next_event_gets_another_sandbox(
    tmp_path: Path,
) -> None:
    async with function(tmp_path, "handlers.crash_once") as tested:
        before = content(await tested.invoke(b"{}"))
        answer = await tested.invoke(b'{"crash": true}')
        after = content(await tested.invoke(b"{}"))
    assert content(answer)["errorType"] == "Runtime.ExitError"
    assert "exit status 3" in content(answer)["errorMessage"]
    assert after != before


@pytest.mark.parametrize("handler", ["nowhere.handle", "handlers.nothing"])
async def test_r29_handler_that_cannot_be_loaded_is_a_function_error(tmp_path: Path, handler: str) -> None:
    async with function(tmp_path, handler) as tested:
        await tested.prewarm()
        answers = [await tested.invoke(b"{}") for _ in range(2)]
    assert all(answer.function_error == UNHANDLED for answer in answers)
    assert all(content(answer)["errorType"].startswith("Runtime.") for answer in answers)


async def test_r29_sandbox_is_kept_for_later_events(tmp_path: Path) -> None:
    async with function(tmp_path, "handlers.echo") as tested:
        await tested.prewarm()
        processes = {content(await tested.invoke(b"{}"))["pid"] for _ in range(20)}
    assert len(processes) == 1


async def test_r29_events_at_once_run_side_by_side_up_to_the_limit(tmp_path: Path) -> None:
    meet = json.dumps({"processes": SANDBOX_LIMIT}).encode()
    async with function(tmp_path, "handlers.meet", timeout_seconds=60) as tested:
        answers = await asyncio.gather(*(tested.invoke(meet) for _ in range(12)))
    assert len({content(answer) for answer in answers}) == SANDBOX_LIMIT


async def test_short_wait_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.lambdas.function.PATIENCE_SECONDS", 60)
    async with function(tmp_path, "handlers.echo") as tested:
        await tested.prewarm()
        answers = await asyncio.gather(*(tested.invoke(b"{}") for _ in range(5)))
    assert len({content(answer)["pid"] for answer in answers}) == 1


async def test_caller_who_waited_for_a_start_has_no_second_process_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = Sandbox.start

    async def counted(*arguments: Any) -> Sandbox:
        started.append(arguments)
        # longer than a caller is patient
        await asyncio.sleep(0.2)
        return await start(*arguments)

    monkeypatch.setattr(Sandbox, "start", counted)
    async with function(tmp_path, "handlers.pause") as tested:
        await tested.invoke(b"{}")
        await tested.invoke(b"{}")
    assert len(started) == 1


async def test_caller_takes_the_sandbox_that_is_free_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is slow to start holds up nobody while another has become free."""

    async def never(*_: object) -> Sandbox:
        await asyncio.Event().wait()
        raise AssertionError

    async with function(tmp_path, "handlers.pause") as tested:
        await tested.prewarm()
        monkeypatch.setattr(Sandbox, "start", never)
        answers = await asyncio.gather(*(tested.invoke(b"{}") for _ in range(3)))
    assert len({content(answer) for answer in answers}) == 1


@pytest.mark.parametrize("handler", ["handlers.crash_once", "nowhere.handle"])
async def test_r17_callers_beyond_the_limit_are_answered_when_every_sandbox_dies(
    tmp_path: Path, handler: str
) -> None:
    async with function(tmp_path, handler) as tested:
        answers = await asyncio.gather(*(tested.invoke(b'{"crash": true}') for _ in range(9)))
    assert all(answer.function_error == UNHANDLED for answer in answers)


async def test_end_while_a_process_is_being_started_ends_it_too(tmp_path: Path) -> None:
    """A loop that ends while it spawns a process would wait for that process for ever."""
    async with function(tmp_path, "handlers.echo") as tested:
        invoking = asyncio.create_task(tested.invoke(b"{}"))
        # the Runtime API listens and the process is being spawned
        for _ in range(5):
            await asyncio.sleep(0)
        await tested.close()
        refused = [await invoking, await tested.invoke(b"{}")]
        assert not tasks_of_sandboxes()
    assert [content(answer)["errorType"] for answer in refused] == ["Runtime.Stopped"] * 2


def tasks_of_sandboxes() -> set[asyncio.Task[Any]]:
    """What still runs on this loop beside the test."""
    return {task for task in asyncio.all_tasks() if "Sandbox" in repr(task.get_coro())}

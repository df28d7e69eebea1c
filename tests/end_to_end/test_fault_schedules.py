"""Random faults against real processes: sandboxes killed, sockets dropped, executions stopped, power cut."""

import asyncio
import random
import sys
from collections.abc import Iterator

import pytest

from local.client.job_stream import Message
from support.faulty_machine import Machine, ScheduleClient, encoded, random_fault, settled_journals
from support.simulated_agent import check_journal

SCHEDULES = 25
STEPS = 6
POWER_CUTS = {4, 14, 24}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    started = Machine(tmp_path_factory.mktemp("machine"))
    yield started
    started.stop()


@pytest.mark.parametrize("seed", range(SCHEDULES))
async def test_r17_random_faults_with_real_processes_keep_the_invariants(machine: Machine, seed: int) -> None:
    print(f"seed {seed}")  # noqa: T201 - shown with a failure
    rng = random.Random(seed)
    client = ScheduleClient(machine, rng)
    await client.connect()
    await client.ask()
    await client.ask()
    cut_at = rng.randrange(STEPS) if seed in POWER_CUTS else None
    for step in range(STEPS):
        await asyncio.sleep(rng.uniform(0, 0.25))
        client.take()
        if step == cut_at:
            await client.drop()
            await asyncio.to_thread(machine.die_and_start)
            await client.connect()
        else:
            await random_fault(machine, client, rng)
    await client.settle()
    await check_invariants(machine, client)
    await client.drop()


async def check_invariants(machine: Machine, client: ScheduleClient) -> None:
    """Every job has its end, every message came once and in order, every result is what was stored."""
    kept = await settled_journals(machine, list(client.jobs.values()))
    names = await asyncio.to_thread(machine.executions)
    for (request_id, job_id), journal in zip(client.jobs.items(), kept, strict=True):
        attempts = journal[-1]["attempt"]
        check_journal(journal, attempts)
        assert client.received[job_id] == journal[: len(client.received[job_id])]
        assert journal[0]["query"] == client.asked[request_id]
        own = {name for name in names if name.startswith(job_id)}
        assert own <= {job_id, *(f"{job_id}-{attempt}" for attempt in range(2, attempts + 1))}
        assert own or was_cancelled_before_it_began(journal)
        for message in journal:
            if message["type"] == "job_completed":
                stored = await asyncio.to_thread(machine.stored_result, job_id, message["attempt"])
                assert encoded(message["result"]) == stored
    assert len(set(client.jobs.values())) == len(client.asked)


def was_cancelled_before_it_began(journal: list[Message]) -> bool:
    """Whether no execution was started: who should have was killed, and the owner cancelled the job."""
    _queued, *others = journal
    return [(message["type"], message.get("errorCode")) for message in others] == [
        ("job_failed", "cancelled")
    ]

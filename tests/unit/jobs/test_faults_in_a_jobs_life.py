"""Kills, failing writes and repeated calls anywhere in a job's life leave it whole, in virtual time."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from connections.poster import Delivery
from support.memory_stores import Faults, Killed, Moment
from support.simulated_agent import Client, SimulatedAgent, check_journal


def test_r16_each_step_invoked_twice_keeps_each_event_once() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    job = agent.jobs.jobs[job_id]
    agent.executions.finish()
    once = agent.jobs.jobs[job_id].messages()
    agent.executions.all[job_id].done.clear()
    for _ in agent.executions._work(agent.executions.all[job_id]):
        pass
    assert agent.jobs.jobs[job_id].messages() == once
    assert job.input == agent.jobs.jobs[job_id].input


def _points_of_a_run() -> list[tuple[int, str, Moment]]:
    agent = SimulatedAgent()
    agent.ask(agent.connect())
    agent.settle()
    return [(place, name, moment) for place, (name, moment) in enumerate(agent.faults.points)]


@pytest.mark.parametrize(("place", "name", "moment"), _points_of_a_run())
def test_r17_a_kill_at_every_write_boundary_leaves_no_job_stuck(
    place: int, name: str, moment: Moment
) -> None:
    agent = SimulatedAgent(faults=Faults(_once_at(place)))
    client = agent.connect()
    try:
        agent.ask(client)
    except Killed:
        assert name in ("read", "create", "start execution")
    agent.settle()
    for job_id, job in agent.jobs.jobs.items():
        assert job.status == "completed"
        check_journal(job.messages(), attempts=1)
        agent.deliver(client)
        agent.send(client, action="resume", jobId=job_id, after=client.last_in_sequence(job_id))
        assert len(client.messages[job_id]) == 11
    assert len(agent.executions.all) == len(agent.jobs.jobs)


def _once_at(place: int) -> Callable[[str, Moment], str | None]:
    passed = iter(range(10**6))
    return lambda name, moment: "kill" if next(passed) == place else None


@pytest.mark.parametrize("seed", range(475))
def test_r17_random_fault_schedules_keep_the_invariants(seed: int) -> None:
    rng = random.Random(seed)
    rate = rng.choice([0.02, 0.05, 0.15])
    agent = SimulatedAgent(seed)
    agent.faults.decide = lambda name, moment: (
        rng.choice(["kill", "unavailable"]) if rng.random() < rate else None
    )
    outcomes: list[Delivery] = ["delivered", "gone", "throttled", "refused"]
    agent.sockets.outcome = lambda connection_id: rng.choices(outcomes, [90, 2, 5, 3])[0]
    agent.executions.failing = {step: rng.randint(0, 1) for step in ("AnalyzeCost", "SynthesizeAnswer")}
    client = agent.connect()
    for request in ("r-0", "r-1", "r-2"):
        _attempt(partial(agent.ask, client, requestId=request))
    for _ in range(300):
        _attempt(lambda: _something(agent, client, rng))
    agent.faults.decide = lambda name, moment: None
    agent.sockets.outcome = lambda connection_id: "delivered"
    agent.settle()
    client.connection_id = agent.connect().connection_id
    assert len(agent.executions.all) <= sum(job.attempt for job in agent.jobs.jobs.values())
    for job_id, job in agent.jobs.jobs.items():
        assert job.ended_at is not None
        check_journal(job.messages(), job.attempt)
        agent.send(client, action="resume", jobId=job_id, after=client.last_in_sequence(job_id))
        received = [client.messages[job_id][seq] for seq in sorted(client.messages[job_id])]
        assert [{**message, "result": None} for message in received] == [
            {**{name: value for name, value in message.items() if name != "parts"}, "result": None}
            for message in job.messages()
        ]
        for message in received:
            if message["type"] == "job_completed":
                assert message["result"]["response"].startswith(f"The answer to {job_id}")


def _attempt(action: Callable[[], object]) -> None:
    """What a Lambda does: it may be killed, or end in an error that its caller hears."""
    try:
        action()
    except (Killed, Exception) as error:
        if isinstance(error, AssertionError):
            raise


def _something(agent: SimulatedAgent, client: Client, rng: random.Random) -> None:
    running = agent.executions.running()
    match rng.randrange(10):
        case 0:
            agent.clock.sleep(60)
            agent.sweep()
        case 1 if agent.executions.events:
            place = rng.randrange(len(agent.executions.events))
            event = agent.executions.events[place]
            if rng.random() < 0.7:
                agent.executions.events.pop(place)
            if rng.random() < 0.8:
                agent.reconciliation.reconcile(*event)
        case 2 if agent.jobs.jobs:
            job_id = rng.choice(list(agent.jobs.jobs))
            agent.send(client, action=rng.choice(["replay", "replay", "cancel"]), jobId=job_id)
        case 3 if agent.jobs.jobs:
            job_id = rng.choice(list(agent.jobs.jobs))
            agent.deliver(client)
            agent.send(client, action="resume", jobId=job_id, after=client.last_in_sequence(job_id))
        case 4 if rng.random() < 0.3:
            client.connection_id = agent.connect().connection_id
        case 5:
            agent.ask(client, requestId=f"r-{rng.randrange(3)}")
        case _ if running:
            agent.executions.advance(rng.choice(running))

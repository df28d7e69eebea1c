"""A job's whole life in virtual time: once each, in order, whatever goes wrong on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from connections.poster import Delivery
from jobs.reconciliation import INTERRUPTED
from support.memory_stores import Faults, Killed, Moment
from support.simulated_agent import Client, SimulatedAgent, check_journal


def test_a_question_is_answered() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.finish()
    posted = agent.deliver(client)
    assert [message["seq"] for message in posted] == list(range(1, 12))
    assert posted[0]["type"] == "job_queued"
    assert posted[-1]["type"] == "job_completed"
    assert posted[-1]["result"]["response"].startswith(f"The answer to {job_id}")
    assert "parts" not in posted[-1]
    check_journal(posted, attempts=1)


def test_a_message_costs_one_write_and_no_read_where_the_attempt_is_known() -> None:
    agent = SimulatedAgent()
    agent.ask(agent.connect())
    agent.jobs.calls.clear()
    agent.executions.finish()
    assert agent.jobs.calls == {"append progress_update": 9, "append job_completed": 1}


def test_r01_fifty_submits_at_once_are_one_execution() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    jobs = {agent.ask(client, requestId="r-1") for _ in range(50)}
    assert len(jobs) == 1
    assert agent.executions.started == 1
    refused = agent.send(client, action="finops_query", query="Another question?", requestId="r-1")
    assert [answer["code"] for answer in refused] == ["request_conflict"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_r02_a_job_whose_start_was_lost_is_started_within_two_minutes(moment: Moment) -> None:
    agent = SimulatedAgent(
        faults=Faults(lambda name, when: "kill" if (name, when) == ("start execution", moment) else None)
    )
    client = agent.connect()
    with pytest.raises(Killed):
        agent.ask(client)
    agent.faults.decide = lambda name, when: None
    for _ in range(2):
        agent.clock.sleep(60)
        agent.sweep()
    assert agent.executions.started == 1
    agent.settle()
    job = next(iter(agent.jobs.jobs.values()))
    assert job.status == "completed"
    check_journal(job.messages(), attempts=1)


def test_r03_a_new_execution_of_the_same_job_completes_as_the_next_attempt() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    agent.executions.start("new-execution-from-the-console", agent.jobs.jobs[job_id].input)
    agent.settle()
    job = agent.jobs.jobs[job_id]
    assert (job.status, job.attempt) == ("completed", 2)
    check_journal(job.messages(), attempts=2)
    assert job.message_of("replayed") is not None
    assert job.messages()[-1]["attempt"] == 2


def test_r04_a_redrive_runs_finished_steps_no_more() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"SynthesizeAnswer": 1}
    job_id = agent.ask(client)
    agent.settle()
    failed = agent.jobs.jobs[job_id].messages()[-1]
    assert (failed["type"], failed["failedStep"], failed["replayable"]) == (
        "job_failed",
        "SynthesizeAnswer",
        True,
    )
    agent.executions.runs.clear()
    agent.send(client, action="replay", jobId=job_id)
    agent.settle()
    assert agent.executions.runs == {"SynthesizeAnswer": 1}
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=2)


@pytest.mark.parametrize("hours", [1, 13 * 24])
def test_r05_a_redrive_long_after_the_client_left_reaches_its_new_connection(hours: int) -> None:
    agent = SimulatedAgent()
    first = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(first)
    assert first.connection_id not in agent.jobs.jobs[job_id].input.model_dump_json()
    agent.settle()
    agent.clock.sleep(hours * 3600)
    later = agent.connect()
    agent.executions.redrive(job_id, "from the console")
    agent.settle()
    posted = agent.deliver(later)
    assert posted[0]["type"] == "job_replayed"
    assert posted[-1]["type"] == "job_completed"
    assert len(agent.sockets.sent[first.connection_id]) == posted[0]["seq"] - 1


def test_r06_a_double_click_is_one_redrive() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    agent.send(client, action="replay", jobId=job_id)
    second = agent.send(client, action="replay", jobId=job_id)
    assert [answer["code"] for answer in second] == ["not_replayable"]
    assert agent.executions.all[job_id].redrive_count == 1
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_r06_two_clicks_that_both_saw_the_failure_are_one_redrive() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    seen_by_both = agent.jobs.jobs[job_id]
    agent.send(client, action="replay", jobId=job_id)
    agent.executions.redrive(job_id, f"{job_id}-{seen_by_both.attempt}")
    assert agent.executions.all[job_id].redrive_count == 1
    agent.settle()
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=2)


def test_r06_after_fourteen_days_the_job_begins_anew() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    agent.clock.sleep(15 * 24 * 3600)
    client = agent.connect()
    agent.send(client, action="replay", jobId=job_id)
    (replayed, *_) = agent.deliver(client)
    assert (replayed["mode"], replayed["attempt"]) == ("restart", 2)
    assert "redrivable period exceeded" in replayed["reason"]
    assert f"{job_id}-2" in agent.executions.all
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_r06_a_completed_job_is_refused_by_name() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    refused = agent.send(client, action="replay", jobId=job_id)
    assert [answer["code"] for answer in refused] == ["not_replayable"]
    assert "completed" in refused[0]["message"]


def test_r08_a_thousand_reorderings_with_duplicates_end_the_same() -> None:
    agent = SimulatedAgent()
    sender = agent.connect()
    agent.executions.failing = {"SynthesizeAnswer": 1}
    job_id = agent.ask(sender)
    agent.settle()
    agent.send(sender, action="replay", jobId=job_id)
    agent.settle()
    posted = agent.deliver(sender)
    for seed in range(1000):
        rng = random.Random(seed)
        shuffled = posted + rng.sample(posted, 5)
        rng.shuffle(shuffled)
        client = Client("any", sender.owner)
        for message in shuffled:
            client.receive(message)
        assert client.messages == sender.messages
    check_journal([sender.messages[job_id][seq] for seq in sorted(sender.messages[job_id])], attempts=2)


def test_r09_five_hundred_disconnects_leave_no_gap() -> None:
    for seed in range(100):
        agent = SimulatedAgent(seed)
        client = agent.connect()
        job_id = agent.ask(client)
        dropped = 0
        while dropped < 5:
            for execution in agent.executions.running():
                agent.executions.advance(execution)
            if agent.rng.random() < 0.5:
                agent.deliver(client)
            agent.sockets.sent.pop(client.connection_id, None)
            agent.connections.forget(client.connection_id)
            client.connection_id = agent.connect().connection_id
            dropped += 1
            after = client.last_in_sequence(job_id)
            answers = agent.send(client, action="resume", jobId=job_id, after=after)
            sequence = [message["seq"] for message in answers[:-1]]
            assert sequence == list(range(after + 1, len(agent.jobs.jobs[job_id].events) + 1))
            assert answers[-1] == {
                "type": "resumed",
                "jobId": job_id,
                "recovered": True,
                "lastSeq": len(agent.jobs.jobs[job_id].events),
            }
        agent.settle()
        agent.send(client, action="resume", jobId=job_id, after=client.last_in_sequence(job_id))
        check_journal([client.messages[job_id][seq] for seq in sorted(client.messages[job_id])], attempts=1)


def test_r10_a_cursor_beyond_the_last_message_brings_everything_and_says_so() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    answers = agent.send(client, action="resume", jobId=job_id, after=12)
    assert [message.get("seq") for message in answers] == [*range(1, 12), None]
    assert (answers[-1]["recovered"], answers[-1]["lastSeq"]) == (False, 11)


def test_r10_a_result_no_longer_kept_is_said() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    agent.results.objects.clear()
    answers = agent.send(client, action="resume", jobId=job_id, after=10)
    assert answers[0]["result"] is None
    assert answers[-1]["recovered"] is False


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


def test_cancel_stops_the_execution_and_says_so_once() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.advance(agent.executions.all[job_id])
    assert agent.send(client, action="cancel", jobId=job_id) == []
    agent.settle()
    posted = agent.deliver(client)
    ends = [message for message in posted if message["type"] == "job_failed"]
    assert [(end["errorCode"], end["failedStep"], end["replayable"]) for end in ends] == [
        ("cancelled", None, True)
    ]
    again = agent.send(client, action="cancel", jobId=job_id)
    assert [answer["code"] for answer in again] == ["not_cancellable"]
    agent.send(client, action="replay", jobId=job_id)
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_a_status_event_of_an_older_attempt_changes_nothing() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.executions.finish()
    late = agent.executions.events.pop()
    agent.executions.redrive(job_id, "console")
    while agent.jobs.jobs[job_id].attempt == 1:
        agent.executions.advance(agent.executions.all[job_id])
    agent.reconciliation.reconcile(*late)
    assert agent.jobs.jobs[job_id].status == "running"
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_a_job_completed_beats_a_failed_that_follows_it() -> None:
    """The step that completed the job was killed before it could return, each time."""
    agent = SimulatedAgent(
        faults=Faults(
            lambda name, when: "kill" if (name, when) == ("append job_completed", "after") else None
        )
    )
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    assert agent.executions.all[job_id].status == "FAILED"
    assert agent.jobs.jobs[job_id].status == "completed"
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=1)


def test_a_lost_status_event_is_made_up_by_the_sweeper() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"InterpretQuery": 1}
    agent.ask(client)
    agent.executions.finish()
    agent.executions.events.clear()
    agent.clock.sleep(60)
    agent.sweep()
    posted = agent.deliver(client)
    assert (posted[-1]["type"], posted[-1]["failedStep"]) == ("job_failed", "InterpretQuery")


def test_an_execution_lost_with_its_machine_is_offered_for_restart() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.advance(agent.executions.all[job_id])
    agent.executions.all.clear()
    agent.clock.sleep(60)
    agent.sweep()
    assert agent.jobs.jobs[job_id].replayable
    agent.send(client, action="replay", jobId=job_id)
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"
    assert agent.deliver(client)[-1]["attempt"] == 2


def test_an_execution_interrupted_with_its_machine_was_not_cancelled() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.advance(agent.executions.all[job_id])
    agent.executions.all[job_id].error = INTERRUPTED
    agent.executions.stop(job_id)
    agent.watch()
    assert agent.jobs.jobs[job_id].error_code == "step_failed"
    assert "begins anew" in agent.deliver(client)[-1]["error"]


def test_a_job_that_could_not_be_started_for_an_hour_ends() -> None:
    agent = SimulatedAgent(
        faults=Faults(lambda name, when: "unavailable" if name == "start execution" else None)
    )
    client = agent.connect()
    with pytest.raises(RuntimeError):
        agent.ask(client)
    agent.sweep()
    agent.clock.sleep(3700)
    agent.sweep()
    (job,) = agent.jobs.jobs.values()
    assert (job.status, job.error_code) == ("failed", "never_started")


def test_a_job_is_tried_twenty_times_at_most() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"InterpretQuery": 100}
    job_id = agent.ask(client)
    agent.settle()
    for _ in range(19):
        assert agent.send(client, action="replay", jobId=job_id) == []
        agent.settle()
        client = agent.connect()
    refused = agent.send(client, action="replay", jobId=job_id)
    assert [answer["code"] for answer in refused] == ["not_replayable"]
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=20)


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

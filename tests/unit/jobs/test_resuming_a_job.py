"""A client misses nothing of a job, whatever is reordered, doubled, dropped or no longer kept."""

from __future__ import annotations

import random

from support.simulated_agent import Client, SimulatedAgent, check_journal


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

"""The whole agent in one process and virtual time: clients, Lambdas, stores, executions and their faults."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from connection_manager.greeting import Greeting
from connections.connection import Connection
from connections.execution_links import NO_LINKS, ExecutionLinks
from connections.message_rate import MessageRate
from connections.poster import Poster
from identity.token import Identity
from jobs.errors import JournalUnavailable
from jobs.journal import Journal
from jobs.reconciliation import Reconciliation
from jobs.step_run import StepRun
from message_handler.dispatch import Dispatch
from message_handler.limits import Limits
from message_handler.replay import Replays
from message_handler.submission import Submission
from protocol.job import Owner
from protocol.server_messages import Refusal
from protocol.step import StepEvent
from support.memory_stores import (
    Faults,
    Killed,
    MemoryConnectionStore,
    MemoryJobStore,
    MemoryResultStore,
    MemorySockets,
    VirtualClock,
)
from support.simulated_executions import SimulatedExecutions
from sweeper.sweep import sweep_connections, sweep_jobs

Message = dict[str, Any]


class AtOnce(Executor):
    """Runs what it is given before it answers: in virtual time nothing goes on beside."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See Executor; an exception comes at once too."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass
class Client:
    """A frontend: keeps a job's messages by `seq`, whatever order they come in and however often."""

    connection_id: str
    owner: Owner
    messages: dict[str, dict[int, Message]] = field(default_factory=dict)
    others: list[Message] = field(default_factory=list)

    def receive(self, message: Message) -> None:
        """Takes a message in; one already known must be the same again."""
        if "seq" not in message:
            self.others.append(message)
            return
        message = {name: value for name, value in message.items() if name != "duplicate"}
        known = self.messages.setdefault(message["jobId"], {})
        assert known.get(message["seq"], message) == message
        known[message["seq"]] = message

    def last_in_sequence(self, job_id: str) -> int:
        """The `seq` up to which nothing is missing: where to resume."""
        known = self.messages.get(job_id, {})
        seq = 0
        while seq + 1 in known:
            seq += 1
        return seq


class SimulatedAgent:
    """The agent. `faults` are asked at every write."""

    def __init__(
        self,
        seed: int = 0,
        faults: Faults | None = None,
        limits: Limits | None = None,
        links: ExecutionLinks = NO_LINKS,
    ) -> None:
        self.rng = random.Random(seed)
        self.clock = VirtualClock()
        self.faults = faults or Faults()
        self.jobs = MemoryJobStore(self.faults)
        self.results = MemoryResultStore(self.faults)
        self.connections = MemoryConnectionStore()
        self.sockets = MemorySockets()
        self.poster = Poster(self.connections, self.sockets, self.clock, self.clock.sleep)
        self.journal = Journal(self.jobs, self.clock)
        self.executions = SimulatedExecutions(self.run_of, self.clock, self.rng, self.faults)
        self.reconciliation = Reconciliation(self.journal, self.executions, self.results, self.poster, links)
        self.limits = limits or Limits()
        submission = Submission(
            self.jobs, self.executions, self.poster, self.limits, self.clock, lambda: date(2024, 10, 1), links
        )
        replays = Replays(self.jobs, self.journal, self.executions, self.reconciliation, self.poster)
        self.dispatch = Dispatch(
            self.connections, self.jobs, self.results, submission, replays, self.limits, self.clock, links
        )
        self.greeting = Greeting(
            self.connections,
            self.jobs,
            MessageRate(self.connections, self.limits.messages_per_minute, self.clock),
            self.clock,
        )
        self._connected = 0

    def run_of(self, event: StepEvent, step: str) -> StepRun:
        """A step's run, as its Lambda makes it."""
        poster = Poster(self.connections, self.sockets, self.clock, self.clock.sleep)
        return StepRun(event, step, self.journal, poster, self.results, AtOnce())

    def connect(self, user: str = "user-1", tenant: str = "default", operator: bool = False) -> Client:
        """A client that has connected and authenticated."""
        self._connected += 1
        client = Client(f"connection-{self._connected}", Owner(tenant=tenant, user_id=user))
        connection = Connection(client.connection_id, int(self.clock()))
        self.connections.open(connection)
        identity = Identity(client.owner, user, operator, int(self.clock()) + 3600)
        client.others.append(self.greeting.authenticate(connection, identity).to_wire())
        return client

    def send(self, client: Client, **message: Any) -> list[Message]:
        """The answers to a message on the client's own connection; a refusal is one of them."""
        answers: list[Message] = []
        try:
            for answer in self.dispatch.answer(client.connection_id, json.dumps(message)):
                answers.append(answer)
                client.receive(answer)
        except Refusal as refusal:
            answers.append(refusal.error.to_wire())
        return answers

    def ask(self, client: Client, **fields: Any) -> str:
        """Sends a question; answers its job's id."""
        before = set(self.jobs.jobs)
        answers = self.send(client, action="finops_query", **{"query": "What was my spend?", **fields})
        if answers:
            return str(answers[0]["jobId"])
        return (set(self.jobs.jobs) - before).pop()

    def deliver(self, client: Client) -> list[Message]:
        """Gives the client what was posted to its connection since."""
        posted = [json.loads(data) for data in self.sockets.sent.pop(client.connection_id, [])]
        for message in posted:
            client.receive(message)
        return posted

    def watch(self) -> None:
        """Delivers all status events to the watcher; what it fails at, EventBridge brings again."""
        while self.executions.events:
            try:
                self.reconciliation.reconcile(*self.executions.events[0])
            except (Killed, JournalUnavailable):
                continue
            self.executions.events.pop(0)

    def sweep(self) -> None:
        """One run of the sweeper."""
        sweep_connections(self.connections, self.sockets, self.clock)
        with suppress(Killed):
            sweep_jobs(self.jobs, self.executions, self.reconciliation, self.clock)

    def settle(self) -> None:
        """Runs everything to its end, the sweeper each minute."""
        for _ in range(4):
            self.executions.finish()
            self.watch()
            self.clock.sleep(60)
            self.sweep()
        self.executions.finish()
        self.watch()


def check_journal(messages: list[Message], attempts: int) -> None:
    """The invariants of a job that has ended: its numbering, its ends, its progress."""
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
    for attempt in range(1, attempts + 1):
        of_attempt = [message for message in messages if message["attempt"] == attempt]
        assert of_attempt[0]["type"] == ("job_queued" if attempt == 1 else "job_replayed")
        ends = [message for message in of_attempt if message["type"] in ("job_completed", "job_failed")]
        assert len(ends) == 1 or (attempt < attempts and not ends)
        if ends:
            assert ends == of_attempt[-1:]
        progress = [message["progress"] for message in of_attempt if "progress" in message]
        assert progress == sorted(progress)
    assert messages[-1]["type"] in ("job_completed", "job_failed")

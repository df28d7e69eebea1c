"""Hostile frames through both handlers: none breaks anything, reaches what is another's, or stays."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import connection_manager.handler
import message_handler.handler
from connections.connection import Connection
from identity.signing_keys import SigningKeys
from identity.token import TokenVerifier
from message_handler.limits import Limits
from protocol.frames import MAX_MESSAGE_BYTES
from protocol.job_messages import JobCompleted, JobFailed, JobQueued, JobReplayed, ProgressUpdate
from protocol.server_messages import Authenticated, ErrorMessage, JobResultPart, Jobs, Pong, Resumed
from protocol.values import WireModel
from support.hostile_frames import FORGED_TOKEN, Frame, hostile_frames
from support.simulated_agent import SimulatedAgent

EXAMPLES, FRAMES_AN_EXAMPLE = 400, 25
MESSAGES: dict[str, type[WireModel]] = {
    str(model.model_fields["type"].default): model
    for model in (
        Authenticated, ErrorMessage, JobCompleted, JobFailed, JobQueued, JobReplayed, JobResultPart, Jobs,
        Pong, ProgressUpdate, Resumed,
    )
}  # fmt: skip
QUESTION_OF_ANOTHER = "canary-question of another user"
LIMITS = Limits(messages_per_minute=1000, jobs_at_once=3)


class Attack:
    """A signed-in user and a stranger who send hostile frames, beside a user whom it must not touch."""

    def __init__(self) -> None:
        self.agent = SimulatedAgent(limits=LIMITS)
        self.other = self.agent.connect("user-2")
        self.agent.ask(self.other, query=QUESTION_OF_ANOTHER, conversationId="c", requestId="r")
        self.agent.settle()
        self.agent.executions.failing = {"AnalyzeCost": 1}
        self.agent.ask(self.other, query=QUESTION_OF_ANOTHER, requestId="s")
        self.agent.settle()
        self.attacker = self.agent.connect("user-1")
        own_job = self.agent.ask(self.attacker, requestId="own")
        self.agent.settle()
        self.job_ids = [own_job, *(job for job in self.agent.jobs.jobs if job != own_job)]
        self._strangers = 0
        self.stranger = self._stranger()
        self.answers: list[dict[str, Any]] = []
        self.agent.sockets.sent.clear()

    def kept_of_the_other(self) -> list[bytes]:
        """All that is stored of the other user, as text."""
        owner, agent = self.other.owner, self.agent
        jobs = [job for job in agent.jobs.jobs.values() if job.owner == owner]
        results = [(key, agent.results.objects[key]) for key in sorted(agent.results.objects)]
        of_jobs = [result for result in results if any(job.job_id in result[0] for job in jobs)]
        conversations = [entry for entry in agent.jobs.conversations.items() if owner.key in entry[0]]
        counted = [entry for entry in agent.connections.minutes.items() if owner.key in entry[0]]
        held = agent.connections.of_owner(owner.key)
        return [repr(kept).encode() for kept in (jobs, of_jobs, conversations, counted, held)]

    def send(self, frame: Frame, *, signed_in: bool) -> None:
        """Sends a frame as API Gateway would route it; keeps what either connection was answered."""
        connection_id = self._open_attacker() if signed_in else self._open_stranger()
        request = {"connectionId": connection_id, "eventType": "MESSAGE", "routeKey": frame.route}
        event = {"requestContext": request, "body": frame.body, "isBase64Encoded": frame.is_base64}
        handler = connection_manager.handler if frame.route == "authenticate" else message_handler.handler
        assert handler.lambda_handler(event, None) == {"statusCode": 200}
        posted = self.agent.sockets.sent
        for sent in (posted.pop(self.attacker.connection_id, []), posted.pop(self.stranger, [])):
            self.answers += [json.loads(data) for data in sent]
            assert all(len(data) <= MAX_MESSAGE_BYTES for data in sent)
        assert posted == {}

    def _open_attacker(self) -> str:
        if self.attacker.connection_id not in self.agent.connections.connections:
            self.attacker = self.agent.connect("user-1")
        return self.attacker.connection_id

    def _open_stranger(self) -> str:
        if self.stranger not in self.agent.connections.connections:
            self.stranger = self._stranger()
        return self.stranger

    def _stranger(self) -> str:
        self._strangers += 1
        stranger = Connection(f"stranger-{self._strangers}", int(self.agent.clock()))
        self.agent.connections.open(stranger)
        return stranger.connection_id


@contextmanager
def handlers_of(attack: Attack) -> Iterator[io.StringIO]:
    """Both handlers over the attack's stores and clock; their log."""
    agent, log = attack.agent, io.StringIO()
    verifier = TokenVerifier(
        SigningKeys(lambda: {"keys": []}), "issuer", "client", "custom:tenant", agent.clock
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(message_handler.handler, "_dispatch", lambda: agent.dispatch)
        patched.setattr(message_handler.handler, "_poster", lambda: agent.poster)
        patched.setattr(connection_manager.handler, "_poster", lambda: agent.poster)
        patched.setattr(connection_manager.handler, "_greeting", lambda: agent.greeting)
        patched.setattr(connection_manager.handler, "_connections", lambda: agent.connections)
        patched.setattr(connection_manager.handler, "_verifier", lambda: verifier)
        patched.setattr(connection_manager.handler, "time", SimpleNamespace(time=agent.clock))
        for handler in logging.getLogger("service_undefined").handlers:
            patched.setattr(handler, "stream", log)
        yield log


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.data())
def test_r24_ten_thousand_hostile_frames_raise_nothing_leak_nothing_and_keep_no_slot(
    data: st.DataObject,
) -> None:
    attack = Attack()
    frames = st.tuples(hostile_frames(attack.job_ids), st.sampled_from([True, True, True, False]))
    before = attack.kept_of_the_other()
    with handlers_of(attack) as log:
        for frame, signed_in in data.draw(
            st.lists(frames, min_size=FRAMES_AN_EXAMPLE, max_size=FRAMES_AN_EXAMPLE)
        ):
            attack.send(frame, signed_in=signed_in)
            assert len(attack.agent.jobs.under_way(attack.attacker.owner.key)) <= LIMITS.jobs_at_once
    assert attack.kept_of_the_other() == before
    check_answers(attack.answers)
    check_secrets(log.getvalue() + json.dumps(attack.answers))
    check_nothing_is_left(attack)


def check_answers(answers: list[dict[str, Any]]) -> None:
    """Each is a message of the protocol, and none says that something broke inside."""
    for answer in answers:
        assert answer.get("code") != "internal_error"
        # the simulated steps' results are not whole ones
        typed = {**answer, "result": None} if answer["type"] == "job_completed" else answer
        MESSAGES[answer["type"]].model_validate(typed)


def check_secrets(said: str) -> None:
    """Neither a token nor another user is told of."""
    for secret in (FORGED_TOKEN, QUESTION_OF_ANOTHER, "user-2"):
        assert secret not in said


def check_nothing_is_left(attack: Attack) -> None:
    """Every job ends and frees its slot; only the user's own counts and open connections are kept."""
    agent, owner = attack.agent, attack.attacker.owner
    agent.settle()
    assert agent.jobs.unfinished() == []
    assert {job.owner.key for job in agent.jobs.jobs.values()} == {owner.key, attack.other.owner.key}
    assert {key for key, _ in agent.connections.minutes} == {owner.key, attack.other.owner.key}
    assert {key for key, _ in agent.jobs.conversations} <= {owner.key, attack.other.owner.key}
    # the strangers had their time to sign in; what is open is a user's
    assert all(held.owner is not None for held in agent.connections.connections.values())
    client = agent.connect("user-1")
    for number in range(LIMITS.jobs_at_once):
        agent.ask(client, query=f"Part {number}?")
    assert len(agent.jobs.under_way(owner.key)) == LIMITS.jobs_at_once

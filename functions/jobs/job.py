"""A job as its item holds it: who asked what, its attempts, and its journal of messages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from protocol.job import JobInput, Owner

Status = Literal["queued", "running", "completed", "failed"]
Message = dict[str, Any]
"""One message of the wire, as a client reads it."""

UNREAD = "unread"
"""The intent of a job whose question was not interpreted."""
MAX_DETAILS_BYTES = 120_000
"""All details of a job together: what is left of DynamoDB's 400 KB an item is enough for its messages."""
MAX_ATTEMPTS = 20
"""The journal of a job with more attempts might not fit DynamoDB's 400 KB an item."""


@dataclass(frozen=True)
class Event:
    """A message as the journal keeps it.

    `id` is unique within an attempt and keeps a retried write from adding it twice. `fields` are the
    message's own; `seq` is the event's place in the journal, and `attempt` follows from the `job_replayed`
    before it, so neither is kept.
    """

    id: str
    type: str
    timestamp: int
    fields: dict[str, Any]

    def to_json(self) -> str:
        """The event as the item holds it."""
        return json.dumps(
            [self.id, self.type, self.timestamp, self.fields],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @property
    def detail_bytes(self) -> int:
        """The size of the message's `detail`, 0 without one."""
        detail = self.fields.get("detail")
        return len(json.dumps(detail, ensure_ascii=False).encode()) if detail else 0

    @classmethod
    def from_json(cls, text: str) -> Event:
        """The event that `to_json` wrote."""
        return cls(*json.loads(text))


@dataclass(frozen=True)
class Job:
    """One job. `attempt_keys` are the attempts seen so far, (execution name, redrive count), latest last.

    `ended_at` is set while the latest attempt has its end. `event_ids` are those of the latest attempt:
    what older ones still send is dropped by its attempt key. `restart_reason` says why the next attempt
    begins anew where nobody asked for that: kept before it begins, since any of its parts may be first to
    make it known.
    """

    job_id: str
    owner: Owner
    query: str
    today: date
    created_at: str
    attempt_keys: list[str]
    events: list[Event]
    status: Status = "queued"
    progress: int = 5
    event_ids: frozenset[str] = frozenset({"queued"})
    requested_today: str | None = None
    request_id: str | None = None
    conversation_id: str | None = None
    previous_job_id: str | None = None
    trace_header: str | None = None
    ended_at: str | None = None
    error_code: str | None = None
    replayable: bool | None = None
    restart_reason: str | None = None

    @property
    def attempt(self) -> int:
        """The number of the latest attempt, from 1."""
        return len(self.attempt_keys)

    @property
    def attempt_key(self) -> str:
        """The latest attempt."""
        return self.attempt_keys[-1]

    @property
    def execution_name(self) -> str:
        """The execution of the latest attempt."""
        return self.attempt_key.rpartition("#")[0]

    def execution_of(self, message: Message) -> str:
        """The execution of the attempt that one of the job's messages belongs to."""
        attempt: int = message["attempt"]
        return self.attempt_keys[attempt - 1].rpartition("#")[0]

    @property
    def input(self) -> JobInput:
        """The execution's input: the same, byte for byte, whenever it is made (StartExecution demands it)."""
        return JobInput(
            job_id=self.job_id,
            owner=self.owner,
            query=self.query,
            today=self.today,
            conversation_id=self.conversation_id,
            previous_job_id=self.previous_job_id,
            trace_header=self.trace_header,
        )

    def messages(self, after: int = 0) -> list[Message]:
        """The messages whose `seq` is above `after`, in order, their progress made to rise within an attempt.

        A `job_completed` comes without its `result`, which its sender adds.
        """
        messages: list[Message] = []
        attempt, progress = 1, 0
        for seq, event in enumerate(self.events, start=1):
            if event.type == "job_replayed":
                attempt, progress = attempt + 1, 0
            message: Message = {
                "type": event.type,
                "jobId": self.job_id,
                "seq": seq,
                "attempt": attempt,
                "timestamp": event.timestamp,
                **event.fields,
            }
            if "progress" in message:
                progress = message["progress"] = max(progress, message["progress"])
            messages.append(message)
        return messages[after:]

    @property
    def intent(self) -> str:
        """What the question asks for, as InterpretQuery read it; UNREAD where it did not."""
        for event in reversed(self.events):
            interpretation = event.fields.get("detail", {}).get("interpretation")
            if interpretation:
                return str(interpretation["intent"])
        return UNREAD

    def message_of(self, event_id: str) -> Message | None:
        """The message that the latest attempt's event of this id is."""
        messages = self.messages()
        for message, event in zip(reversed(messages), reversed(self.events), strict=True):
            if event.id == event_id and message["attempt"] == self.attempt:
                return message
        return None


@dataclass(frozen=True)
class Summary:
    """A job without its journal, as lists show it."""

    job_id: str
    owner_key: str
    query: str
    status: Status
    attempt: int
    progress: int
    last_seq: int
    created_at: str
    execution_name: str
    ended_at: str | None = None
    error_code: str | None = None
    replayable: bool | None = None


def timestamp_text(seconds: float) -> str:
    """Epoch seconds as a UTC time of fixed width, so that text sorts as time does."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seconds_of(text: str) -> float:
    """Epoch seconds of a time that `timestamp_text` wrote."""
    return datetime.fromisoformat(text).timestamp()

"""What the journal needs of a database: one item a job, each write atomic and conditional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from jobs.job import Event, Job, Status, Summary


@dataclass(frozen=True)
class Write:
    """The outcome of a conditional write: `job` is the item after it, or the one that refused it.

    `job` is None when there is no such job.
    """

    done: bool
    job: Job | None


@dataclass(frozen=True)
class Ending:
    """What an event that ends an attempt changes of its job."""

    status: Status
    ended_at: str
    error_code: str | None = None
    replayable: bool | None = None


@dataclass(frozen=True)
class Page:
    """Summaries, newest first; `cursor` is where the next page begins, None on the last."""

    summaries: list[Summary]
    cursor: str | None = None


class JobStore(Protocol):
    """The jobs. Every method raises jobs.errors.JournalUnavailable for what a retry may mend."""

    def create(self, job: Job) -> Write:
        """Adds a job unless there is one of its id; then `done` is False and `job` the one there is."""
        ...

    def read(self, job_id: str) -> Job | None:
        """The job, as the last write left it."""
        ...

    def append(self, job_id: str, attempt_key: str, event: Event, ending: Ending | None = None) -> Write:
        """Adds an event if the attempt is the latest, has no end, and has no event of this id.

        An event with a `detail` is refused too where the job's details have reached MAX_DETAILS_BYTES.
        """
        ...

    def register(self, seen: Job, attempt_key: str, event: Event) -> Write:
        """Begins a new attempt with its first event, if the job's attempts are still those that were `seen`.

        The end of the attempt before it is taken back: the job is under way again.
        """
        ...

    def explain_restart(self, seen: Job, reason: str | None) -> None:
        """Keeps why the next attempt begins anew, unless the job has completed or was tried again since."""
        ...

    def of_owner(self, owner_key: str, limit: int, cursor: str | None = None) -> Page:
        """The jobs of an owner; may lag a moment behind the writes. Raises ValueError for a bad cursor."""
        ...

    def under_way(self, owner_key: str) -> list[Summary]:
        """An owner's jobs whose latest attempt has no end; may lag a moment behind the writes."""
        ...

    def of_everybody(self, limit: int, cursor: str | None = None) -> Page:
        """The jobs of all owners, as `of_owner`; more than `limit` where several are of one moment."""
        ...

    def unfinished(self) -> list[Summary]:
        """All jobs whose latest attempt has no end; may lag a moment behind the writes."""
        ...

    def conversation(self, owner_key: str, conversation_id: str) -> str | None:
        """The id of the conversation's latest job."""
        ...

    def continue_conversation(self, owner_key: str, conversation_id: str, job_id: str) -> None:
        """Makes a job the conversation's latest."""
        ...

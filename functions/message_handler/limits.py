"""What one user may ask for at a time, so that the others do not notice."""

from __future__ import annotations

import os
from dataclasses import dataclass

from connections.message_rate import MESSAGES_PER_MINUTE, configured_messages_per_minute


@dataclass(frozen=True)
class Limits:
    """Per user: messages a minute, unfinished jobs at once; and the characters of a question."""

    messages_per_minute: int = MESSAGES_PER_MINUTE
    jobs_at_once: int = 20
    question_characters: int = 4000

    @classmethod
    def from_environment(cls) -> Limits:
        """Those of MAX_MESSAGES_PER_MINUTE, MAX_JOBS_AT_ONCE and MAX_QUESTION_CHARACTERS."""
        return cls(
            configured_messages_per_minute(),
            int(os.environ.get("MAX_JOBS_AT_ONCE") or cls.jobs_at_once),
            int(os.environ.get("MAX_QUESTION_CHARACTERS") or cls.question_characters),
        )

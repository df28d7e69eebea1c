"""What one user may ask for at a time, so that the others do not notice."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Per user: messages a minute, unfinished jobs at once; and the characters of a question."""

    messages_per_minute: int = 600
    jobs_at_once: int = 20
    question_characters: int = 4000

    @classmethod
    def from_environment(cls) -> Limits:
        """Those of MAX_MESSAGES_PER_MINUTE, MAX_JOBS_AT_ONCE and MAX_QUESTION_CHARACTERS."""
        return cls(
            int(os.environ.get("MAX_MESSAGES_PER_MINUTE") or cls.messages_per_minute),
            int(os.environ.get("MAX_JOBS_AT_ONCE") or cls.jobs_at_once),
            int(os.environ.get("MAX_QUESTION_CHARACTERS") or cls.question_characters),
        )

"""Remembered answers: an answer is paid once, and two alike at once share one request.

A broken cache never fails an answer: it is passed by, and the question asked afresh.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aws_lambda_powertools import Logger

from jobs.metrics import count

logger = Logger()
LEASE_SECONDS = 40  # longer than a paid request takes with its retries
WAIT_SECONDS = 20.0  # how long to wait for another's request before making one's own
POLL_SECONDS = 0.05


class CacheUnavailable(Exception):
    """The store of the cache did not answer as it should."""


@dataclass(frozen=True)
class Entry:
    """What is stored under a key: an answer's JSON with the time it was made, or a lease on making it.

    Times are epoch seconds. A lease has no body.
    """

    body: str | None
    made_at: float
    expires_at: float

    def is_live(self, now: float) -> bool:
        """Whether the answer, or the lease, still holds."""
        return now < self.expires_at


class CacheStore(Protocol):
    """Where entries are kept. Every method raises CacheUnavailable when the store fails."""

    def read(self, key: str) -> Entry | None:
        """The entry of a key, live or not."""
        ...

    def lease(self, key: str, now: float, until: float) -> bool:
        """Takes the key for the caller, unless a live entry holds it; whether it was taken."""
        ...

    def write(self, key: str, entry: Entry) -> None:
        """Stores an answer, in place of the lease."""
        ...

    def release(self, key: str) -> None:
        """Gives up the lease, so that others need not wait."""
        ...


@dataclass(frozen=True)
class Remembered:
    """An answer, when it was made (epoch seconds), and whether it came from the cache."""

    value: dict[str, Any]
    made_at: float
    cached: bool


@dataclass
class AnswerCache:
    """Answers by key, made on demand. `store` None: nothing is remembered."""

    store: CacheStore | None
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def get_or_make(self, key: str, lifetime: float, make: Callable[[], dict[str, Any]]) -> Remembered:
        """The remembered answer of a key, or a new one that lives `lifetime` seconds.

        Raises whatever `make` raises.
        """
        found = self._found_or_leased(key)
        if found is not None:
            return found
        try:
            value = make()
        except BaseException:
            self._quietly(lambda store: store.release(key))
            raise
        now = self.clock()
        entry = Entry(json.dumps(value, separators=(",", ":")), now, now + lifetime)
        self._quietly(lambda store: store.write(key, entry))
        return Remembered(value, now, cached=False)

    def _found_or_leased(self, key: str) -> Remembered | None:
        """The answer, waited for if another is making it; None when the caller is to make it."""
        deadline = self.clock() + WAIT_SECONDS
        while self.store is not None:
            try:
                entry = self.store.read(key)
                now = self.clock()
                if entry is not None and entry.body is not None and entry.is_live(now):
                    return Remembered(json.loads(entry.body), entry.made_at, cached=True)
                being_made = entry is not None and entry.body is None and entry.is_live(now)
                if not being_made and self.store.lease(key, now, now + LEASE_SECONDS):
                    return None
            except (CacheUnavailable, ValueError) as error:
                self._pass_by(error)
                return None
            if self.clock() >= deadline:
                return None
            self.sleep(POLL_SECONDS)
        return None

    def _quietly(self, act: Callable[[CacheStore], None]) -> None:
        if self.store is None:
            return
        try:
            act(self.store)
        except CacheUnavailable as error:
            self._pass_by(error)

    def _pass_by(self, error: Exception) -> None:
        """Do without the cache from here on: what it would have answered is paid."""
        self.store = None
        cause = str(error) if isinstance(error, CacheUnavailable) else type(error).__name__
        logger.warning("cost cache passed by", error=cause)
        count("CostApiCacheUnavailable")


def cache_key(*parts: str) -> str:
    """A key of fixed length; it tells nothing of the bill or of who asked."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

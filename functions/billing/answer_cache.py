"""Remembered answers: an answer is paid once, and two alike at once share one request.

A broken cache never fails an answer: it is passed by, and the question asked afresh.
"""

import hashlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from aws_lambda_powertools import Logger

from jobs.metrics import count

logger = Logger()
LEASE_SECONDS = 15.0  # how long a holder that died keeps others waiting; one that lives renews its lease
RENEW_SECONDS = 5.0
WAIT_SECONDS = 20.0  # how long to wait for another's request before making one's own
POLL_SECONDS = 0.05
LONGEST_POLL_SECONDS = 0.5  # a hundred who wait long for one answer must not throttle its partition

Lifetime = float | Callable[[dict[str, Any]], float]
"""Seconds for which an answer is used again; or what tells them of the answer."""


class CacheUnavailable(Exception):
    """The store of the cache did not answer as it should."""


class StillBeingMade(Exception):
    """Another was making the answer for all the time one had to wait for it."""


@dataclass(frozen=True)
class Entry:
    """What is stored under a key: an answer's JSON with the time it was made, or a lease on making it.

    Times are epoch seconds. A lease has no body, and the token of who holds it.
    """

    body: str | None
    made_at: float
    expires_at: float
    holder: str = ""

    def is_live(self, now: float) -> bool:
        """Whether the answer, or the lease, still holds."""
        return now < self.expires_at


class CacheStore(Protocol):
    """Where entries are kept. Every method raises CacheUnavailable when the store fails."""

    def read(self, key: str, now: float) -> Entry | None:
        """The live entry of a key."""
        ...

    def lease(self, key: str, holder: str, now: float, until: float) -> bool:
        """Takes the key for the holder, unless a live entry is there; whether it was taken."""
        ...

    def renew(self, key: str, holder: str, now: float, until: float) -> None:
        """Prolongs the holder's lease; nothing where it holds none."""
        ...

    def write(self, key: str, entry: Entry) -> None:
        """Stores an answer, in place of the lease."""
        ...

    def release(self, key: str, holder: str) -> None:
        """Gives up the holder's lease, so that others need not wait; nothing where it holds none."""
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
    renew_seconds: float = RENEW_SECONDS

    def get_or_make(
        self,
        key: str,
        lifetime: Lifetime,
        make: Callable[[], dict[str, Any]],
        wait_until: float | None = None,
    ) -> Remembered:
        """The remembered answer of a key, or a new one that lives as long as `lifetime` says.

        Another's is waited for WAIT_SECONDS and then made once more; or, where `wait_until` (epoch seconds)
        is given, until then, and StillBeingMade is raised. Raises whatever `make` raises.
        """
        found = self._found_or_leased(key, wait_until)
        if isinstance(found, Remembered):
            return found
        value = self._made_under(key, found, make) if found else make()
        now = self.clock()
        seconds = lifetime(value) if callable(lifetime) else lifetime
        entry = Entry(json.dumps(value, separators=(",", ":")), now, now + seconds)
        self._quietly(lambda store: store.write(key, entry))
        return Remembered(value, now, cached=False)

    def _found_or_leased(self, key: str, wait_until: float | None) -> Remembered | str | None:
        """The answer, waited for if another is making it; or the token of the lease on making it.

        None where it is to be made without a lease.
        """
        deadline = self.clock() + WAIT_SECONDS if wait_until is None else wait_until
        pause, holder = POLL_SECONDS, uuid.uuid4().hex
        while (store := self.store) is not None:
            try:
                now = self.clock()
                entry = store.read(key, now)
                if entry is not None and entry.body is not None:
                    return Remembered(json.loads(entry.body), entry.made_at, cached=True)
                if entry is None and store.lease(key, holder, now, now + LEASE_SECONDS):
                    return holder
            except (CacheUnavailable, ValueError) as error:
                self._pass_by(error)
                return None
            if self.clock() >= deadline:
                if wait_until is not None:
                    raise StillBeingMade
                return None
            self.sleep(pause)
            pause = min(1.5 * pause, LONGEST_POLL_SECONDS)
        return None

    def _made_under(self, key: str, holder: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `make` makes, under a lease that lasts as long as that takes."""
        try:
            with self._renewed(key, holder):
                return make()
        except BaseException:
            self._quietly(lambda store: store.release(key, holder))
            raise

    @contextmanager
    def _renewed(self, key: str, holder: str) -> Iterator[None]:
        """Renews a lease now and then: an answer's pages and their retries may take minutes."""
        ended = threading.Event()

        def renew() -> None:
            while not ended.wait(self.renew_seconds) and (store := self.store) is not None:
                now = self.clock()
                try:
                    store.renew(key, holder, now, now + LEASE_SECONDS)
                except CacheUnavailable as error:
                    # at worst another makes the answer too; the next time may do
                    logger.warning("lease not renewed", error=str(error))

        # not waited for: a renewal that comes late finds the lease gone and changes nothing
        threading.Thread(target=renew, name="lease", daemon=True).start()
        try:
            yield
        finally:
            ended.set()

    def _quietly(self, act: Callable[[CacheStore], None]) -> None:
        store = self.store  # another thread may pass the cache by
        if store is None:
            return
        try:
            act(store)
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

"""The answer cache's store in memory, with a clock that a test moves, and faults where it wants them."""

import threading

from billing.answer_cache import CacheUnavailable, Entry


class Clock:
    """Seconds since the epoch; `sleep` moves it on."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class MemoryCacheStore:
    """CacheStore in memory, for threads too; `broken` names operations that fail."""

    def __init__(self, broken: frozenset[str] = frozenset()) -> None:
        self.entries: dict[str, Entry] = {}
        self.broken = broken
        self.calls: list[str] = []
        self._one_at_a_time = threading.Lock()

    def read(self, key: str, now: float) -> Entry | None:
        self._at("read")
        held = self.entries.get(key)
        return held if held is not None and held.is_live(now) else None

    def lease(self, key: str, holder: str, now: float, until: float) -> bool:
        self._at("lease")
        with self._one_at_a_time:
            held = self.entries.get(key)
            if held is not None and held.is_live(now):
                return False
            self.entries[key] = Entry(None, now, until, holder)
        return True

    def renew(self, key: str, holder: str, now: float, until: float) -> None:
        self._at("renew")
        with self._one_at_a_time:
            if self._holds(key, holder):
                self.entries[key] = Entry(None, now, until, holder)

    def write(self, key: str, entry: Entry) -> None:
        self._at("write")
        with self._one_at_a_time:
            self.entries[key] = entry

    def release(self, key: str, holder: str) -> None:
        self._at("release")
        with self._one_at_a_time:
            if self._holds(key, holder):
                del self.entries[key]

    def _holds(self, key: str, holder: str) -> bool:
        held = self.entries.get(key)
        return held is not None and held.body is None and held.holder == holder

    def _at(self, operation: str) -> None:
        self.calls.append(operation)
        if operation in self.broken:
            raise CacheUnavailable(operation)

"""The answer cache's store in memory, with a clock that a test moves, and faults where it wants them."""

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
    """CacheStore in memory; `broken` names operations that fail."""

    def __init__(self, broken: frozenset[str] = frozenset()) -> None:
        self.entries: dict[str, Entry] = {}
        self.broken = broken
        self.calls: list[str] = []

    def read(self, key: str) -> Entry | None:
        self._at("read")
        return self.entries.get(key)

    def lease(self, key: str, now: float, until: float) -> bool:
        self._at("lease")
        held = self.entries.get(key)
        if held is not None and held.is_live(now):
            return False
        self.entries[key] = Entry(None, now, until)
        return True

    def write(self, key: str, entry: Entry) -> None:
        self._at("write")
        self.entries[key] = entry

    def release(self, key: str) -> None:
        self._at("release")
        self.entries.pop(key, None)

    def _at(self, operation: str) -> None:
        self.calls.append(operation)
        if operation in self.broken:
            raise CacheUnavailable(operation)

"""Answers are paid once, shared, and never lost to a broken cache."""

from typing import Any

import pytest

from billing.answer_cache import LEASE_SECONDS, WAIT_SECONDS, AnswerCache, Entry
from support.memory_cache import Clock, MemoryCacheStore


class Maker:
    """Makes an answer and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, Any]:
        self.times += 1
        return {"made": self.times}


def cache_over(store: MemoryCacheStore, clock: Clock) -> AnswerCache:
    return AnswerCache(store, clock, clock.sleep)


def test_r19_a_repeat_within_the_life_is_not_made_again() -> None:
    clock, make = Clock(), Maker()
    cache = cache_over(MemoryCacheStore(), clock)
    first = cache.get_or_make("key", 100, make)
    clock.now += 99
    second = cache.get_or_make("key", 100, make)
    assert (first.cached, second.cached) == (False, True)
    assert second.value == first.value == {"made": 1}
    assert second.made_at == first.made_at


def test_an_answer_past_its_life_is_made_again() -> None:
    clock, make = Clock(), Maker()
    cache = cache_over(MemoryCacheStore(), clock)
    cache.get_or_make("key", 100, make)
    clock.now += 100
    assert cache.get_or_make("key", 100, make).value == {"made": 2}


def test_r19_of_two_alike_at_once_the_second_waits_for_the_first() -> None:
    clock, store = Clock(), MemoryCacheStore()
    first, second = cache_over(store, clock), cache_over(store, clock)
    make = Maker()

    def finish_first_while_waiting(seconds: float) -> None:
        clock.sleep(seconds)
        store.entries["key"] = Entry('{"made": "by the first"}', clock.now, clock.now + 100)

    second.sleep = finish_first_while_waiting
    assert first.store is not None
    assert first.store.lease("key", clock.now, clock.now + LEASE_SECONDS)
    found = second.get_or_make("key", 100, make)
    assert (found.value, found.cached, make.times) == ({"made": "by the first"}, True, 0)


def test_a_lease_that_is_never_fulfilled_delays_for_a_bounded_time() -> None:
    clock, store, make = Clock(), MemoryCacheStore(), Maker()
    store.entries["key"] = Entry(None, clock.now, clock.now + 10 * WAIT_SECONDS)
    before = clock.now
    assert cache_over(store, clock).get_or_make("key", 100, make).value == {"made": 1}
    assert clock.now - before <= WAIT_SECONDS + 1


def test_a_lease_past_its_end_is_taken_over() -> None:
    clock, store, make = Clock(), MemoryCacheStore(), Maker()
    store.entries["key"] = Entry(None, clock.now - 100, clock.now - 1)
    before = clock.now
    assert cache_over(store, clock).get_or_make("key", 100, make).cached is False
    assert clock.now == before


def test_a_failure_gives_the_lease_up_and_is_not_remembered() -> None:
    clock, store = Clock(), MemoryCacheStore()

    def fail() -> dict[str, Any]:
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        cache_over(store, clock).get_or_make("key", 100, fail)
    assert store.entries == {}


@pytest.mark.parametrize("broken", ["read", "lease", "write"])
def test_a_broken_cache_fails_no_answer_and_is_told_of(
    broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store, make = MemoryCacheStore(frozenset({broken})), Maker()
    cache = cache_over(store, Clock())
    assert cache.get_or_make("key", 100, make).value == {"made": 1}
    assert cache.get_or_make("other", 100, make).value == {"made": 2}
    assert store.calls.count(broken) == 1, "a cache that has failed is asked no more"
    assert capsys.readouterr().out.count('"CostApiCacheUnavailable":[1.0]') == 1


def test_a_body_that_is_no_json_is_made_again() -> None:
    clock, store, make = Clock(), MemoryCacheStore(), Maker()
    store.entries["key"] = Entry("{broken", clock.now, clock.now + 100)
    assert cache_over(store, clock).get_or_make("key", 100, make).value == {"made": 1}

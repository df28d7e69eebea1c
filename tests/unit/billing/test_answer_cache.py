"""Answers are paid once, shared, and never lost to a broken cache."""

import threading
from typing import Any

import pytest

from billing.answer_cache import LEASE_SECONDS, WAIT_SECONDS, AnswerCache, Entry, StillBeingMade
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
    assert first.store.lease("key", "the first", clock.now, clock.now + LEASE_SECONDS)
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


def test_a_failure_without_a_lease_leaves_what_another_wrote_meanwhile() -> None:
    clock, store = Clock(), MemoryCacheStore()
    assert store.lease("key", "another", clock.now, clock.now + 10 * WAIT_SECONDS)
    theirs = Entry('{"made": "by another"}', clock.now, clock.now + 1000)

    def fail_after_another_has_answered() -> dict[str, Any]:
        store.write("key", theirs)
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        cache_over(store, clock).get_or_make("key", 100, fail_after_another_has_answered)
    assert store.entries == {"key": theirs}


def test_a_failure_gives_up_no_lease_that_another_has_taken_over() -> None:
    clock, store = Clock(), MemoryCacheStore()

    def fail_after_the_lease_has_ended() -> dict[str, Any]:
        clock.now += LEASE_SECONDS
        assert store.lease("key", "another", clock.now, clock.now + LEASE_SECONDS)
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        cache_over(store, clock).get_or_make("key", 100, fail_after_the_lease_has_ended)
    assert store.entries["key"].holder == "another"


def test_r19_a_lease_lasts_as_long_as_its_answer_is_being_made() -> None:
    clock, store = Clock(), MemoryCacheStore()
    cache = AnswerCache(store, clock, clock.sleep, renew_seconds=0.005)

    def slow() -> dict[str, Any]:
        for _ in range(5):
            clock.now += 0.9 * LEASE_SECONDS
            assert store.entries["key"].is_live(clock.now)
            renewed_until = store.entries["key"].expires_at
            while store.entries["key"].expires_at <= renewed_until:
                threading.Event().wait(0.001)
        return {"made": 1}

    cache.get_or_make("key", 100, slow)
    assert store.entries["key"].body == '{"made":1}'


def test_a_renewal_that_fails_is_tried_again_and_fails_no_answer() -> None:
    clock, store = Clock(), MemoryCacheStore(frozenset({"renew"}))
    cache = AnswerCache(store, clock, clock.sleep, renew_seconds=0.001)

    def slow() -> dict[str, Any]:
        while store.calls.count("renew") < 2:
            threading.Event().wait(0.001)
        return {"made": 1}

    cache.get_or_make("key", 100, slow)
    assert store.entries["key"].body == '{"made":1}'


def test_who_waits_until_a_time_of_their_own_makes_no_second_answer() -> None:
    clock, store, make = Clock(), MemoryCacheStore(), Maker()
    assert store.lease("key", "another", clock.now, clock.now + 100)
    with pytest.raises(StillBeingMade):
        cache_over(store, clock).get_or_make("key", 100, make, wait_until=clock.now + 30)
    assert make.times == 0
    assert store.entries["key"].holder == "another"


def test_the_longer_one_waits_the_less_often_the_store_is_asked() -> None:
    clock, store = Clock(), MemoryCacheStore()
    assert store.lease("key", "another", clock.now, clock.now + 100)
    with pytest.raises(StillBeingMade):
        cache_over(store, clock).get_or_make("key", 100, Maker(), wait_until=clock.now + 30)
    assert store.calls.count("read") < 80


def test_an_answer_may_say_how_long_it_stands() -> None:
    clock, make = Clock(), Maker()
    cache = cache_over(MemoryCacheStore(), clock)

    def lifetime(value: dict[str, Any]) -> float:
        return 10.0 if value["made"] == 1 else 100.0

    for passed, made in ((0, 1), (9, 1), (1, 2), (99, 2), (1, 3)):
        clock.now += passed
        assert cache.get_or_make("key", lifetime, make).value == {"made": made}


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

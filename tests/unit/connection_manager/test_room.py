"""A user's connections are counted: one too many closes the oldest."""

from __future__ import annotations

import json

import pytest

from connection_manager.room import MAX_CLOSED_AT_ONCE, MAX_CONNECTIONS, Room
from connections.connection import Connection
from connections.errors import ConnectionsUnavailable
from connections.poster import MAX_DELAY_SECONDS, Delivery, Poster
from protocol.job import Owner
from support.memory_stores import MemoryConnectionStore, MemorySockets, VirtualClock

OWNER = Owner(tenant="acme", user_id="user-1")
OTHER = Owner(tenant="acme", user_id="user-2")


class Hall:
    """A room with its surroundings."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.store = MemoryConnectionStore()
        self.sockets = MemorySockets()
        poster = Poster(self.store, self.sockets, self.clock, self.clock.sleep)
        self.room = Room(self.store, poster, self.clock)

    def open(self, name: str, owner: Owner = OWNER, age: int = 0, valid_for: int = 3600) -> Connection:
        now = int(self.clock())
        connection = Connection(name, now - age, owner, now + valid_for)
        self.store.open(connection)
        return connection


def test_as_many_as_may_be_stay_open() -> None:
    hall = Hall()
    for number in range(MAX_CONNECTIONS):
        hall.room.make_for(hall.open(f"tab-{number}", age=100 - number))
    assert hall.sockets.closed == []
    hall.room.make_for(hall.open("tab-0", age=100))
    assert hall.sockets.closed == []


def test_one_more_closes_the_oldest_and_tells_it_why() -> None:
    hall = Hall()
    for number in range(MAX_CONNECTIONS):
        hall.open(f"tab-{number}", age=100 - number)
        hall.open(f"other-{number}", OTHER, age=500)
    hall.room.make_for(hall.open("new"))
    assert hall.sockets.closed == ["tab-0"]
    (told,) = map(json.loads, hall.sockets.sent["tab-0"])
    assert (told["type"], told["code"], told["retryAfter"]) == ("error", "rate_limited", 60)
    assert str(MAX_CONNECTIONS) in told["message"]
    assert len(hall.store.of_owner(OWNER.key)) == MAX_CONNECTIONS
    assert hall.store.find("tab-0") is None


def test_the_newcomer_stays_even_if_it_opened_first() -> None:
    hall = Hall()
    newcomer = hall.open("opened first, signed in last", age=1000)
    for number in range(MAX_CONNECTIONS):
        hall.open(f"tab-{number}", age=100 - number)
    hall.room.make_for(newcomer)
    assert hall.sockets.closed == ["tab-0"]


def test_connections_that_are_over_take_no_room() -> None:
    hall = Hall()
    for number in range(MAX_CONNECTIONS):
        hall.open(f"expired-{number}", age=10, valid_for=0)
        hall.open(f"two hours old-{number}", age=7200)
    hall.room.make_for(hall.open("new"))
    assert hall.sockets.closed == []


def test_far_too_many_are_closed_by_and_by() -> None:
    hall = Hall()
    for number in range(3 * MAX_CONNECTIONS):
        hall.open(f"tab-{number:03}", age=1000 - number)
    hall.room.make_for(hall.open("new"))
    assert hall.sockets.closed == [f"tab-{number:03}" for number in range(MAX_CLOSED_AT_ONCE)]
    for number in range(MAX_CONNECTIONS):
        hall.room.make_for(hall.open(f"new-{number}"))
    assert len(hall.store.of_owner(OWNER.key)) == MAX_CONNECTIONS


def test_a_sign_in_waits_for_one_connection_that_hangs_and_no_more() -> None:
    hall = Hall()
    for number in range(3 * MAX_CONNECTIONS):
        hall.open(f"tab-{number:03}", age=1000 - number)

    def hang(name: str) -> Delivery:
        hall.clock.sleep(MAX_DELAY_SECONDS)
        return "refused"

    hall.sockets.outcome = hang
    hall.room.make_for(hall.open("new"))
    assert hall.sockets.closed == ["tab-000"]


@pytest.mark.parametrize("broken", ["of_owner", "forget"])
def test_a_table_that_does_not_answer_refuses_nobody(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall()
    for number in range(MAX_CONNECTIONS):
        hall.open(f"tab-{number}", age=100 - number)

    def unavailable(*arguments: object) -> None:
        raise ConnectionsUnavailable("down")

    monkeypatch.setattr(hall.store, broken, unavailable)
    hall.room.make_for(hall.open("new"))

"""Posting: to every live connection of the owner, and no post later than after five seconds."""

from __future__ import annotations

from typing import Any

import pytest

from connections.connection import Connection
from connections.poster import MAX_DELAY_SECONDS, Delivery, Poster
from protocol.frames import MAX_MESSAGE_BYTES
from protocol.job import Owner
from support.memory_stores import MemoryConnectionStore, MemorySockets, VirtualClock

OWNER = Owner(tenant="default", user_id="user-1")


class Desk:
    """A poster with its surroundings."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.store = MemoryConnectionStore()
        self.sockets = MemorySockets()
        self.poster = self.new_lambda()

    def new_lambda(self) -> Poster:
        return Poster(self.store, self.sockets, self.clock, self.clock.sleep)

    def open(self, name: str, owner: Owner | None = OWNER, age: int = 0, valid_for: int = 3600) -> None:
        now = int(self.clock())
        self.store.open(Connection(name, now - age, owner, now + valid_for if owner else 0))


def test_two_tabs_and_a_phone_all_get_the_message() -> None:
    desk = Desk()
    for name in ("tab-1", "tab-2", "phone"):
        desk.open(name)
    desk.open("somebody else", Owner(tenant="default", user_id="user-2"))
    desk.poster.post(OWNER.key, {"type": "x"})
    assert set(desk.sockets.sent) == {"tab-1", "tab-2", "phone"}


def test_r11_a_gone_connection_is_forgotten_at_once_and_the_others_are_served() -> None:
    desk = Desk()
    desk.open("dead")
    desk.open("alive")
    desk.sockets.outcome = lambda name: "gone" if name == "dead" else "delivered"
    desk.poster.post(OWNER.key, {"type": "x"})
    assert desk.store.forgotten == ["dead"]
    assert list(desk.sockets.sent) == ["alive"]


def test_r11_a_slow_client_is_tried_for_five_seconds_then_left_to_the_journal() -> None:
    desk = Desk()
    desk.open("slow")
    desk.sockets.outcome = lambda name: "throttled"
    before = desk.clock()
    desk.poster.post(OWNER.key, {"type": "x"})
    assert 0 < desk.clock() - before <= MAX_DELAY_SECONDS
    assert desk.sockets.posts["slow"] > 3
    assert desk.store.forgotten == []


def test_r11_a_client_slow_for_a_moment_gets_the_message_once() -> None:
    desk = Desk()
    desk.open("slow")
    desk.open("quick")
    desk.sockets.outcome = lambda name: (
        "throttled" if name == "slow" and desk.sockets.posts["slow"] < 3 else "delivered"
    )
    desk.poster.post(OWNER.key, {"type": "x"})
    assert {name: len(sent) for name, sent in desk.sockets.sent.items()} == {"slow": 1, "quick": 1}


def test_r11_connections_that_hang_keep_a_message_no_longer_than_one_does() -> None:
    desk = Desk()
    for number in range(10):
        desk.open(f"hangs-{number}")

    def hang(name: str) -> Delivery:
        desk.clock.sleep(MAX_DELAY_SECONDS - 0.5)
        return "refused"

    desk.sockets.outcome = hang
    before = desk.clock()
    desk.poster.post(OWNER.key, {"type": "x"})
    assert desk.clock() - before < 2 * MAX_DELAY_SECONDS
    assert sum(desk.sockets.posts.values()) == 2


def test_r11_who_did_not_take_the_last_message_waits_for_those_who_did() -> None:
    desk = Desk()
    for name in ("hangs", "well"):
        desk.open(name)

    def hang(name: str) -> Delivery:
        if name == "well":
            return "delivered"
        desk.clock.sleep(MAX_DELAY_SECONDS)
        return "refused"

    desk.sockets.outcome = hang
    for _ in range(3):
        desk.poster.post(OWNER.key, {"type": "x"})
    assert len(desk.sockets.sent["well"]) == 2
    assert desk.sockets.posts["hangs"] == 3
    desk.sockets.outcome = lambda name: "delivered"
    desk.poster.post(OWNER.key, {"type": "y"})
    assert desk.sockets.sent["hangs"] == [b'{"type":"y"}']


def test_r14_a_dead_connection_is_posted_to_once_a_lambda_even_if_its_row_stays() -> None:
    desk = Desk()
    desk.open("dead")
    desk.sockets.outcome = lambda name: "gone"
    desk.store.forget = lambda *arguments: None  # type: ignore[method-assign]
    for _ in range(5):
        desk.poster.post(OWNER.key, {"type": "x"})
    assert desk.sockets.posts["dead"] == 1
    desk.new_lambda().post(OWNER.key, {"type": "x"})
    assert desk.sockets.posts["dead"] == 2


def test_r14_rows_over_two_hours_old_count_for_nothing() -> None:
    desk = Desk()
    desk.open("old", age=7200)
    desk.open("young", age=7199)
    desk.poster.post(OWNER.key, {"type": "x"})
    assert list(desk.sockets.posts) == ["young"]


def test_r23_nothing_is_posted_to_who_did_not_authenticate_or_whose_token_is_over() -> None:
    desk = Desk()
    desk.open("nobody", owner=None)
    desk.open("expired", valid_for=0)
    desk.poster.post(OWNER.key, {"type": "x"})
    assert desk.sockets.posts == {}


@pytest.mark.parametrize("failure", [RuntimeError("down"), KeyError("x")])
def test_a_connections_table_that_does_not_answer_fails_nothing(failure: Exception) -> None:
    desk = Desk()

    def broken(owner_key: str) -> Any:
        raise failure

    desk.store.of_owner = broken  # type: ignore[method-assign]
    desk.poster.post(OWNER.key, {"type": "x"})


def test_r12_a_message_over_the_limit_is_never_posted() -> None:
    desk = Desk()
    desk.open("tab")
    desk.poster.post(OWNER.key, {"type": "y" * MAX_MESSAGE_BYTES})
    assert desk.sockets.posts == {}

"""The connections table and its twin in memory keep the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aws import clients
from connections.connection import Connection
from connections.store import ConnectionStore, DynamoDbConnectionStore
from protocol.job import Owner
from support.memory_stores import MemoryConnectionStore

NOW = 1_800_000_000
OWNER = Owner(tenant="acme", user_id="user-1")
OTHER = Owner(tenant="acme", user_id="user-2")
OPENED = Connection("tab", NOW)
OWNED = replace(OPENED, owner=OWNER, authenticated_until=NOW + 3600, operator=True)


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ConnectionStore:
    if request.param == "memory":
        return MemoryConnectionStore()
    request.getfixturevalue("stores")
    return DynamoDbConnectionStore(clients.dynamodb, "connections")


def test_a_connection_is_its_owners_once_authenticated(store: ConnectionStore) -> None:
    store.open(OPENED)
    assert store.find("tab") == OPENED
    assert store.of_owner(OWNER.key) == []
    assert store.authenticate(OWNED)
    assert store.find("tab") == OWNED
    assert store.of_owner(OWNER.key) == [OWNED]


def test_the_same_user_renews_and_another_is_refused(store: ConnectionStore) -> None:
    store.open(OPENED)
    store.authenticate(OWNED)
    renewed = replace(OWNED, authenticated_until=NOW + 7000)
    assert store.authenticate(renewed)
    assert not store.authenticate(replace(OWNED, owner=OTHER))
    assert store.find("tab") == renewed
    assert store.of_owner(OWNER.key) == [renewed]
    assert store.of_owner(OTHER.key) == []


def test_a_connection_that_never_opened_cannot_authenticate(store: ConnectionStore) -> None:
    assert not store.authenticate(OWNED)
    assert store.of_owner(OWNER.key) == []


@pytest.mark.parametrize("owner_key", [OWNER.key, None])
def test_a_forgotten_connection_leaves_neither_row(store: ConnectionStore, owner_key: str | None) -> None:
    store.open(OPENED)
    store.authenticate(OWNED)
    store.forget("tab", owner_key)
    assert store.find("tab") is None
    assert store.of_owner(OWNER.key) == []
    store.forget("tab", owner_key)


def test_r23_overdue_are_those_unauthenticated_for_30_seconds_or_expired(store: ConnectionStore) -> None:
    store.open(OPENED)
    store.open(Connection("authenticated", NOW))
    store.authenticate(replace(OWNED, connection_id="authenticated"))
    store.open(Connection("expiring", NOW))
    store.authenticate(replace(OWNED, connection_id="expiring", authenticated_until=NOW + 60))
    assert store.overdue(NOW + 29) == []
    assert [overdue.connection_id for overdue in store.overdue(NOW + 30)] == ["tab"]
    assert {overdue.connection_id for overdue in store.overdue(NOW + 60)} == {"tab", "expiring"}


def test_messages_are_counted_by_owner_and_minute(store: ConnectionStore) -> None:
    assert [store.count_message(OWNER.key, NOW) for _ in range(3)] == [1, 2, 3]
    assert store.count_message(OTHER.key, NOW) == 1
    assert store.count_message(OWNER.key, NOW + 60) == 1


def test_the_last_time_an_owner_was_seen(store: ConnectionStore) -> None:
    assert store.seen(OWNER.key, NOW + 0.5) is None
    assert store.seen(OWNER.key, NOW + 9) == NOW + 0.5
    assert store.of_owner(OWNER.key) == []

"""The answer cache in DynamoDB and S3, as the template declares them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from aws import clients
from billing.answer_cache import AnswerCache, CacheUnavailable, Entry
from billing.dynamodb_cache_store import LARGEST_ITEM_BODY, DynamoDbCacheStore
from support.project import template


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoDbCacheStore]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    clients.dynamodb.cache_clear()
    clients.s3.cache_clear()
    with mock_aws():
        properties = template()["Resources"]["CostCacheTable"]["Properties"]
        kept = {name: properties[name] for name in ("AttributeDefinitions", "KeySchema", "BillingMode")}
        clients.dynamodb().create_table(TableName="cost-cache", **kept)
        clients.s3().create_bucket(Bucket="results")
        yield DynamoDbCacheStore("cost-cache", "results")
    clients.dynamodb.cache_clear()
    clients.s3.cache_clear()


def stored_objects() -> list[str]:
    return [one["Key"] for one in clients.s3().list_objects_v2(Bucket="results").get("Contents", [])]


def test_r19_an_answer_is_kept_and_given_again(store: DynamoDbCacheStore) -> None:
    cache = AnswerCache(store)
    made = cache.get_or_make("key", 60, lambda: {"amount": "0.0018150185"})
    again = AnswerCache(store).get_or_make("key", 60, lambda: {"amount": "another"})
    assert (made.cached, again.cached) == (False, True)
    assert again.value == {"amount": "0.0018150185"}
    assert again.made_at == pytest.approx(made.made_at, abs=0.001)


def test_a_large_answer_lies_in_the_bucket(store: DynamoDbCacheStore) -> None:
    large: dict[str, Any] = {"rows": ["é" * 100] * (LARGEST_ITEM_BODY // 150)}
    AnswerCache(store).get_or_make("key", 60, lambda: large)
    assert stored_objects() == ["cost-cache/key.json"]
    assert AnswerCache(store).get_or_make("key", 60, dict).value == large


def test_a_lease_is_taken_once_and_again_when_it_has_ended(store: DynamoDbCacheStore) -> None:
    assert store.lease("key", now=100, until=140)
    assert not store.lease("key", now=139, until=180)
    assert store.lease("key", now=140, until=180)
    store.release("key")
    assert store.lease("key", now=150, until=190)


def test_an_answer_past_its_life_makes_room_for_a_lease(store: DynamoDbCacheStore) -> None:
    store.write("key", Entry(json.dumps({}), made_at=100, expires_at=200))
    assert not store.lease("key", now=199, until=240)
    assert store.lease("key", now=200, until=240)


def test_a_large_answer_that_has_gone_is_made_again(store: DynamoDbCacheStore) -> None:
    AnswerCache(store).get_or_make("key", 60, lambda: {"rows": "x" * (LARGEST_ITEM_BODY + 1)})
    clients.s3().delete_object(Bucket="results", Key="cost-cache/key.json")
    assert AnswerCache(store).get_or_make("key", 60, lambda: {"made": "again"}).value == {"made": "again"}


def test_a_table_that_is_not_there_fails_no_answer(store: DynamoDbCacheStore) -> None:
    missing = DynamoDbCacheStore("no-such-table", "results")
    with pytest.raises(CacheUnavailable, match="ResourceNotFoundException"):
        missing.read("key")
    assert AnswerCache(missing).get_or_make("key", 60, lambda: {"made": 1}).value == {"made": 1}

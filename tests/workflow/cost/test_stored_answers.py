"""The answer cache in DynamoDB and S3, as the template declares them."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.stub import Stubber
from moto import mock_aws

from aws import clients
from billing.answer_cache import WAIT_SECONDS, AnswerCache, CacheUnavailable, Entry
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


@contextmanager
def counted_fetches() -> Iterator[list[str]]:
    """The keys of the objects fetched meanwhile."""
    fetched: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        fetched.append(params["Key"])

    events = clients.s3().meta.events
    events.register("provide-client-params.s3.GetObject", note)
    yield fetched
    events.unregister("provide-client-params.s3.GetObject", note)


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
    assert store.lease("key", "ann", now=100, until=140)
    assert not store.lease("key", "ben", now=139, until=180)
    assert store.lease("key", "ben", now=140, until=180)
    store.release("key", "ben")
    assert store.lease("key", "ann", now=150, until=190)


def test_a_lease_is_its_holders_to_renew_and_to_give_up(store: DynamoDbCacheStore) -> None:
    assert store.lease("key", "ann", now=100, until=140)
    store.renew("key", "ben", now=120, until=900)
    store.release("key", "ben")
    assert store.read("key", now=139) == Entry(None, 100, 140, "ann")
    store.renew("key", "ann", now=139, until=180)
    assert not store.lease("key", "ben", now=179, until=220)
    answer = Entry("{}", made_at=150, expires_at=900)
    store.write("key", answer)
    store.release("key", "ann")
    store.renew("key", "ann", now=160, until=200)
    assert store.read("key", now=899) == answer
    store.renew("another key", "ann", now=160, until=200)
    assert store.read("another key", now=160) is None


def test_an_answer_past_its_life_makes_room_for_a_lease(store: DynamoDbCacheStore) -> None:
    store.write("key", Entry(json.dumps({}), made_at=100, expires_at=200))
    assert not store.lease("key", "ann", now=199, until=240)
    assert store.lease("key", "ann", now=200, until=240)


def test_what_has_expired_is_not_fetched_from_the_bucket(store: DynamoDbCacheStore) -> None:
    store.write("key", Entry("x" * (LARGEST_ITEM_BODY + 1), made_at=100, expires_at=200))
    with counted_fetches() as fetches:
        assert store.read("key", now=200) is None
        assert store.read("key", now=199) is not None
    assert fetches == ["cost-cache/key.json"]


def test_a_large_answer_that_has_gone_is_made_again_and_kept(store: DynamoDbCacheStore) -> None:
    large = {"rows": "x" * (LARGEST_ITEM_BODY + 1)}
    cache = AnswerCache(store)
    cache.get_or_make("key", 60, lambda: large)
    clients.s3().delete_object(Bucket="results", Key="cost-cache/key.json")
    begun = time.monotonic()
    assert cache.get_or_make("key", 60, lambda: {"made": "again"}).value == {"made": "again"}
    assert time.monotonic() - begun < WAIT_SECONDS / 2
    assert cache.store is store, "the step goes on with its cache"
    assert cache.get_or_make("key", 60, lambda: {"made": "thrice"}).value == {"made": "again"}


def test_a_body_that_s3_calls_denied_has_gone_too(store: DynamoDbCacheStore) -> None:
    store.write("key", Entry("x" * (LARGEST_ITEM_BODY + 1), made_at=100, expires_at=200))
    # what S3 says of a missing object to who may not list the bucket, as AnalyzeCost may not
    with Stubber(clients.s3()) as s3:
        s3.add_client_error("get_object", "AccessDenied", http_status_code=403)
        assert store.read("key", now=150) is None
    assert store.lease("key", "ann", now=150, until=190)


def test_a_bucket_that_does_not_answer_is_told_of(store: DynamoDbCacheStore) -> None:
    store.write("key", Entry("x" * (LARGEST_ITEM_BODY + 1), made_at=100, expires_at=200))
    with Stubber(clients.s3()) as s3:
        s3.add_client_error("get_object", "SlowDown", http_status_code=503)
        with pytest.raises(CacheUnavailable, match="SlowDown"):
            store.read("key", now=150)


def test_a_table_that_is_not_there_fails_no_answer(store: DynamoDbCacheStore) -> None:
    missing = DynamoDbCacheStore("no-such-table", "results")
    with pytest.raises(CacheUnavailable, match="ResourceNotFoundException"):
        missing.read("key", now=100)
    assert AnswerCache(missing).get_or_make("key", 60, lambda: {"made": 1}).value == {"made": 1}

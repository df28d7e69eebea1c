"""The results bucket."""

from __future__ import annotations

import pytest

from aws import clients
from jobs.errors import ResultStoreUnavailable
from jobs.results import S3ResultStore


def test_what_a_first_run_stored_stands(stores: None) -> None:
    store = S3ResultStore(clients.s3, "results")
    assert store.write_once("jobs/1/1/result.json", b"first") == b"first"
    assert store.write_once("jobs/1/1/result.json", b"second") == b"first"
    assert store.read("jobs/1/1/result.json") == b"first"


def test_a_span_of_an_object(stores: None) -> None:
    store = S3ResultStore(clients.s3, "results")
    store.write("jobs/1/1/result.json", b"0123456789")
    assert store.read("jobs/1/1/result.json", 2, 4) == b"234"
    assert store.read("jobs/1/1/result.json", 8, 100) == b"89"
    assert store.read("jobs/1/1/result.json", 10, 12) is None
    assert store.read("jobs/1/2/result.json") is None


def test_a_bucket_that_is_not_there_is_an_unavailable_store(stores: None) -> None:
    store = S3ResultStore(clients.s3, "no-such-bucket")
    with pytest.raises(ResultStoreUnavailable):
        store.write("key", b"")
    with pytest.raises(ResultStoreUnavailable):
        store.read("key")

"""All that is kept of one user: brought together for them, or erased.

A user is all the owners they have asked as (local.deployment.owners). What cannot be reached from here is in
WHAT_STAYS; the account in the user pool is an administrator's.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from billing.spending_ledger import KEPT_SECONDS, ledger_key
from connections.store import DynamoDbConnectionStore
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.job import Summary

if TYPE_CHECKING:
    from local.deployment.stores import Stores

_PAGE = 100
_OBJECTS_A_REQUEST = 1000  # what DeleteObjects takes

WHAT_STAYS = (
    "What stays, and goes by itself: at Step Functions the input of ended executions, which holds the "
    "question, for 90 days; on AWS also the tables' backups for 35 days, and what is in the dead-letter "
    "queue for 14 days."
)

Item = dict[str, Any]


class NothingKept(Exception):
    """There is no data of these owners; the message says how to find who has some."""


class JobsUnderWay(Exception):
    """What is still written cannot be erased."""


def export(stores: Stores, owners: list[str]) -> dict[str, Any]:
    """Everything kept of a user's owners, as JSON values: jobs with their messages and results, and the rest.

    Raises NothingKept.
    """
    kept: dict[str, list[Any]] = {"jobs": [], "conversations": [], "spending": [], "connections": []}
    results: dict[str, Any] = {}
    for owner in owners:
        kept["jobs"] += map(_plain, _items(stores, _job_keys(stores, owner)))
        kept["conversations"] += map(_plain, _items(stores, _conversation_keys(stores, owner)))
        kept["spending"] += map(_plain, _items(stores, _ledger_keys(owner)))
        kept["connections"] += map(_plain, _connection_rows(stores, owner))
        results |= {key: json.loads(_body(stores, key)) for key in _result_keys(stores, owner)}
    if not (results or any(kept.values())):
        raise _nothing_kept(owners)
    return {"owners": owners, **kept, "results": results}


def erase(stores: Stores, owners: list[str]) -> Counter[str]:
    """Deletes everything kept of a user's owners; how much there was, by kind.

    Raises NothingKept, and JobsUnderWay, nothing being deleted then, while any of them has a job under way.
    """
    under_way = [job.job_id for owner in owners for job in _jobs(stores, owner) if job.ended_at is None]
    if under_way:
        raise JobsUnderWay(
            f"{len(under_way)} jobs of the user are under way: cancel them or wait for their end."
        )
    gone = sum((_erase_owner(stores, owner) for owner in owners), Counter[str]())
    if not gone:
        raise _nothing_kept(owners)
    return gone


def _erase_owner(stores: Stores, owner: str) -> Counter[str]:
    """Jobs go last: they name the rest, so an erasure that was interrupted can be repeated."""
    results = list(_result_keys(stores, owner))
    for begin in range(0, len(results), _OBJECTS_A_REQUEST):
        objects = [{"Key": key} for key in results[begin : begin + _OBJECTS_A_REQUEST]]
        stores.s3.delete_objects(Bucket=stores.results_bucket, Delete={"Objects": objects})  # type: ignore[typeddict-item]
    connections = DynamoDbConnectionStore(lambda: stores.dynamodb, stores.connections_table)
    live = connections.of_owner(owner)
    for connection in live:
        connections.forget(connection.connection_id, owner)
    rows = list(_connection_rows(stores, owner))
    for row in rows:
        stores.dynamodb.delete_item(
            TableName=stores.connections_table, Key={"pk": row["pk"], "sk": row["sk"]}
        )
    conversations, jobs = list(_conversation_keys(stores, owner)), list(_job_keys(stores, owner))
    return Counter(
        results=len(results),
        connections=len(live) + len(rows),
        conversations=sum(_delete(stores, key) for key in conversations),
        spending=sum(_delete(stores, key) for key in _ledger_keys(owner)),
        jobs=sum(_delete(stores, key) for key in jobs),
    )


def _delete(stores: Stores, key: str) -> bool:
    """Whether there was such an item."""
    answer = stores.dynamodb.delete_item(
        TableName=stores.jobs_table, Key={"pk": {"S": key}}, ReturnValues="ALL_OLD"
    )
    return "Attributes" in answer


def _nothing_kept(owners: list[str]) -> NothingKept:
    return NothingKept(f"Nothing is kept of {', '.join(owners)}. `finops usage` shows of whom something is.")


def _jobs(stores: Stores, owner: str) -> Iterator[Summary]:
    store = DynamoDbJobStore(lambda: stores.dynamodb, stores.jobs_table, time.time)
    cursor = None
    while True:
        page = store.of_owner(owner, _PAGE, cursor)
        yield from page.summaries
        cursor = page.cursor
        if cursor is None:
            return


def _job_keys(stores: Stores, owner: str) -> Iterator[str]:
    return (f"JOB#{job.job_id}" for job in _jobs(stores, owner))


def _conversation_keys(stores: Stores, owner: str) -> Iterator[str]:
    named = {
        item["conversationId"]["S"]
        for item in _items(stores, _job_keys(stores, owner))
        if "conversationId" in item
    }
    return (f"CONVERSATION#{owner}#{conversation}" for conversation in sorted(named))


def _ledger_keys(owner: str) -> Iterator[str]:
    today = datetime.now(UTC).date()
    return (ledger_key(owner, today - timedelta(days=age)) for age in range(KEPT_SECONDS // (24 * 3600) + 1))


def _items(stores: Stores, keys: Iterator[str]) -> Iterator[Item]:
    for key in keys:
        answer = stores.dynamodb.get_item(
            TableName=stores.jobs_table, Key={"pk": {"S": key}}, ConsistentRead=True
        )
        if "Item" in answer:
            yield answer["Item"]


def _connection_rows(stores: Stores, owner: str) -> Iterator[Item]:
    pages = stores.dynamodb.get_paginator("query").paginate(
        TableName=stores.connections_table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"OWNER#{owner}"}},
        ConsistentRead=True,
    )
    return (item for page in pages for item in page["Items"])


def _result_keys(stores: Stores, owner: str) -> Iterator[str]:
    objects = stores.s3.get_paginator("list_objects_v2")
    for job in _jobs(stores, owner):
        for page in objects.paginate(Bucket=stores.results_bucket, Prefix=f"jobs/{job.job_id}/"):
            yield from (each["Key"] for each in page.get("Contents", []))


def _body(stores: Stores, key: str) -> bytes:
    return stores.s3.get_object(Bucket=stores.results_bucket, Key=key)["Body"].read()


def _plain(item: Item) -> dict[str, Any]:
    """An item as JSON values; a job's journal holds JSON itself."""
    from boto3.dynamodb.types import TypeDeserializer

    read = TypeDeserializer()
    plain = {name: _json_value(read.deserialize(value)) for name, value in item.items()}
    if "events" in plain:
        plain["events"] = [json.loads(event) for event in plain["events"]]
    return plain


def _json_value(value: Any) -> Any:
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value

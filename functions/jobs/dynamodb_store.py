"""The jobs in DynamoDB: one item a job, so that one UpdateItem appends a message and gives it its `seq`."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from aws.errors import error_code
from jobs.errors import JournalUnavailable
from jobs.job import MAX_DETAILS_BYTES, Event, Job, Summary, seconds_of, timestamp_text
from jobs.job_item import (
    SHARDS,
    Item,
    ending_attributes,
    item_of,
    job_key,
    job_of,
    number,
    shard_of,
    summary_of,
)
from jobs.store import Ending, Page, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RETENTION_SECONDS = 90 * 24 * 3600
"""Jobs and their results are kept as long: the results bucket's lifecycle says the same."""


class DynamoDbJobStore:
    """The jobs table. `clock` gives epoch seconds."""

    def __init__(self, client: Callable[[], DynamoDBClient], table: str, clock: Callable[[], float]) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def create(self, job: Job) -> Write:
        """See JobStore."""
        item = {**item_of(job), "expiresAt": number(self._clock() + RETENTION_SECONDS)}
        with _journal_errors():
            client = self._client()
            try:
                client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="attribute_not_exists(pk)",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except client.exceptions.ConditionalCheckFailedException as refused:
                return Write(False, job_of(refused.response))
        return Write(True, job)

    def read(self, job_id: str) -> Job | None:
        """See JobStore."""
        with _journal_errors():
            answer = self._client().get_item(
                TableName=self._table, Key={"pk": job_key(job_id)}, ConsistentRead=True
            )
        return job_of(answer)

    def append(self, job_id: str, attempt_key: str, event: Event, ending: Ending | None = None) -> Write:
        """See JobStore."""
        sets = ["events = list_append(events, :events)", "lastSeq = lastSeq + :one"]
        values: Item = {
            ":events": {"L": [{"S": event.to_json()}]},
            ":ids": {"SS": [event.id]},
            ":id": {"S": event.id},
            ":key": {"S": attempt_key},
            ":one": {"N": "1"},
            ":status": {"S": ending.status if ending else "running"},
        }
        sets.append("#status = :status")
        if "progress" in event.fields:
            sets.append("progress = :progress")
            values[":progress"] = number(event.fields["progress"])
        removed: list[str] = []
        if ending:
            for name, value in ending_attributes(ending).items():
                sets.append(f"{name} = :{name}")
                values[f":{name}"] = value
            removed.append("unfinishedShard")
        condition = "attemptKey = :key AND NOT contains(eventIds, :id) AND attribute_not_exists(endedAt)"
        if event.detail_bytes:
            sets.append("detailBytes = detailBytes + :detailBytes")
            values[":detailBytes"] = number(event.detail_bytes)
            values[":maxDetailsBytes"] = number(MAX_DETAILS_BYTES)
            condition += " AND detailBytes < :maxDetailsBytes"
        update = f"SET {', '.join(sets)} ADD eventIds :ids"
        if removed:
            update += f" REMOVE {', '.join(removed)}"
        return self._update(job_id, update, condition, values)

    def register(self, seen: Job, attempt_key: str, event: Event) -> Write:
        """See JobStore."""
        update = (
            "SET events = list_append(events, :events), lastSeq = lastSeq + :one, #status = :status,"
            " attemptKey = :key, attemptKeys = list_append(attemptKeys, :keys), attempt = attempt + :one,"
            " executionName = :name, eventIds = :ids, progress = :none, unfinishedShard = :shard"
            " REMOVE endedAt, errorCode, replayable, restartReason"
        )
        values: Item = {
            ":events": {"L": [{"S": event.to_json()}]},
            ":ids": {"SS": [event.id]},
            ":key": {"S": attempt_key},
            ":keys": {"L": [{"S": attempt_key}]},
            ":name": {"S": attempt_key.rpartition("#")[0]},
            ":one": {"N": "1"},
            ":none": {"N": "0"},
            ":status": {"S": "running"},
            ":shard": {"S": shard_of(seen.owner.key)},
            ":seen": {"N": str(seen.attempt)},
            ":latest": {"S": seen.attempt_key},
        }
        return self._update(seen.job_id, update, "attempt = :seen AND attemptKey = :latest", values)

    def explain_restart(self, seen: Job, reason: str | None) -> None:
        """See JobStore."""
        update = "REMOVE restartReason"
        values: Item = {":latest": {"S": seen.attempt_key}, ":completed": {"S": "completed"}}
        if reason is not None:
            update, values[":reason"] = "SET restartReason = :reason", {"S": reason}
        self._update(seen.job_id, update, "attemptKey = :latest AND #status <> :completed", values)

    def of_owner(self, owner_key: str, limit: int, cursor: str | None = None) -> Page:
        """See JobStore."""
        begin: dict[str, Any] = (
            {"ExclusiveStartKey": _start_key(cursor, owner_key)} if cursor is not None else {}
        )
        with _journal_errors():
            answer: Any = self._client().query(
                TableName=self._table,
                IndexName="byOwner",
                KeyConditionExpression="#owner = :owner",
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={":owner": {"S": owner_key}},
                ScanIndexForward=False,
                Limit=limit,
                **begin,
            )
        last = answer.get("LastEvaluatedKey")
        return Page(
            [summary_of(item) for item in answer["Items"]], _cursor(cast(Item, last)) if last else None
        )

    def under_way(self, owner_key: str) -> list[Summary]:
        """See JobStore."""
        return self._unfinished(
            KeyConditionExpression="unfinishedShard = :shard AND #owner = :owner",
            ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues={":shard": {"S": shard_of(owner_key)}, ":owner": {"S": owner_key}},
        )

    def of_everybody(self, limit: int, cursor: str | None = None) -> Page:
        """See JobStore. The cursor is the time of the last job shown; all of that time are shown with it."""
        before = timestamp_text(seconds_of(cursor)) if cursor else "9999"
        summaries: list[Summary] = []
        with _journal_errors():
            for shard in range(SHARDS):
                answer = self._client().query(
                    TableName=self._table,
                    IndexName="everybody",
                    KeyConditionExpression="shard = :shard AND createdAt < :before",
                    ExpressionAttributeValues={":shard": {"S": str(shard)}, ":before": {"S": before}},
                    ScanIndexForward=False,
                    Limit=limit + 1,
                )
                summaries.extend(summary_of(item) for item in answer["Items"])
        summaries.sort(key=lambda summary: summary.created_at, reverse=True)
        last = summaries[:limit][-1].created_at if summaries else ""
        shown = [summary for summary in summaries if summary.created_at >= last]
        return Page(shown, last if len(summaries) > len(shown) else None)

    def unfinished(self) -> list[Summary]:
        """See JobStore."""
        return [
            summary
            for shard in range(SHARDS)
            for summary in self._unfinished(
                KeyConditionExpression="unfinishedShard = :shard",
                ExpressionAttributeValues={":shard": {"S": str(shard)}},
            )
        ]

    def conversation(self, owner_key: str, conversation_id: str) -> str | None:
        """See JobStore."""
        with _journal_errors():
            answer = self._client().get_item(
                TableName=self._table,
                Key={"pk": {"S": f"CONVERSATION#{owner_key}#{conversation_id}"}},
                ConsistentRead=True,
            )
        return answer["Item"]["latestJobId"]["S"] if "Item" in answer else None

    def continue_conversation(self, owner_key: str, conversation_id: str, job_id: str) -> None:
        """See JobStore."""
        with _journal_errors():
            self._client().put_item(
                TableName=self._table,
                Item={
                    "pk": {"S": f"CONVERSATION#{owner_key}#{conversation_id}"},
                    "latestJobId": {"S": job_id},
                    "expiresAt": number(self._clock() + RETENTION_SECONDS),
                },
            )

    def _unfinished(self, **condition: Any) -> list[Summary]:
        with _journal_errors():
            pages = self._client().get_paginator("query")
            found = pages.paginate(TableName=self._table, IndexName="unfinished", **condition)
            return [summary_of(item) for page in found for item in page["Items"]]

    def _update(self, job_id: str, update: str, condition: str, values: Item) -> Write:
        with _journal_errors():
            client = self._client()
            try:
                answer = client.update_item(
                    TableName=self._table,
                    Key={"pk": job_key(job_id)},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={"#status": "status"},
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except client.exceptions.ConditionalCheckFailedException as refused:
                return Write(False, job_of(refused.response))
        return Write(True, job_of({"Item": answer["Attributes"]}))


@contextmanager
def _journal_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise JournalUnavailable(f"The jobs table did not answer: {error_code(error)}") from error


def _cursor(last: Item) -> str:
    return base64.urlsafe_b64encode(json.dumps([last["pk"]["S"], last["createdAt"]["S"]]).encode()).decode()


def _start_key(cursor: str, owner_key: str) -> Item:
    """The place a cursor names, always among the owner's own jobs. Raises ValueError."""
    place = json.loads(base64.urlsafe_b64decode(cursor))
    if not (isinstance(place, list) and len(place) == 2 and all(isinstance(part, str) for part in place)):
        raise ValueError("not a cursor")
    if not place[0]:
        # AWS refuses an empty key, which the emulator takes
        raise ValueError("a cursor without a job")
    seconds_of(place[1])
    return {"pk": {"S": place[0]}, "createdAt": {"S": place[1]}, "owner": {"S": owner_key}}

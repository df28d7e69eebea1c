"""The jobs in DynamoDB: one item a job, so that one UpdateItem appends a message and gives it its `seq`."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from jobs.errors import JournalUnavailable
from jobs.job import MAX_DETAILS_BYTES, Event, Job, Status, Summary, seconds_of, timestamp_text
from jobs.store import Ending, Page, Write
from protocol.job import Owner

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]

SHARDS = 4
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
        item = {**_item_of(job), "expiresAt": _number(self._clock() + RETENTION_SECONDS)}
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
                return Write(False, _job_of(refused.response))
        return Write(True, job)

    def read(self, job_id: str) -> Job | None:
        """See JobStore."""
        with _journal_errors():
            answer = self._client().get_item(
                TableName=self._table, Key={"pk": _job_key(job_id)}, ConsistentRead=True
            )
        return _job_of(answer)

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
            values[":progress"] = _number(event.fields["progress"])
        removed: list[str] = []
        if ending:
            for name, value in _ending_attributes(ending).items():
                sets.append(f"{name} = :{name}")
                values[f":{name}"] = value
            removed.append("unfinishedShard")
        condition = "attemptKey = :key AND NOT contains(eventIds, :id) AND attribute_not_exists(endedAt)"
        if event.detail_bytes:
            sets.append("detailBytes = detailBytes + :detailBytes")
            values[":detailBytes"] = _number(event.detail_bytes)
            values[":maxDetailsBytes"] = _number(MAX_DETAILS_BYTES)
            condition += " AND detailBytes < :maxDetailsBytes"
        update = f"SET {', '.join(sets)} ADD eventIds :ids"
        if removed:
            update += f" REMOVE {', '.join(removed)}"
        return self._update(job_id, update, condition, values)

    def register(self, job_id: str, seen: list[str], attempt_key: str, event: Event) -> Write:
        """See JobStore."""
        update = (
            "SET events = list_append(events, :events), lastSeq = lastSeq + :one, #status = :status,"
            " attemptKey = :key, attemptKeys = list_append(attemptKeys, :keys), attempt = attempt + :one,"
            " executionName = :name, eventIds = :ids, progress = :none, unfinishedShard = :shard"
            " REMOVE endedAt, errorCode, replayable"
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
            ":shard": {"S": _shard(job_id)},
            ":seen": {"N": str(len(seen))},
            ":latest": {"S": seen[-1]},
        }
        return self._update(job_id, update, "attempt = :seen AND attemptKey = :latest", values)

    def of_owner(self, owner_key: str, limit: int, cursor: str | None = None) -> Page:
        """See JobStore."""
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": "byOwner",
            "KeyConditionExpression": "#owner = :owner",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ExpressionAttributeValues": {":owner": {"S": owner_key}},
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if cursor is not None:
            query["ExclusiveStartKey"] = _start_key(cursor, owner_key)
        with _journal_errors():
            answer = self._client().query(**query)
        last = answer.get("LastEvaluatedKey")
        return Page(
            [_summary_of(item) for item in answer["Items"]], _cursor(cast(Item, last)) if last else None
        )

    def of_everybody(self, limit: int, cursor: str | None = None) -> Page:
        """See JobStore. The cursor is the time of the last job shown."""
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
                summaries.extend(_summary_of(item) for item in answer["Items"])
        summaries.sort(key=lambda summary: summary.created_at, reverse=True)
        more = len(summaries) > limit
        return Page(summaries[:limit], summaries[limit - 1].created_at if more else None)

    def unfinished(self) -> list[Summary]:
        """See JobStore."""
        summaries: list[Summary] = []
        with _journal_errors():
            pages = self._client().get_paginator("query")
            for shard in range(SHARDS):
                for page in pages.paginate(
                    TableName=self._table,
                    IndexName="unfinished",
                    KeyConditionExpression="unfinishedShard = :shard",
                    ExpressionAttributeValues={":shard": {"S": str(shard)}},
                ):
                    summaries.extend(_summary_of(item) for item in page["Items"])
        return summaries

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
                    "expiresAt": _number(self._clock() + RETENTION_SECONDS),
                },
            )

    def _update(self, job_id: str, update: str, condition: str, values: Item) -> Write:
        with _journal_errors():
            client = self._client()
            try:
                answer = client.update_item(
                    TableName=self._table,
                    Key={"pk": _job_key(job_id)},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={"#status": "status"},
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except client.exceptions.ConditionalCheckFailedException as refused:
                return Write(False, _job_of(refused.response))
        return Write(True, _job_of({"Item": answer["Attributes"]}))


@contextmanager
def _journal_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise JournalUnavailable(f"The jobs table did not answer: {type(error).__name__}: {error}") from error


def _job_key(job_id: str) -> Item:
    return {"S": f"JOB#{job_id}"}


def _shard(job_id: str) -> str:
    return str(zlib.crc32(job_id.encode()) % SHARDS)


def _number(value: float) -> Item:
    return {"N": str(int(value))}


def _ending_attributes(ending: Ending) -> Item:
    attributes: Item = {"endedAt": {"S": ending.ended_at}}
    if ending.error_code is not None:
        attributes["errorCode"] = {"S": ending.error_code}
    if ending.replayable is not None:
        attributes["replayable"] = {"BOOL": ending.replayable}
    return attributes


_OPTIONAL_TEXTS = {
    "requestedToday": "requested_today",
    "requestId": "request_id",
    "conversationId": "conversation_id",
    "previousJobId": "previous_job_id",
    "traceHeader": "trace_header",
    "endedAt": "ended_at",
    "errorCode": "error_code",
}


def _item_of(job: Job) -> Item:
    item: Item = {
        "pk": _job_key(job.job_id),
        "shard": {"S": _shard(job.job_id)},
        "jobId": {"S": job.job_id},
        "owner": {"S": job.owner.key},
        "tenant": {"S": job.owner.tenant},
        "userId": {"S": job.owner.user_id},
        "query": {"S": job.query},
        "today": {"S": job.today.isoformat()},
        "createdAt": {"S": job.created_at},
        "status": {"S": job.status},
        "progress": {"N": str(job.progress)},
        "attempt": {"N": str(job.attempt)},
        "attemptKey": {"S": job.attempt_key},
        "attemptKeys": {"L": [{"S": key} for key in job.attempt_keys]},
        "executionName": {"S": job.execution_name},
        "events": {"L": [{"S": event.to_json()} for event in job.events]},
        "eventIds": {"SS": sorted(job.event_ids)},
        "lastSeq": {"N": str(len(job.events))},
        "detailBytes": {"N": "0"},
    }
    if job.ended_at is None:
        item["unfinishedShard"] = {"S": _shard(job.job_id)}
    for attribute, name in _OPTIONAL_TEXTS.items():
        value = getattr(job, name)
        if value is not None:
            item[attribute] = {"S": value}
    return item


def _job_of(answer: Any) -> Job | None:
    item = answer.get("Item")
    if not item:
        return None
    return Job(
        job_id=item["jobId"]["S"],
        owner=Owner(tenant=item["tenant"]["S"], user_id=item["userId"]["S"]),
        query=item["query"]["S"],
        today=date.fromisoformat(item["today"]["S"]),
        created_at=item["createdAt"]["S"],
        attempt_keys=[key["S"] for key in item["attemptKeys"]["L"]],
        events=[Event.from_json(event["S"]) for event in item["events"]["L"]],
        status=cast(Status, item["status"]["S"]),
        progress=int(item["progress"]["N"]),
        event_ids=frozenset(item["eventIds"]["SS"]),
        replayable=item["replayable"]["BOOL"] if "replayable" in item else None,
        **{name: item[attribute]["S"] for attribute, name in _OPTIONAL_TEXTS.items() if attribute in item},
    )


def _summary_of(item: Any) -> Summary:
    return Summary(
        job_id=item["jobId"]["S"],
        owner_key=item["owner"]["S"],
        query=item["query"]["S"],
        status=cast(Status, item["status"]["S"]),
        attempt=int(item["attempt"]["N"]),
        progress=int(item["progress"]["N"]),
        last_seq=int(item["lastSeq"]["N"]),
        created_at=item["createdAt"]["S"],
        execution_name=item["executionName"]["S"],
        ended_at=item["endedAt"]["S"] if "endedAt" in item else None,
        error_code=item["errorCode"]["S"] if "errorCode" in item else None,
        replayable=item["replayable"]["BOOL"] if "replayable" in item else None,
    )


def _cursor(last: Item) -> str:
    return base64.urlsafe_b64encode(json.dumps([last["pk"]["S"], last["createdAt"]["S"]]).encode()).decode()


def _start_key(cursor: str, owner_key: str) -> Item:
    """The place a cursor names, always among the owner's own jobs. Raises ValueError."""
    place = json.loads(base64.urlsafe_b64decode(cursor))
    if not (isinstance(place, list) and len(place) == 2 and all(isinstance(part, str) for part in place)):
        raise ValueError("not a cursor")
    return {"pk": {"S": place[0]}, "createdAt": {"S": place[1]}, "owner": {"S": owner_key}}

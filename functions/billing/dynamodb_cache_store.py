"""The cache's entries in DynamoDB; bodies too large for an item in S3 beside it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aws import clients
from aws.errors import error_code
from billing.answer_cache import CacheStore, CacheUnavailable, Entry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef
    from mypy_boto3_s3 import S3Client

    Values = dict[str, AttributeValueTypeDef]

LARGEST_ITEM_BODY = 300_000  # bytes; an item may hold 400 KB
S3_PREFIX = "cost-cache/"
_one_at_a_time = threading.Lock()
_GONE = ("NoSuchKey", "AccessDenied")  # without s3:ListBucket, S3 answers a missing object as denied


class DynamoDbCacheStore:
    """Items `{pk, body | bodyKey | holder, madeAt, expiresAt}`: an answer has a body, a lease a holder."""

    def __init__(self, table: str, bucket: str) -> None:
        self._table, self._bucket = table, bucket

    def read(self, key: str, now: float) -> Entry | None:
        """The live entry of a key. Raises CacheUnavailable."""
        with _store_errors():
            item = (
                clients.dynamodb()
                .get_item(TableName=self._table, Key=_key(key), ConsistentRead=True)
                .get("Item")
            )
            # what has expired may lie here for days, longer than its body in the bucket
            if item is None or float(item["expiresAt"]["N"]) <= now:
                return None
            body = item["body"]["S"] if "body" in item else None
            if "bodyKey" in item:
                body = self._body(item["bodyKey"]["S"])
                if body is None:
                    self._forget(key, item["madeAt"])
                    return None
            holder = item["holder"]["S"] if "holder" in item else ""
        return Entry(body, float(item["madeAt"]["N"]), float(item["expiresAt"]["N"]), holder)

    def lease(self, key: str, holder: str, now: float, until: float) -> bool:
        """See CacheStore. Raises CacheUnavailable."""
        vacant = "attribute_not_exists(pk) OR expiresAt <= :now"
        return self._put_lease(key, holder, now, until, vacant, {":now": _number(now)})

    def renew(self, key: str, holder: str, now: float, until: float) -> None:
        """See CacheStore. Raises CacheUnavailable."""
        self._put_lease(key, holder, now, until, "holder = :holder", {":holder": {"S": holder}})

    def write(self, key: str, entry: Entry) -> None:
        """See CacheStore. Raises CacheUnavailable."""
        body = entry.body or ""
        item = {**_key(key), "madeAt": _number(entry.made_at), "expiresAt": _number(entry.expires_at)}
        with _store_errors():
            if len(body.encode()) <= LARGEST_ITEM_BODY:
                item["body"] = {"S": body}
            else:
                object_key = f"{S3_PREFIX}{key}.json"
                _s3().put_object(Bucket=self._bucket, Key=object_key, Body=body.encode())
                item["bodyKey"] = {"S": object_key}
            clients.dynamodb().put_item(TableName=self._table, Item=item)

    def release(self, key: str, holder: str) -> None:
        """See CacheStore. Raises CacheUnavailable."""
        self._delete(key, "holder = :holder", {":holder": {"S": holder}})

    def _put_lease(
        self, key: str, holder: str, now: float, until: float, condition: str, values: Values
    ) -> bool:
        dynamodb = clients.dynamodb()
        with _store_errors():
            try:
                dynamodb.put_item(
                    TableName=self._table,
                    Item={
                        **_key(key),
                        "holder": {"S": holder},
                        "madeAt": _number(now),
                        "expiresAt": _number(until),
                    },
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                )
            except dynamodb.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _body(self, object_key: str) -> str | None:
        """A body in the bucket; None where it has gone."""
        from botocore.exceptions import ClientError

        try:
            stored = _s3().get_object(Bucket=self._bucket, Key=object_key)
        except ClientError as error:
            if error_code(error) in _GONE:
                return None
            raise
        return stored["Body"].read().decode()

    def _forget(self, key: str, made_at: AttributeValueTypeDef) -> None:
        """Makes room for a lease, unless another has by now."""
        self._delete(key, "madeAt = :made", {":made": made_at})

    def _delete(self, key: str, condition: str, values: Values) -> None:
        dynamodb = clients.dynamodb()
        with _store_errors():
            try:
                dynamodb.delete_item(
                    TableName=self._table,
                    Key=_key(key),
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                )
            except dynamodb.exceptions.ConditionalCheckFailedException:
                return


def configured_store() -> CacheStore | None:
    """The store the environment names; None where it names no table."""
    table = os.environ.get("COST_CACHE_TABLE", "")
    return DynamoDbCacheStore(table, os.environ.get("RESULTS_BUCKET", "")) if table else None


@contextmanager
def _store_errors() -> Iterator[None]:
    """Whatever AWS's client raises as CacheUnavailable."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise CacheUnavailable(error_code(error)) from error


def _s3() -> S3Client:
    with _one_at_a_time:  # threads of a catalog may need it first, and boto3's session makes one at a time
        return clients.s3()


def _key(key: str) -> Values:
    return {"pk": {"S": key}}


def _number(value: float) -> AttributeValueTypeDef:
    return {"N": f"{value:.3f}"}

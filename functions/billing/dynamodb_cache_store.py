"""The cache's entries in DynamoDB; bodies too large for an item in S3 beside it."""

import os
from functools import cache
from typing import Any

from billing.answer_cache import CacheStore, CacheUnavailable, Entry

LARGEST_ITEM_BODY = 300_000  # bytes; an item may hold 400 KB
S3_PREFIX = "cost-cache/"


class DynamoDbCacheStore:
    """Items `{pk, body | bodyKey, madeAt, expiresAt}` of the cost cache table; a lease has neither body."""

    def __init__(self, table: str, bucket: str) -> None:
        self._table, self._bucket = table, bucket

    def read(self, key: str) -> Entry | None:
        """The entry of a key, live or not. Raises CacheUnavailable."""
        answer = _call("dynamodb", "get_item", TableName=self._table, Key=_key(key), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return None
        return Entry(self._body(item), float(item["madeAt"]["N"]), float(item["expiresAt"]["N"]))

    def lease(self, key: str, now: float, until: float) -> bool:
        """Takes the key unless a live entry holds it; whether it was taken. Raises CacheUnavailable."""
        from botocore.exceptions import ClientError

        try:
            _call(
                "dynamodb",
                "put_item",
                TableName=self._table,
                Item={**_key(key), "madeAt": _number(now), "expiresAt": _number(until)},
                ConditionExpression="attribute_not_exists(pk) OR expiresAt <= :now",
                ExpressionAttributeValues={":now": _number(now)},
            )
        except CacheUnavailable as error:
            cause = error.__cause__
            if isinstance(cause, ClientError) and _code(cause) == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def write(self, key: str, entry: Entry) -> None:
        """Stores an answer. Raises CacheUnavailable."""
        body = entry.body or ""
        item = {**_key(key), "madeAt": _number(entry.made_at), "expiresAt": _number(entry.expires_at)}
        if len(body.encode()) <= LARGEST_ITEM_BODY:
            item["body"] = {"S": body}
        else:
            object_key = f"{S3_PREFIX}{key}.json"
            _call("s3", "put_object", Bucket=self._bucket, Key=object_key, Body=body.encode())
            item["bodyKey"] = {"S": object_key}
        _call("dynamodb", "put_item", TableName=self._table, Item=item)

    def release(self, key: str) -> None:
        """Gives up a lease. Raises CacheUnavailable."""
        _call("dynamodb", "delete_item", TableName=self._table, Key=_key(key))

    def _body(self, item: dict[str, Any]) -> str | None:
        if "bodyKey" in item:
            stored = _call("s3", "get_object", Bucket=self._bucket, Key=item["bodyKey"]["S"])
            return str(stored["Body"].read().decode())
        return str(item["body"]["S"]) if "body" in item else None


def configured_store() -> CacheStore | None:
    """The store the environment names; None where it names no table."""
    table = os.environ.get("COST_CACHE_TABLE", "")
    return DynamoDbCacheStore(table, os.environ.get("RESULTS_BUCKET", "")) if table else None


def _call(service: str, operation: str, **parameters: Any) -> dict[str, Any]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: dict[str, Any] = getattr(_client(service), operation)(**parameters)
    except (ClientError, BotoCoreError) as error:
        raise CacheUnavailable(f"{service}:{operation}: {type(error).__name__}") from error
    return answer


@cache
def _client(service: str) -> Any:
    """A client that gives up soon: a slow cache is worse than none."""
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2})
    make: Any = boto3.client
    return make(service, config=config)


def _key(key: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": key}}


def _number(value: float) -> dict[str, str]:
    return {"N": f"{value:.3f}"}


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))

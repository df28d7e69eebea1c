"""DynamoDB: atomic conditional writes, transactions, queries and time to live."""

import gc
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from support.engine_under_test import EngineUnderTest


@pytest.fixture
def dynamodb(aws: EngineUnderTest) -> Any:
    client = aws.client("dynamodb")
    client.create_table(
        TableName="jobs",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
            {"AttributeName": "owner", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "byOwner",
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    return client


def key(pk: str, sk: str = "0") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def put(client: Any, pk: str, sk: str = "0", **attributes: Any) -> None:
    client.put_item(TableName="jobs", Item={**key(pk, sk), **attributes})


def count_of(client: Any, pk: str) -> int:
    return int(client.get_item(TableName="jobs", Key=key(pk))["Item"]["n"]["N"])


def at_once(times: int, call: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(call, range(times)))


def test_r01_of_conditional_puts_at_once_one_wins(dynamodb: Any) -> None:
    def create(number: int) -> bool:
        try:
            dynamodb.put_item(
                TableName="jobs",
                Item={**key("job"), "n": {"N": str(number)}},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    assert at_once(40, create).count(True) == 1


def test_r16_appends_at_once_are_all_kept(dynamodb: Any) -> None:
    put(dynamodb, "job", events={"L": []}, n={"N": "0"})

    at_once(
        60,
        lambda number: dynamodb.update_item(
            TableName="jobs",
            Key=key("job"),
            UpdateExpression="SET events = list_append(events, :event) ADD n :one",
            ExpressionAttributeValues={":event": {"L": [{"N": str(number)}]}, ":one": {"N": "1"}},
        ),
    )

    item = dynamodb.get_item(TableName="jobs", Key=key("job"))["Item"]
    assert sorted(int(event["N"]) for event in item["events"]["L"]) == list(range(60))
    assert item["n"] == {"N": "60"}


def test_a_failed_transaction_changes_nothing(dynamodb: Any) -> None:
    put(dynamodb, "a", n={"N": "1"})
    with pytest.raises(ClientError) as raised:
        dynamodb.transact_write_items(
            TransactItems=[
                {
                    "Update": {
                        "TableName": "jobs",
                        "Key": key("a"),
                        "UpdateExpression": "SET n = :two",
                        "ExpressionAttributeValues": {":two": {"N": "2"}},
                    }
                },
                {"Put": {"TableName": "jobs", "Item": key("b")}},
                {
                    "ConditionCheck": {
                        "TableName": "jobs",
                        "Key": key("gone"),
                        "ConditionExpression": "attribute_exists(pk)",
                    }
                },
            ]
        )

    assert raised.value.response["Error"]["Code"] == "TransactionCanceledException"
    reasons = raised.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "None", "ConditionalCheckFailed"]
    assert count_of(dynamodb, "a") == 1
    assert "Item" not in dynamodb.get_item(TableName="jobs", Key=key("b"))


def test_transactions_at_once_are_each_whole(dynamodb: Any) -> None:
    put(dynamodb, "a", n={"N": "0"})
    put(dynamodb, "b", n={"N": "0"})
    add = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}

    at_once(
        40,
        lambda _: dynamodb.transact_write_items(
            TransactItems=[{"Update": {"TableName": "jobs", "Key": key(name), **add}} for name in ("a", "b")]
        ),
    )

    assert (count_of(dynamodb, "a"), count_of(dynamodb, "b")) == (40, 40)


def test_a_query_reads_one_partition_in_order_and_in_pages(dynamodb: Any) -> None:
    for number in (3, 1, 2):
        put(dynamodb, "owner-a", str(number))
    put(dynamodb, "owner-b", "1")

    def sort_keys(**parameters: Any) -> list[str]:
        pages = dynamodb.get_paginator("query").paginate(
            TableName="jobs",
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "owner-a"}},
            **parameters,
        )
        return [item["sk"]["S"] for page in pages for item in page["Items"]]

    assert sort_keys() == ["1", "2", "3"]
    assert sort_keys(ScanIndexForward=False) == ["3", "2", "1"]
    assert sort_keys(PaginationConfig={"PageSize": 1}) == ["1", "2", "3"]


def tables_and_items() -> int:
    gc.collect()
    return sum(isinstance(held, Table | Item) for held in gc.get_objects())


def test_a_query_of_an_index_reads_across_partitions(dynamodb: Any) -> None:
    put(dynamodb, "a", "1", owner={"S": "me"})
    put(dynamodb, "b", "2", owner={"S": "me"})
    put(dynamodb, "c", "3", owner={"S": "you"})

    answer = dynamodb.query(
        TableName="jobs",
        IndexName="byOwner",
        KeyConditionExpression="#o = :me",
        ExpressionAttributeNames={"#o": "owner"},
        ExpressionAttributeValues={":me": {"S": "me"}},
    )

    assert [item["pk"]["S"] for item in answer["Items"]] == ["a", "b"]


def test_requests_leave_nothing_behind_in_memory(dynamodb: Any) -> None:
    def requests(_: int) -> None:
        put(dynamodb, "a", "1", owner={"S": "me"})
        dynamodb.query(
            TableName="jobs",
            KeyConditionExpression="pk = :a",
            ExpressionAttributeValues={":a": {"S": "a"}},
        )

    requests(0)
    before = tables_and_items()
    at_once(20, requests)
    assert tables_and_items() <= before + 2


def test_an_index_holds_the_attributes_it_projects_and_only_items_with_its_keys(aws: EngineUnderTest) -> None:
    client = aws.client("dynamodb")
    client.create_table(
        TableName="orders",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "owner", "at")
        ],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": name,
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "at", "KeyType": "RANGE"},
                ],
                "Projection": projection,
            }
            for name, projection in {
                "some": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["state"]},
                "keys": {"ProjectionType": "KEYS_ONLY"},
            }.items()
        ],
    )
    held = {"owner": {"S": "me"}, "state": {"S": "open"}, "lines": {"L": [{"S": "long"}]}}
    client.put_item(TableName="orders", Item={"pk": {"S": "a"}, "at": {"S": "2"}, **held})
    client.put_item(TableName="orders", Item={"pk": {"S": "b"}, "at": {"S": "1"}, **held})
    client.put_item(TableName="orders", Item={"pk": {"S": "without a time"}, **held})

    def query(index: str) -> Any:
        return client.query(
            TableName="orders",
            IndexName=index,
            KeyConditionExpression="#o = :me",
            ExpressionAttributeNames={"#o": "owner"},
            ExpressionAttributeValues={":me": {"S": "me"}},
        )["Items"]

    keys = [{"pk": {"S": pk}, "owner": {"S": "me"}, "at": {"S": at}} for pk, at in (("b", "1"), ("a", "2"))]
    assert query("keys") == keys
    assert query("some") == [{**item, "state": {"S": "open"}} for item in keys]
    assert client.get_item(TableName="orders", Key={"pk": {"S": "a"}})["Item"]["lines"] == held["lines"]


def test_what_has_expired_is_deleted_and_what_claims_ages_is_left(
    aws: EngineUnderTest, dynamodb: Any
) -> None:
    dynamodb.update_time_to_live(
        TableName="jobs", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiresAt"}
    )
    now = int(time.time())
    put(dynamodb, "expired", expiresAt={"N": str(now - 1)})
    put(dynamodb, "alive", expiresAt={"N": str(now + 600)})
    put(dynamodb, "never")
    put(dynamodb, "six years ago", expiresAt={"N": str(now - 6 * 365 * 86_400)})
    put(dynamodb, "text", expiresAt={"S": "1"})

    aws.engine.remove_expired_items()

    left = {item["pk"]["S"] for item in dynamodb.scan(TableName="jobs")["Items"]}
    assert left == {"alive", "never", "six years ago", "text"}


def test_binary_attributes_come_back_as_they_were(dynamodb: Any) -> None:
    put(dynamodb, "job", body={"B": b"\x00\xff"})

    assert dynamodb.get_item(TableName="jobs", Key=key("job"))["Item"]["body"] == {"B": b"\x00\xff"}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda c: c.get_item(TableName="none", Key=key("a")), "ResourceNotFoundException"),
        (lambda c: c.put_item(TableName="none", Item=key("a")), "ResourceNotFoundException"),
        (lambda c: c.get_item(TableName="jobs", Key={"pk": {"S": "a"}}), "ValidationException"),
        (lambda c: c.put_item(TableName="jobs", Item={"pk": {"S": "a"}}), "ValidationException"),
        (
            lambda c: c.update_item(TableName="jobs", Key=key("a"), UpdateExpression="SET"),
            "ValidationException",
        ),
    ],
)
def test_a_wrong_request_is_refused_by_name(dynamodb: Any, call: Callable[[Any], Any], code: str) -> None:
    with pytest.raises(ClientError) as raised:
        call(dynamodb)
    assert raised.value.response["Error"]["Code"] == code

"""DynamoDB's data operations, answered without moto's HTTP layers, which cost more than the operations.

One lock makes each operation atomic, conditional writes and transactions included.
"""

import copy
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from local.engine.dynamodb import wire
from local.engine.dynamodb.tables import (
    AttributeValues,
    backend,
    key_of,
    put_back,
    remove_expired_items,
    stored_item,
)
from local.engine.persistence.store import StateStore

DATA_OPERATIONS = frozenset(
    {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    }
)
Touched = list[tuple[str, AttributeValues]]


class DynamoDb:
    """The tables of this machine. `store` keeps each write before it is answered."""

    def __init__(self, store: StateStore | None) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._regions: set[str] = set()

    def answer(self, operation: str, region: str, body: bytes) -> tuple[int, bytes]:
        """Run a data operation: the HTTP status and the JSON answer or error."""
        try:
            parameters = wire.loads(body)
        except ValueError:
            return 400, b'{"__type":"com.amazon.coral.service#SerializationException"}'
        handler = DynamoHandler()
        handler.region, handler.current_account = region, DEFAULT_ACCOUNT_ID
        handler.body = handler.params = parameters
        with self._lock:
            self._regions.add(region)
            try:
                with self._written(region, operation, parameters):
                    result: ActionResult = getattr(handler, camelcase_to_underscores(operation))()
            except ServiceException as error:
                return 400, wire.dumps({"__type": error.code, "message": error.message}).encode()
            except HTTPException as error:
                return error.code or 400, str(error.description).encode()
        return 200, wire.dumps(result.result).encode()

    def remove_expired_items(self, now: datetime) -> None:
        """Do what DynamoDB's time to live does in the background."""
        with self._lock:
            for region in self._regions:
                for table in backend(region).tables.values():
                    for key in remove_expired_items(table, now):
                        self._keep(region, [(table.name, key)])

    def restore(self) -> None:
        """Put the kept items into the tables that exist; items of other tables wait for theirs."""
        if self._store is None:
            return
        with self._lock:
            for region, table_name, item in self._store.items():
                self._regions.add(region)
                tables = backend(region).tables
                if table_name in tables:
                    tables[table_name].put_item(item)

    @contextmanager
    def _written(self, region: str, operation: str, parameters: dict[str, Any]) -> Iterator[None]:
        """Keep what the operation writes; undo a transaction that fails."""
        touched = list(_touched(region, operation, parameters))
        tables = backend(region).tables
        in_transaction = touched if operation == "TransactWriteItems" else []
        before = [
            (tables[name], key, copy.deepcopy(stored_item(tables[name], key))) for name, key in in_transaction
        ]
        try:
            yield
        except Exception:
            for table, key, item in before:
                put_back(table, key, item)
            raise
        self._keep(region, touched)

    def _keep(self, region: str, touched: Touched) -> None:
        if self._store is None or not touched:
            return
        rows = []
        for table_name, key in touched:
            item = stored_item(backend(region).tables[table_name], key)
            rows.append((region, table_name, key, None if item is None else item.to_json()["Attributes"]))
        self._store.keep_items(rows)


def _touched(
    region: str, operation: str, parameters: dict[str, Any]
) -> Iterator[tuple[str, AttributeValues]]:
    for table_name, attributes in _writes(operation, parameters):
        table = backend(region).tables.get(table_name)
        if table is None:
            continue
        key = key_of(table, attributes)
        if len(key) == (2 if table.range_key_attr else 1):
            yield table_name, key


def _writes(operation: str, parameters: dict[str, Any]) -> Iterable[tuple[str, AttributeValues]]:
    """Table and attributes (a key at least) of each item the operation may write."""
    if operation == "PutItem":
        return [(parameters["TableName"], parameters["Item"])]
    if operation in ("UpdateItem", "DeleteItem"):
        return [(parameters["TableName"], parameters["Key"])]
    if operation == "BatchWriteItem":
        return [
            (name, request.get("Item") or request.get("Key") or {})
            for name, requests in parameters["RequestItems"].items()
            for kind in requests
            for request in kind.values()
        ]
    if operation == "TransactWriteItems":
        return [
            (write["TableName"], write.get("Item") or write.get("Key") or {})
            for item in parameters["TransactItems"]
            for kind, write in item.items()
            if kind != "ConditionCheck"
        ]
    return []

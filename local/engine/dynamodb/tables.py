"""Moto's tables, mended: a Query reads one partition, a transaction copies no table, expired items go.

Moto would copy every item of a table for each Query.
"""

import copy
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import SecondaryIndex, Table

# DynamoDB leaves alone what claims to have expired more than five years ago:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
_OLDEST_EXPIRY_SECONDS = 5 * 365 * 86_400

AttributeValues = dict[str, Any]

_query_all_items = Table.query


def mend_tables() -> None:
    """Put the mended behaviour in place. May be called again."""
    setattr(Table, "query", _query)  # noqa: B010
    setattr(SecondaryIndex, "project", _project)  # noqa: B010
    # moto's transaction deep-copies each table to undo a failed one; ours undoes the items it touched
    setattr(Table, "__deepcopy__", lambda table, _: table)  # noqa: B010


def backend(region: str) -> DynamoDBBackend:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][region]


def key_of(table: Table, attributes: AttributeValues) -> AttributeValues:
    """The key attributes of an item, or of a request's Key."""
    names = [table.hash_key_attr, *([table.range_key_attr] if table.range_key_attr else [])]
    return {name: attributes[name] for name in names if name in attributes}


def stored_item(table: Table, key: AttributeValues) -> Item | None:
    """The item itself, not a copy."""
    # under a hash key lies the item, or a dict of items by range key
    found: Any = table.items.get(DynamoType(key[table.hash_key_attr]))
    if found is not None and table.range_key_attr:
        found = found.get(DynamoType(key[table.range_key_attr]))
    return cast(Item | None, found)


def put_back(table: Table, key: AttributeValues, item: Item | None) -> None:
    """Let the table hold this item, or none, under a key."""
    hash_key = DynamoType(key[table.hash_key_attr])
    items: dict[Any, Any] = table.items
    place = hash_key
    if table.range_key_attr:
        items, place = table.items[hash_key], DynamoType(key[table.range_key_attr])
    if item is None:
        items.pop(place, None)
    else:
        items[place] = item


def remove_expired_items(table: Table, now: datetime) -> list[AttributeValues]:
    """Delete what its TTL attribute says has expired; the keys of those items."""
    if table.ttl.get("TimeToLiveStatus") != "ENABLED":
        return []
    attribute = table.ttl["AttributeName"]
    seconds = now.timestamp()
    removed = []
    for item in table.all_items():
        expiry = item.attrs.get(attribute)
        if expiry is None or expiry.type != "N":
            continue
        if seconds - _OLDEST_EXPIRY_SECONDS < float(expiry.value) <= seconds:
            removed.append(key_of(table, item.to_json()["Attributes"]))
            table.delete_item(item.hash_key, item.range_key)
    return removed


def _query(self: Table, hash_key: DynamoType | None, *args: Any, **kwargs: Any) -> Any:
    index_name = kwargs.get("index_name", args[6] if len(args) > 6 else None)
    partition = copy.copy(self)
    if index_name is not None:
        index = next((index for index in self.all_indexes() if index.name == index_name), None)
        conditions = kwargs.get("hash_key_conditions") or []
        partition.items = {} if index is None else _index_items(self, index, conditions)
    elif hash_key is not None:
        partition.items = {hash_key: self.items[hash_key]} if hash_key in self.items else {}  # type: ignore[assignment]
    return _query_all_items(partition, hash_key, *args, **kwargs)


def _index_items(table: Table, index: SecondaryIndex, conditions: Iterable[tuple[str, DynamoType]]) -> Any:
    """What an index holds under a hash key, in the shape of a table's items."""
    found: dict[DynamoType, Any] = {}
    for hash_key, held in table.items.items():
        items: Iterable[Any] = held.values() if table.range_key_attr else (held,)
        for item in items:
            if any(name not in item.attrs or item.attrs[name] != value for name, value in conditions):
                continue
            if table.range_key_attr:
                found.setdefault(hash_key, {})[item.range_key] = _project(index, item)
            else:
                found[hash_key] = _project(index, item)
    return found


def _project(self: SecondaryIndex, item: Item) -> Item:
    """The attributes of an item that an index holds: itself for all of them, else a new item."""
    projection = self.projection or {}
    if projection.get("ProjectionType") not in ("KEYS_ONLY", "INCLUDE"):
        return item
    keys = [*self.table_key_attrs, *self.schema_key_attrs]
    projected = Item(item.hash_key, item.range_key, {})
    for name in dict.fromkeys([*keys, *projection.get("NonKeyAttributes", ())]):
        if name in item.attrs:
            # past the check of an item's size, which the whole item has met
            dict.__setitem__(projected.attrs, name, item.attrs[name])
    return projected

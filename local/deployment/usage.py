"""Questions, their outcomes and their price, by user and day: from the jobs and the spending ledger."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.pricing import COST_EXPLORER_REQUEST_USD
from billing.spending_ledger import ledger_key
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.job import Summary

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import KeysAndAttributesTypeDef

    from local.deployment.stores import Stores

_PAGE = 100
_KEYS_A_REQUEST = 100  # what BatchGetItem takes


@dataclass
class UsageOfDay:
    """One user on one UTC day. `requests` are those paid to Cost Explorer on that day, also for replays."""

    day: date
    owner: str
    questions: int = 0
    completed: int = 0
    failed: int = 0
    under_way: int = 0
    requests: int = 0

    @property
    def price_usd(self) -> Decimal:
        """What AWS charges for the requests, in US dollars."""
        return self.requests * COST_EXPLORER_REQUEST_USD

    def count(self, job: Summary) -> None:
        """Count one more question."""
        self.questions += 1
        if job.status in ("completed", "failed"):
            self.completed += job.status == "completed"
            self.failed += job.status == "failed"
        else:
            self.under_way += 1


def usage(stores: Stores, first: date, last: date) -> list[UsageOfDay]:
    """Every user and day between two UTC days, both included, newest first; days without anything left out.

    Users are those who asked within the span.
    """
    found: dict[tuple[str, date], UsageOfDay] = {}
    owners: set[str] = set()
    for job in _jobs_since(stores, first):
        day = _day_of(job)
        owners.add(job.owner_key)
        if day <= last:
            found.setdefault((job.owner_key, day), UsageOfDay(day, job.owner_key)).count(job)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for (owner, day), requests in _requests(stores, [(owner, day) for owner in owners for day in days]):
        found.setdefault((owner, day), UsageOfDay(day, owner)).requests = requests
    return sorted(found.values(), key=lambda each: (-each.day.toordinal(), each.owner))


def _jobs_since(stores: Stores, first: date) -> Iterator[Summary]:
    store = DynamoDbJobStore(lambda: stores.dynamodb, stores.jobs_table, time.time)
    cursor = None
    while True:
        page = store.of_everybody(_PAGE, cursor)
        for job in page.summaries:
            if _day_of(job) < first:
                return
            yield job
        cursor = page.cursor
        if cursor is None:
            return


def _day_of(job: Summary) -> date:
    return date.fromisoformat(job.created_at[:10])


def _requests(stores: Stores, wanted: list[tuple[str, date]]) -> Iterator[tuple[tuple[str, date], int]]:
    """The ledger's counts, of those that have one."""
    by_key = {ledger_key(owner, day): (owner, day) for owner, day in wanted}
    keys = list(by_key)
    for begin in range(0, len(keys), _KEYS_A_REQUEST):
        asked: dict[str, KeysAndAttributesTypeDef] = {
            stores.jobs_table: {"Keys": [{"pk": {"S": key}} for key in keys[begin : begin + _KEYS_A_REQUEST]]}
        }
        while asked:
            answer = stores.dynamodb.batch_get_item(RequestItems=asked)
            for item in answer["Responses"].get(stores.jobs_table, []):
                yield by_key[item["pk"]["S"]], int(item["requests"]["N"])
            asked = {
                table: {"Keys": unread["Keys"]} for table, unread in answer.get("UnprocessedKeys", {}).items()
            }

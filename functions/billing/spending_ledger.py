"""What a user's questions, or a shared catalog, have spent on Cost Explorer in a UTC day, and the cap on it.

One item a user, or catalog, and day in the jobs table, `{pk, requests, expiresAt}`; `finops usage` reads the
users'.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from aws import clients
from aws.errors import error_code
from billing.limits import Limit, configured_limit
from jobs.errors import JournalUnavailable
from protocol.job import Owner

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Values = dict[str, AttributeValueTypeDef]

_COUNT = "ADD requests :requests SET expiresAt = :expires"
DEFAULT_DAILY_CAP = 500  # the template's default of MaxRequestsPerUserPerDay
LEAST_CATALOG_CAP = 300  # a catalog takes at most some hundred requests, and two days meet in a UTC day
KEPT_SECONDS = 90 * 24 * 3600
"""As long as the jobs it belongs to."""


class SpendingLedger(Protocol):
    """Counts paid requests. Every method raises JournalUnavailable, which the state machine retries."""

    @property
    def daily_cap(self) -> int:
        """The requests that may be made in a UTC day."""
        ...

    def reserve(self) -> bool:
        """Counts one request before it is sent; False, and nothing counted, where the cap is reached."""
        ...

    def add(self, requests: int) -> None:
        """Counts requests whatever the cap says; a negative number gives back what was not sent."""
        ...


class DynamoDbSpendingLedger:
    """A ledger whose item of a UTC day has the key `key_of` tells. `clock` gives epoch seconds."""

    def __init__(
        self,
        key_of: Callable[[date], str],
        table: str,
        daily_cap: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._key_of, self._table, self._clock = key_of, table, clock
        self.daily_cap = daily_cap

    def reserve(self) -> bool:
        """See SpendingLedger."""
        if self.daily_cap < 1:
            return False  # the condition lets a day's first request through
        dynamodb = clients.dynamodb()
        with _ledger_errors():
            try:
                dynamodb.update_item(
                    TableName=self._table,
                    Key=self._key_of_today(),
                    UpdateExpression=_COUNT,
                    ConditionExpression="attribute_not_exists(requests) OR requests < :cap",
                    ExpressionAttributeValues={**self._counted(1), ":cap": _number(self.daily_cap)},
                )
            except dynamodb.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def add(self, requests: int) -> None:
        """See SpendingLedger."""
        with _ledger_errors():
            clients.dynamodb().update_item(
                TableName=self._table,
                Key=self._key_of_today(),
                UpdateExpression=_COUNT,
                ExpressionAttributeValues=self._counted(requests),
            )

    def _key_of_today(self) -> Values:
        today = datetime.fromtimestamp(self._clock(), UTC).date()
        return {"pk": {"S": self._key_of(today)}}

    def _counted(self, requests: int) -> Values:
        expires = int(self._clock()) + KEPT_SECONDS
        return {":requests": _number(requests), ":expires": _number(expires)}


def ledger_key(owner_key: str, day: date) -> str:
    """The key of a user's item for a UTC day."""
    return f"SPENDING#{owner_key}#{day.isoformat()}"


def catalog_ledger_key(catalog: str, day: date) -> str:
    """The key of a catalog's item for a UTC day; `catalog` stands for its bill and scope."""
    return f"CATALOG#{catalog}#{day.isoformat()}"


def configured_daily_limit() -> Limit:
    """The requests a user may make in a UTC day: MAX_REQUESTS_PER_USER_PER_DAY."""
    text = os.environ.get("MAX_REQUESTS_PER_USER_PER_DAY", "")
    return configured_limit("MaxRequestsPerUserPerDay", text, DEFAULT_DAILY_CAP)


def configured_ledger(owner: Owner) -> SpendingLedger | None:
    """The ledger of an owner in JOBS_TABLE, with the configured limit; None without a table."""
    return _configured(partial(ledger_key, owner.key), configured_daily_limit().requests)


def configured_catalog_ledger(catalog: str) -> SpendingLedger | None:
    """The ledger of the catalog that all users of a bill and scope share; None without a table.

    It may take in a day what a user may, and enough to be read twice in any case.
    """
    cap = max(LEAST_CATALOG_CAP, configured_daily_limit().requests)
    return _configured(partial(catalog_ledger_key, catalog), cap)


def _configured(key_of: Callable[[date], str], daily_cap: int) -> SpendingLedger | None:
    table = os.environ.get("JOBS_TABLE", "")
    return DynamoDbSpendingLedger(key_of, table, daily_cap) if table else None


@contextmanager
def _ledger_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise JournalUnavailable(f"The jobs table did not answer: {error_code(error)}") from error


def _number(value: int) -> AttributeValueTypeDef:
    return {"N": str(value)}

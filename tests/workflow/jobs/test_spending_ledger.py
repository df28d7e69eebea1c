"""The paid requests of a user in a UTC day, counted and capped in the jobs table."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from aws import clients
from billing.errors import CostApiUnavailable, SourceUnavailable
from billing.metered_apis import MeteredCostApis
from billing.spending_ledger import DynamoDbSpendingLedger, ledger_key
from jobs.errors import JournalUnavailable
from protocol.job import Owner

NOON = 1_772_366_400  # 2026-03-01T12:00:00Z
HOUR = 3600
ANA, BEN = Owner(tenant="acme", user_id="ana"), Owner(tenant="acme", user_id="ben")


def ledger(owner: Owner = ANA, cap: int = 3, at: int = NOON) -> DynamoDbSpendingLedger:
    return DynamoDbSpendingLedger(owner, "jobs", cap, lambda: at)


def counted(owner: Owner, day: date) -> int:
    key: Any = {"pk": {"S": ledger_key(owner.key, day)}}
    item = clients.dynamodb().get_item(TableName="jobs", Key=key).get("Item")
    return int(item["requests"]["N"]) if item else 0


def apis(caller: Callable[..., tuple[dict[str, Any], int]], held: DynamoDbSpendingLedger) -> MeteredCostApis:
    return MeteredCostApis(today=date(2026, 3, 1), caller=caller, ledger=held)


def two_pages(
    api: str, parameters: dict[str, Any], before_page: Callable[[int], None]
) -> tuple[dict[str, Any], int]:
    before_page(0)
    before_page(1)
    return {}, 2


def broken(
    api: str, parameters: dict[str, Any], before_page: Callable[[int], None]
) -> tuple[dict[str, Any], int]:
    before_page(0)
    raise CostApiUnavailable(api)


def test_r25_requests_over_the_cap_are_refused(stores: None) -> None:
    assert [ledger().reserve() for _ in range(5)] == [True, True, True, False, False]
    assert counted(ANA, date(2026, 3, 1)) == 3


def test_each_user_and_each_utc_day_has_its_own(stores: None) -> None:
    ledger(cap=1).reserve()
    assert not ledger(cap=1).reserve()
    assert ledger(BEN, cap=1).reserve()
    assert ledger(cap=1, at=NOON + 12 * HOUR).reserve()


def test_a_request_over_the_cap_is_refused_in_a_sentence_before_it_is_sent(stores: None) -> None:
    asked = apis(two_pages, ledger(cap=3))
    asked.ask("ce:GetCostAndUsage", {})
    with pytest.raises(SourceUnavailable) as refused:
        asked.ask("ce:GetCostForecast", {})
    assert refused.value.code == "DailyCapReached"
    assert "the 3 paid Cost Explorer requests" in refused.value.reason
    assert "tomorrow" in refused.value.fix
    # one page of the second request was sent, and paid, before the cap was met
    assert counted(ANA, date(2026, 3, 1)) == 3


def test_what_failed_and_what_is_free_is_not_counted(stores: None) -> None:
    asked = apis(broken, ledger())
    with pytest.raises(CostApiUnavailable):
        asked.ask("ce:GetCostAndUsage", {})
    apis(two_pages, ledger()).ask("budgets:DescribeBudgets", {})
    assert counted(ANA, date(2026, 3, 1)) == 0


def test_the_catalog_is_counted_and_never_refused(stores: None) -> None:
    asked = apis(two_pages, ledger(cap=1))
    asked.ask_for_catalog("ce:GetTags", {})
    assert counted(ANA, date(2026, 3, 1)) == 2


def test_a_table_that_does_not_answer_is_retried(stores: None) -> None:
    clients.dynamodb().delete_table(TableName="jobs")
    with pytest.raises(JournalUnavailable):
        ledger().reserve()

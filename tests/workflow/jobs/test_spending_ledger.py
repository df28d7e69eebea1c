"""The paid requests of a user in a UTC day, counted and capped in the jobs table."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from aws import clients
from billing.errors import CostApiUnavailable, SourceUnavailable
from billing.metered_apis import MeteredCostApis, cost_apis_for
from billing.spending_ledger import DynamoDbSpendingLedger, catalog_ledger_key, ledger_key
from jobs.errors import JournalUnavailable
from jobs.server_day import server_today
from protocol.job import Owner
from support.project import template

NOON = 1_772_366_400  # 2026-03-01T12:00:00Z
HOUR = 3600
ANA, BEN = Owner(tenant="acme", user_id="ana"), Owner(tenant="acme", user_id="ben")


def ledger(owner: Owner = ANA, cap: int = 3, at: int = NOON) -> DynamoDbSpendingLedger:
    return DynamoDbSpendingLedger(partial(ledger_key, owner.key), "jobs", cap, lambda: at)


def catalog_ledger(cap: int) -> DynamoDbSpendingLedger:
    return DynamoDbSpendingLedger(partial(catalog_ledger_key, "bill"), "jobs", cap, lambda: NOON)


def counted(owner: Owner, day: date) -> int:
    return counted_under(ledger_key(owner.key, day))


def counted_under(pk: str) -> int:
    key: Any = {"pk": {"S": pk}}
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


def test_the_catalog_is_counted_and_never_refused_for_what_a_user_has_spent(stores: None) -> None:
    asked = apis(two_pages, ledger(cap=1))
    asked.ask_for_catalog("ce:GetTags", {})
    assert counted(ANA, date(2026, 3, 1)) == 2


def test_r19_the_catalog_all_share_has_a_cap_of_its_own(stores: None) -> None:
    day = catalog_ledger_key("bill", date(2026, 3, 1))
    first, second = (
        replace(apis(two_pages, ledger(who)), catalog_ledger=catalog_ledger(3)) for who in (ANA, BEN)
    )
    first.ask_for_catalog("ce:GetTags", {})
    with pytest.raises(SourceUnavailable) as refused:
        second.ask_for_catalog("ce:GetTags", {})
    assert refused.value.code == "CatalogCapReached"
    assert "the 3 paid Cost Explorer requests it may take in a day" in refused.value.reason
    assert counted_under(day) == 3
    second.ask("ce:GetCostAndUsage", {})
    assert (counted(ANA, date(2026, 3, 1)), counted(BEN, date(2026, 3, 1))) == (2, 3)


def test_what_failed_of_the_catalog_is_given_back_to_both(stores: None) -> None:
    asked = replace(apis(broken, ledger()), catalog_ledger=catalog_ledger(3))
    with pytest.raises(CostApiUnavailable):
        asked.ask_for_catalog("ce:GetTags", {})
    assert counted(ANA, date(2026, 3, 1)) == 0
    assert counted_under(catalog_ledger_key("bill", date(2026, 3, 1))) == 0


def test_a_cap_of_nothing_lets_nothing_through(stores: None) -> None:
    assert not ledger(cap=0).reserve()
    assert counted(ANA, date(2026, 3, 1)) == 0


@pytest.mark.parametrize("parameter", ["MAX_REQUESTS_PER_QUESTION", "MAX_REQUESTS_PER_USER_PER_DAY"])
@pytest.mark.parametrize("value", ["2.5", "-1", "forty", "1e3", "²"])
def test_r19_a_parameter_that_is_no_whole_number_lets_nothing_be_paid(
    stores: None, monkeypatch: pytest.MonkeyPatch, parameter: str, value: str
) -> None:
    monkeypatch.setenv(parameter, value)
    for purpose in ("ask", "ask_for_catalog"):
        asked = cost_apis_for(ANA, server_today())
        asked.caller = two_pages
        with pytest.raises(SourceUnavailable, match=f'is "{re.escape(value)}", which is no whole number'):
            getattr(asked, purpose)("ce:GetCostAndUsage", {})
        asked.ask("budgets:DescribeBudgets", {})
    assert clients.dynamodb().scan(TableName="jobs")["Items"] == []


def test_limits_that_are_not_set_are_the_templates(stores: None, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = template()["Parameters"]
    for name in ("MAX_REQUESTS_PER_QUESTION", "MAX_REQUESTS_PER_USER_PER_DAY"):
        monkeypatch.delenv(name, raising=False)
    asked = cost_apis_for(ANA, server_today())
    assert asked.ledger is not None
    assert asked.request_cap == MeteredCostApis(server_today()).request_cap
    assert asked.request_cap == int(parameters["MaxRequestsPerQuestion"]["Default"])
    assert asked.ledger.daily_cap == int(parameters["MaxRequestsPerUserPerDay"]["Default"])


@pytest.mark.parametrize(("per_user", "per_catalog"), [("0", 300), ("20", 300), ("2000", 2000)])
def test_a_catalog_may_be_read_in_any_case_and_as_often_as_a_user_may_ask(
    stores: None, monkeypatch: pytest.MonkeyPatch, per_user: str, per_catalog: int
) -> None:
    monkeypatch.setenv("MAX_REQUESTS_PER_USER_PER_DAY", per_user)
    asked = cost_apis_for(ANA, server_today())
    assert asked.ledger is not None
    assert asked.catalog_ledger is not None
    assert (asked.ledger.daily_cap, asked.catalog_ledger.daily_cap) == (int(per_user), per_catalog)


def test_a_table_that_does_not_answer_is_retried(stores: None) -> None:
    clients.dynamodb().delete_table(TableName="jobs")
    with pytest.raises(JournalUnavailable):
        ledger().reserve()

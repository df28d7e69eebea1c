"""The catalog: the longest history AWS gives, and what the account lacks named."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from billing.answer_cache import AnswerCache
from billing.catalog import Catalog
from billing.catalog_loader import forget_catalogs, load_catalog
from billing.errors import SourceUnavailable
from billing.metered_apis import MeteredCostApis
from support.memory_cache import Clock, MemoryCacheStore

TODAY = date(2026, 3, 10)
TOO_OLD = SourceUnavailable(
    "ce", "ValidationException", "You haven't enabled historical data beyond 14 months", "fix"
)
NO_REGIONS = SourceUnavailable("ce", "DataUnavailableException", "no column", "fix")
VALUES = {"SERVICE": ["AWS Lambda"], "LINKED_ACCOUNT": ["111111111111"], "REGION": ["NoRegion", "eu-west-1"]}


class Account:
    """An account's Cost Explorer: two days of charges, the first of them free usage."""

    def __init__(self, first_allowed: date, without: str = "") -> None:
        self.first_allowed, self.without = first_allowed.isoformat(), without
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, api: str, parameters: dict[str, Any], before_page: Callable[[int], None]) -> Any:
        before_page(0)
        self.asked.append((api, parameters))
        if parameters["TimePeriod"]["Start"] < self.first_allowed:
            raise TOO_OLD
        if self.without and self.without == parameters.get("Dimension"):
            raise NO_REGIONS
        return self.answer(api, parameters), 1

    def answer(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if api == "ce:GetCostAndUsage":
            days = [("2026-02-01", "0", "7"), ("2026-02-02", "1.5", "3"), ("2026-02-03", "0", "0")]
            return {"ResultsByTime": [total(*day) for day in days]}
        if api == "ce:GetDimensionValues":
            names = VALUES.get(parameters["Dimension"], [])
            return {
                "DimensionValues": [{"Value": name, "Attributes": {"description": "shop"}} for name in names]
            }
        if api == "ce:GetTags":
            return {"Tags": ["", "checkout"] if "TagKey" in parameters else ["team"]}
        return {"CostCategoryNames": []}


def total(day: str, cost: str, usage: str) -> dict[str, Any]:
    metrics = {
        "UnblendedCost": {"Amount": cost, "Unit": "EUR"},
        "UsageQuantity": {"Amount": usage, "Unit": "N/A"},
    }
    return {"TimePeriod": {"Start": day, "End": day}, "Total": metrics}


def load(
    account: Account, store: MemoryCacheStore | None = None, **options: Any
) -> tuple[Catalog, MeteredCostApis]:
    clock = Clock()
    apis = MeteredCostApis(
        today=TODAY, caller=account, cache=AnswerCache(store, clock, clock.sleep), **options
    )
    return load_catalog(apis, TODAY), apis


@pytest.mark.parametrize(
    ("first_allowed", "starts"),
    [(date(2023, 2, 1), ["2023-02-01"]), (date(2025, 2, 1), ["2023-02-01", "2025-02-01"])],
)
def test_the_longest_history_there_is_is_asked_for(first_allowed: date, starts: list[str]) -> None:
    account = Account(first_allowed)
    catalog, _ = load(account)
    history = [parameters for api, parameters in account.asked if api == "ce:GetCostAndUsage"]
    assert [parameters["TimePeriod"]["Start"] for parameters in history] == starts
    assert history[-1]["TimePeriod"]["End"] == "2026-03-11"
    assert (catalog.first_day, catalog.last_day) == (date(2026, 2, 1), date(2026, 2, 2))
    assert catalog.currency == "EUR"


def test_values_are_verbatim_and_absent_ones_left_out() -> None:
    catalog, _ = load(Account(date.min))
    assert (catalog.services, catalog.regions) == (["AWS Lambda"], ["eu-west-1"])
    assert [(account.id, account.name) for account in catalog.accounts] == [("111111111111", "shop")]
    assert catalog.tags == {"team": ["checkout"]}


def test_a_dimension_the_account_lacks_is_named() -> None:
    catalog, _ = load(Account(date.min, without="REGION"))
    assert catalog.unavailable == ["REGION"]
    assert catalog.services


def test_r19_a_warm_catalog_is_one_read_of_the_cache_and_no_request() -> None:
    store, account = MemoryCacheStore(), Account(date.min)
    first, cold = load(account, store)
    assert all(request.purpose == "catalog" for request in cold.requests)
    store.calls.clear()
    again, warm = load(account, store)
    assert again == first
    assert warm.requests == []
    assert store.calls == ["read"]


def test_a_process_remembers_its_catalogs_by_bill_and_scope() -> None:
    forget_catalogs()
    account = Account(date.min)
    load(account, bill_id="a bill")
    asked = len(account.asked)
    load(account, bill_id="a bill")
    assert len(account.asked) == asked
    load(account, bill_id="another bill")
    assert len(account.asked) == 2 * asked
    forget_catalogs()


def test_when_not_even_the_total_can_be_had_that_is_said() -> None:
    with pytest.raises(SourceUnavailable):
        load(Account(date.max))


class Ledger:
    """A user's day, in memory."""

    def __init__(self, daily_cap: int) -> None:
        self.daily_cap, self.spent = daily_cap, 0

    def reserve(self) -> bool:
        if self.spent >= self.daily_cap:
            return False
        self.spent += 1
        return True

    def add(self, requests: int) -> None:
        self.spent += requests


def test_the_catalog_all_users_share_is_had_over_the_cap_too() -> None:
    ledger = Ledger(daily_cap=3)
    catalog, apis = load(Account(date.min), ledger=ledger)
    assert catalog.services
    assert ledger.spent == len(apis.requests) > 3


def test_r19_the_catalog_of_a_day_a_user_chose_is_held_to_the_cap_and_never_kept_in_part() -> None:
    ledger, store, account = Ledger(daily_cap=3), MemoryCacheStore(), Account(date.min)
    for _ in range(3):
        with pytest.raises(SourceUnavailable) as refused:
            load(account, store, ledger=ledger, catalog_is_shared=False)
        assert refused.value.code == "DailyCapReached"
    assert ledger.spent == 3
    catalog, _ = load(account, store)
    assert catalog.unavailable == []

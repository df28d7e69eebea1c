"""The catalog: the longest history AWS gives, and what the account lacks named."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from billing.answer_cache import LEASE_SECONDS, AnswerCache, Entry
from billing.catalog import Catalog
from billing.catalog_loader import LOAD_SECONDS, REQUESTS_AT_ONCE, forget_catalogs, load_catalog
from billing.errors import CostApiUnavailable, SourceUnavailable
from billing.failures import refusal
from billing.metered_apis import MeteredCostApis
from support.memory_cache import Clock, MemoryCacheStore

TODAY = date(2026, 3, 10)
TOO_OLD = SourceUnavailable(
    "ce", "ValidationException", "You haven't enabled historical data beyond 14 months", "fix"
)
NO_REGIONS = SourceUnavailable("ce", "DataUnavailableException", "no column", "fix")
VALUES = {"SERVICE": ["AWS Lambda"], "LINKED_ACCOUNT": ["111111111111"], "REGION": ["NoRegion", "eu-west-1"]}


class Account:
    """An account's Cost Explorer: two days of charges, the first of them free usage; and labels.

    `refuse` tells the error of a request, by its API and what it asks for, or none. `meanwhile` is called
    within each request.
    """

    def __init__(self, first_allowed: date = date.min, labels: int = 1) -> None:
        self.first_allowed = first_allowed.isoformat()
        self.tags = [f"team{number}" for number in range(labels)]
        self.categories = [f"unit{number}" for number in range(labels - 1)]
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refuse: Callable[[str, str], Exception | None] = lambda api, wanted: None
        self.meanwhile: Callable[[str, str], None] = lambda api, wanted: None

    def __call__(self, api: str, parameters: dict[str, Any], before_page: Callable[[int], None]) -> Any:
        before_page(0)
        self.asked.append((api, parameters))
        if parameters["TimePeriod"]["Start"] < self.first_allowed:
            raise TOO_OLD
        wanted = str(
            parameters.get("Dimension") or parameters.get("TagKey") or parameters.get("CostCategoryName", "")
        )
        self.meanwhile(api, wanted)
        if refused := self.refuse(api, wanted):
            raise refused
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
            return {"Tags": ["", "checkout"] if "TagKey" in parameters else self.tags}
        if "CostCategoryName" in parameters:
            return {"CostCategoryValues": ["", "retail"]}
        return {"CostCategoryNames": self.categories}


def total(day: str, cost: str, usage: str) -> dict[str, Any]:
    metrics = {
        "UnblendedCost": {"Amount": cost, "Unit": "EUR"},
        "UsageQuantity": {"Amount": usage, "Unit": "N/A"},
    }
    return {"TimePeriod": {"Start": day, "End": day}, "Total": metrics}


def load(
    account: Account, store: MemoryCacheStore | None = None, clock: Clock | None = None, **options: Any
) -> tuple[Catalog, MeteredCostApis]:
    clock = clock or Clock()
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
    catalog, _ = load(Account(labels=2))
    assert (catalog.services, catalog.regions) == (["AWS Lambda"], ["eu-west-1"])
    assert [(account.id, account.name) for account in catalog.accounts] == [("111111111111", "shop")]
    assert catalog.tags == {"team0": ["checkout"], "team1": ["checkout"]}
    assert catalog.cost_categories == {"unit0": ["retail"]}


def without_regions(api: str, wanted: str) -> Exception | None:
    return NO_REGIONS if wanted == "REGION" else None


def test_a_dimension_the_account_lacks_is_named() -> None:
    account = Account()
    account.refuse = without_regions
    catalog, _ = load(account)
    assert catalog.unavailable == ["REGION"]
    assert catalog.services
    assert catalog.unread is None


def test_what_one_tag_lacks_takes_nothing_from_the_others() -> None:
    account = Account(labels=3)
    account.refuse = lambda api, wanted: NO_REGIONS if wanted == "team1" else None
    catalog, _ = load(account)
    assert catalog.tags == {"team0": ["checkout"], "team1": [], "team2": ["checkout"]}
    assert catalog.unavailable == ["TAG"]


@pytest.mark.parametrize("code", ["ThrottlingException", "LimitExceededException", "Throttling"])
@pytest.mark.parametrize("throttled", ["ce:GetCostAndUsage", "REGION", "ce:GetTags", "team1", "unit0"])
def test_a_throttled_request_makes_no_catalog_that_lacks_something(code: str, throttled: str) -> None:
    store, account = MemoryCacheStore(), Account(labels=2)
    account.refuse = lambda api, wanted: (
        refusal(api, code, "Rate exceeded", 400) if throttled in (wanted, api) else None
    )
    with pytest.raises(CostApiUnavailable, match="rate limit"):
        load(account, store)
    account.refuse = lambda api, wanted: None
    catalog, _ = load(account, store)
    assert catalog == load(Account(labels=2))[0]
    assert catalog.unavailable == []


def test_what_throttles_one_request_stops_those_not_begun() -> None:
    account = Account(labels=40)
    account.refuse = lambda api, wanted: refusal(api, "Throttling", "", 400) if wanted == "team0" else None
    # the others take their time, so that the refusal is known before they have all been begun
    account.meanwhile = lambda api, wanted: time.sleep(0.02) if wanted not in ("", "team0") else None
    with pytest.raises(CostApiUnavailable):
        load(account)
    assert not any("CostCategoryName" in parameters for _, parameters in account.asked)


@pytest.mark.parametrize("bill_id", ["", "a bill"])
def test_a_catalog_that_lacks_something_is_kept_for_minutes(bill_id: str) -> None:
    forget_catalogs()
    clock, store, account = Clock(), MemoryCacheStore(), Account()
    account.refuse = without_regions
    load(account, store, clock, bill_id=bill_id)
    account.refuse = lambda api, wanted: None
    made = len(account.asked)
    clock.now += 299
    assert load(account, store, clock, bill_id=bill_id)[0].unavailable == ["REGION"]
    assert len(account.asked) == made
    clock.now += 2
    mended, apis = load(account, store, clock, bill_id=bill_id)
    assert mended.regions == ["eu-west-1"]
    assert mended.unavailable == []
    # only what was refused is asked, and paid, again
    assert len(account.asked) == made + 1
    assert sum(not request.cached for request in apis.requests) == 1
    clock.now += 23 * 3600
    assert load(account, store, clock, bill_id=bill_id)[0] == mended
    assert len(account.asked) == made + 1
    forget_catalogs()


def test_r19_values_of_tags_and_categories_are_asked_for_beside_each_other() -> None:
    account, together = Account(labels=REQUESTS_AT_ONCE + 1), threading.Barrier(REQUESTS_AT_ONCE, timeout=10)
    under_way, most = 0, 0
    counting = threading.Lock()

    def meet(api: str, wanted: str) -> None:
        nonlocal under_way, most
        with counting:
            under_way += 1
            most = max(most, under_way)
        if wanted.startswith("unit"):
            together.wait()
        with counting:
            under_way -= 1

    account.meanwhile = meet
    catalog, _ = load(account)
    assert len(catalog.cost_categories) == REQUESTS_AT_ONCE
    assert most == REQUESTS_AT_ONCE


def test_r19_a_catalog_slower_than_a_step_is_read_in_several_and_paid_once() -> None:
    clock, store, account = Clock(), MemoryCacheStore(), Account(labels=40)

    def take_time(api: str, wanted: str) -> None:
        clock.now += 2.0 / REQUESTS_AT_ONCE

    account.meanwhile = take_time
    attempts = 0
    while True:
        attempts += 1
        begun = clock.now
        try:
            catalog, _ = load(account, store, clock)
        except CostApiUnavailable:
            assert LOAD_SECONDS <= clock.now - begun < LOAD_SECONDS + 2.0
        else:
            break
    assert attempts == 2
    assert catalog.unavailable == []
    assert len(catalog.tags) == 40
    assert len(account.asked) == len({str(asked) for asked in account.asked}) == 1 + 9 + 40 + 39


@dataclass
class TogetherAtOnce:
    """Loads of one catalog at once, twenty times as fast as time goes."""

    store: MemoryCacheStore
    account: Account
    failed: list[Exception] = field(default_factory=list)

    def load(self) -> Catalog:
        """As the state machine would: retried where a retry may help."""
        clock = Clock()
        begun = time.monotonic()
        cache = AnswerCache(
            self.store,
            lambda: clock.now + 20 * (time.monotonic() - begun),
            lambda seconds: time.sleep(seconds / 20),
            renew_seconds=5.0 / 20,
        )
        while True:
            try:
                return load_catalog(MeteredCostApis(today=TODAY, caller=self.account, cache=cache), TODAY)
            except CostApiUnavailable as error:
                self.failed.append(error)


def test_r19_five_who_need_a_large_catalog_at_once_pay_it_once() -> None:
    account = Account(labels=40)
    account.meanwhile = lambda api, wanted: time.sleep(0.6 / 20)
    five = TogetherAtOnce(MemoryCacheStore(), account)
    with ThreadPoolExecutor(5) as pool:
        catalogs = [each.result() for each in [pool.submit(five.load) for _ in range(5)]]
    assert all(catalog == catalogs[0] for catalog in catalogs)
    assert len(account.asked) == 1 + 9 + 40 + 39


def test_who_waits_for_anothers_catalog_asks_for_none_of_it() -> None:
    clock, store, account = Clock(), MemoryCacheStore(), Account()
    load(account, store, clock)
    (whole,) = (key for key, entry in store.entries.items() if '"services"' in (entry.body or ""))
    store.entries = {whole: Entry(None, clock.now, clock.now + 10 * LEASE_SECONDS, "another")}
    account.asked.clear()
    with pytest.raises(CostApiUnavailable, match="still making the catalog"):
        load(account, store, clock)
    assert account.asked == []


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
        self._one_at_a_time = threading.Lock()

    def reserve(self) -> bool:
        with self._one_at_a_time:
            if self.spent >= self.daily_cap:
                return False
            self.spent += 1
            return True

    def add(self, requests: int) -> None:
        with self._one_at_a_time:
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


def test_r19_the_catalog_all_share_is_held_to_a_cap_of_its_own_and_given_as_far_as_it_is_there() -> None:
    ledger, store, account = Ledger(daily_cap=15), MemoryCacheStore(), Account(labels=40)
    catalog, _ = load(account, store, catalog_ledger=ledger)
    assert len(account.asked) == ledger.spent == 15
    assert catalog.services == ["AWS Lambda"]
    assert len(catalog.tags) == 40
    assert 0 < sum(values == ["checkout"] for values in catalog.tags.values()) <= 5
    assert catalog.unavailable == ["TAG", "COST_CATEGORY"]
    assert catalog.unread is not None
    assert "took the 15 paid Cost Explorer requests it may take in a day" in catalog.unread.reason
    assert "Ask again tomorrow" in catalog.unread.fix


@pytest.mark.parametrize(
    "slow",
    [
        ("ce:GetDimensionValues", "OPERATION"),
        ("ce:GetDimensionValues", "LINKED_ACCOUNT"),
        ("ce:GetTags", ""),
        ("ce:GetCostCategories", ""),
    ],
)
def test_r19_no_label_takes_a_request_that_a_list_still_needs(slow: tuple[str, str]) -> None:
    account = Account(labels=9)
    ended: list[tuple[str, str]] = []

    def answered(api: str, wanted: str) -> None:
        time.sleep(0.05 if (api, wanted) == slow else 0)
        ended.append((api, wanted))

    account.meanwhile = answered
    load(account)
    labels = [place for place, (_, wanted) in enumerate(ended) if wanted.startswith(("team", "unit"))]
    assert len(labels) == 9 + 8
    assert ended.index(slow) < min(labels)


def test_r19_where_nothing_of_the_catalog_is_there_its_cap_is_told() -> None:
    account = Account()
    with pytest.raises(SourceUnavailable) as refused:
        load(account, catalog_ledger=Ledger(daily_cap=0))
    assert refused.value.code == "CatalogCapReached"
    assert account.asked == []


def test_a_wrong_parameter_is_told_and_makes_no_catalog_that_lacks_something() -> None:
    store, account = MemoryCacheStore(), Account()
    account.refuse = lambda api, wanted: refusal(api, "Throttling", "", 400) if wanted == "REGION" else None
    with pytest.raises(CostApiUnavailable):
        load(account, store)
    with pytest.raises(SourceUnavailable, match="is wrong, so ce:"):
        load(account, store, wrong_parameter="The parameter is wrong")
    account.refuse = lambda api, wanted: None
    assert load(account, store)[0].unavailable == []

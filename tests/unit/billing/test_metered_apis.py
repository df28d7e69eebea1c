"""What a question's requests cost, where they come from, and what bounds them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billing.answer_cache import AnswerCache
from billing.errors import SourceUnavailable
from billing.metered_apis import MeteredCostApis, free_apis_for
from billing.pricing import paid_pages, price_usd
from billing.scope import CostScope
from protocol.job import Owner
from support.memory_cache import Clock, MemoryCacheStore

TODAY = date(2026, 3, 10)
PARAMETERS = {"TimePeriod": {"Start": "2026-02-01", "End": "2026-03-01"}, "Granularity": "MONTHLY"}


class PagedApi:
    """Stands for AWS: answers of some pages, each announced before it is fetched."""

    def __init__(self, pages: int = 1, fails_after: int | None = None) -> None:
        self.pages, self.fails_after = pages, fails_after
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(
        self, api: str, parameters: dict[str, Any], before_page: Callable[[int], None]
    ) -> tuple[dict[str, Any], int]:
        self.asked.append((api, parameters))
        for page in range(self.pages):
            before_page(page)
            if page == self.fails_after:
                raise SourceUnavailable("ce", "ThrottlingException", "slow down", "wait")
        return {"answer": len(self.asked)}, self.pages


def apis(caller: PagedApi, cache: AnswerCache | None = None, **options: Any) -> MeteredCostApis:
    return MeteredCostApis(today=TODAY, caller=caller, cache=cache or AnswerCache(None), **options)


def test_r19_each_page_is_a_paid_request_and_free_apis_cost_nothing() -> None:
    asked = apis(PagedApi(pages=3))
    asked.ask("ce:GetCostAndUsage", PARAMETERS)
    asked.ask("budgets:DescribeBudgets", {})
    assert [request.pages for request in asked.requests] == [3, 3]
    assert paid_pages(asked.requests) == 3
    assert price_usd(asked.requests) == Decimal("0.03")


def test_r19_a_repeat_is_free_and_says_when_its_data_is_from() -> None:
    clock, store, caller = Clock(), MemoryCacheStore(), PagedApi()
    first = apis(caller, AnswerCache(store, clock, clock.sleep))
    first.ask("ce:GetCostAndUsage", PARAMETERS)
    clock.now += 60
    again = apis(caller, AnswerCache(store, clock, clock.sleep))
    assert again.ask("ce:GetCostAndUsage", PARAMETERS) == {"answer": 1}
    assert [request.cached for request in again.requests] == [True]
    assert again.requests[0].data_as_of == first.requests[0].data_as_of == "1970-01-12T13:46:40Z"
    assert price_usd(again.requests) == 0
    assert len(caller.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"scope": CostScope(accounts=("111111111111",))},
        {"bill_id": "another bill"},
        {"today": date(2026, 3, 11)},
    ],
)
def test_another_scope_bill_or_day_never_shares_an_answer(other: dict[str, Any]) -> None:
    clock, store, caller = Clock(), MemoryCacheStore(), PagedApi()
    cache = AnswerCache(store, clock, clock.sleep)
    apis(caller, cache, bill_id="a bill").ask("ce:GetCostAndUsage", PARAMETERS)
    options: dict[str, Any] = {"today": TODAY, "bill_id": "a bill", **other}
    MeteredCostApis(caller=caller, cache=cache, **options).ask("ce:GetCostAndUsage", PARAMETERS)
    assert len(caller.asked) == 2


def test_the_cap_refuses_a_request_before_it_is_sent() -> None:
    caller = PagedApi()
    asked = apis(caller, request_cap=2)
    for month in ("01", "02"):
        asked.ask("ce:GetCostAndUsage", {"month": month})
    with pytest.raises(SourceUnavailable, match=r"request 3 .* cap is 2") as refused:
        asked.ask("ce:GetCostAndUsage", {"month": "03"})
    assert "MaxRequestsPerQuestion" in refused.value.fix
    assert paid_pages(asked.requests) == 2
    asked.ask("budgets:DescribeBudgets", {})
    asked.ask_for_catalog("ce:GetTags", {})


def test_r19_what_is_planned_beyond_the_cap_is_refused_before_anything_is_sent() -> None:
    caller = PagedApi()
    asked = apis(caller, request_cap=5)
    asked.hold_room_for(5)
    with pytest.raises(SourceUnavailable, match="takes up to 6 paid requests; the cap is 5") as refused:
        asked.hold_room_for(6)
    assert "raise MaxRequestsPerQuestion to 6" in refused.value.fix
    assert caller.asked == []


def test_r19_a_step_beside_the_one_that_pays_has_no_cap_of_its_own_to_spend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("COST_CACHE_TABLE", "JOBS_TABLE", "COST_SCOPE", "RESULTS_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    asked = free_apis_for(Owner(tenant="t", user_id="u"), TODAY)
    asked.caller = PagedApi()
    asked.ask("cost-optimization-hub:ListRecommendations", {})
    with pytest.raises(SourceUnavailable, match="cap is 0"):
        asked.ask("ce:GetCostAndUsage", PARAMETERS)


def test_the_cap_stops_between_pages_and_the_pages_read_are_counted() -> None:
    asked = apis(PagedApi(pages=5), request_cap=3)
    with pytest.raises(SourceUnavailable, match="cap is 3"):
        asked.ask("ce:GetCostAndUsage", PARAMETERS)
    assert paid_pages(asked.requests) == 3


def test_pages_paid_before_a_failure_are_counted() -> None:
    asked = apis(PagedApi(pages=4, fails_after=2))
    with pytest.raises(SourceUnavailable):
        asked.ask("ce:GetCostAndUsage", PARAMETERS)
    assert price_usd(asked.requests) == Decimal("0.02")


def test_the_scope_is_part_of_what_is_sent_and_shown() -> None:
    caller = PagedApi()
    asked = apis(caller, scope=CostScope(accounts=("111111111111",)))
    asked.ask("ce:GetCostAndUsage", PARAMETERS)
    expected = {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["111111111111"]}}
    assert caller.asked[0][1]["Filter"] == asked.requests[0].parameters["Filter"] == expected


def test_requests_for_the_catalog_are_listed_apart() -> None:
    asked = apis(PagedApi())
    asked.ask_for_catalog("ce:GetTags", {})
    asked.ask("ce:GetCostAndUsage", PARAMETERS)
    assert [request.purpose for request in asked.requests] == ["catalog", "answer"]

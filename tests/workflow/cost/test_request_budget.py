"""What a question costs: its budget of requests, and nothing for a repeat."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from billing.answer_cache import AnswerCache
from billing.api_calls import call
from billing.metered_apis import MeteredCostApis
from billing.pricing import paid_pages
from cost.analyse import analyse
from local.cost_apis.context import Options
from local.demo import demo_organisation
from protocol.query_plan import Period, QueryPlan
from support.asked_bill import AskedBill, asked_bill
from support.memory_cache import MemoryCacheStore

TODAY = date(2026, 3, 10)
FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
JANUARY = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")
MARCH = Period(start=date(2026, 3, 1), end=date(2026, 3, 11), label="March 2026 to date", partial=True)
S3 = {"SERVICE": ["Amazon Simple Storage Service"]}


@pytest.fixture(scope="module")
def account() -> Iterator[AskedBill]:
    organisation = demo_organisation(TODAY)
    with asked_bill(str(organisation.bill_path), TODAY, Options(advice=organisation.advice)) as bill:
        yield bill


BUDGETS: list[tuple[int, dict[str, Any]]] = [
    (1, {"intent": "spend", "period": FEBRUARY}),
    (1, {"intent": "spend", "period": MARCH, "filters": S3}),
    (1, {"intent": "spend", "period": MARCH, "measure": "average_daily"}),
    (1, {"intent": "spend", "period": FEBRUARY, "filters": {"TAG:team": [""]}, "share_of_whole": True}),
    (1, {"intent": "breakdown", "period": FEBRUARY, "group_by": ["SERVICE"], "limit": 5}),
    (2, {"intent": "breakdown", "period": FEBRUARY, "group_by": ["LINKED_ACCOUNT", "SERVICE"]}),
    (1, {"intent": "trend", "period": FEBRUARY, "granularity": "DAILY"}),
    (1, {"intent": "charges", "period": FEBRUARY}),
    (1, {"intent": "charges", "period": FEBRUARY, "charge_types": {"include": ["Tax"]}}),
    (1, {"intent": "compare", "period": FEBRUARY, "compare_period": JANUARY}),
    (1, {"intent": "compare", "period": FEBRUARY, "compare_period": JANUARY, "group_by": ["SERVICE"]}),
    (2, {"intent": "explain", "period": FEBRUARY, "compare_period": JANUARY}),
    (2, {"intent": "adoption", "period": FEBRUARY}),
    (1, {"intent": "unit_cost", "period": FEBRUARY, "unit": {"name": "customer", "count": "1200"}}),
    (1, {"intent": "unit_cost", "period": FEBRUARY, "unit": {"name": "GB", "usage_unit": "GB-Mo"}}),
    (2, {"intent": "forecast"}),
    (0, {"intent": "budget"}),
    (1, {"intent": "anomaly"}),
    (7, {"intent": "commitment"}),
    (12, {"intent": "assessment"}),
]  # fmt: skip


@pytest.mark.parametrize(("most", "plan"), BUDGETS)
def test_r19_a_question_stays_in_its_budget(account: AskedBill, most: int, plan: dict[str, Any]) -> None:
    findings = account.findings(QueryPlan(**plan))
    assert findings.degraded == []
    assert paid_pages(findings.requests) <= most


@pytest.mark.parametrize("plan", [plan for _, plan in BUDGETS])
def test_r19_its_repeat_makes_no_request(account: AskedBill, plan: dict[str, Any]) -> None:
    store = MemoryCacheStore()
    first = ask(account, plan, store)
    again = ask(account, plan, store)
    assert paid_pages(again.requests) == 0
    assert all(request.cached for request in again.requests)
    assert again.analysis == first.analysis
    assert again.notes == first.notes


@dataclass
class SlowCalls:
    """Real calls that wait until told to go on."""

    begun: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    count: int = 0

    def __call__(self, api: str, parameters: dict[str, Any], before_page: Callable[[int], None]) -> Any:
        self.count += 1
        self.begun.set()
        assert self.go_on.wait(timeout=30)
        return call(api, parameters, before_page)


def test_r19_two_alike_at_once_share_one_request(account: AskedBill) -> None:
    store, slow = MemoryCacheStore(), SlowCalls()
    plan = {"intent": "spend", "period": FEBRUARY}
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, account, plan, store, slow)
        assert slow.begun.wait(timeout=30)
        second = pool.submit(ask, account, plan, store, slow)
        while store.calls.count("read") < 3:  # the second is waiting for the first's answer
            threading.Event().wait(0.01)
        slow.go_on.set()
    assert slow.count == 1
    assert first.result().analysis == second.result().analysis
    assert paid_pages([*first.result().requests, *second.result().requests]) == 1


def test_a_cap_leaves_out_what_would_pass_it_and_says_so(account: AskedBill) -> None:
    apis = MeteredCostApis(today=TODAY, request_cap=4)
    findings = analyse(QueryPlan(intent="assessment"), TODAY, account.catalog, apis)
    assert paid_pages(findings.requests) == 4
    assert findings.analysis.total is not None
    assert all("cap is 4" in part.reason for part in findings.degraded)
    assert findings.degraded


def ask(account: AskedBill, plan: dict[str, Any], store: MemoryCacheStore, caller: Any = call) -> Any:
    """The findings of a plan over a shared cache."""
    apis = MeteredCostApis(today=TODAY, cache=AnswerCache(store), caller=caller)
    return analyse(QueryPlan(**plan), TODAY, account.catalog, apis)

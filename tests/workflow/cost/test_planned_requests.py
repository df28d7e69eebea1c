"""What a question takes is known before it is asked: never less than it makes, no more for a plain one."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from billing.metered_apis import MeteredCostApis
from billing.pricing import paid_pages
from cost import handler
from cost.planned_requests import PlannedRequests, planned_requests
from interpreter.interpret import interpret
from local.cost_apis.context import Options
from local.cost_apis.without import Without
from local.demo import demo_organisation
from protocol.query_plan import Period, QueryPlan
from protocol.step import CostFindings
from support.asked_bill import AskedBill, asked_bill
from support.shop_bill import shop_bill
from support.simulated_agent import SimulatedAgent
from support.steps import event_of, run_step

DATA = Path(__file__).parents[2] / "data"
SHOP_TODAY = date(2024, 6, 15)
FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
JANUARY = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")
WEEK = Period(start=date(2026, 2, 3), end=date(2026, 2, 10), label="a week")
WEEK_BEFORE = Period(start=date(2025, 2, 3), end=date(2025, 2, 10), label="a week of last year")
MARCH = Period(start=date(2026, 3, 1), end=date(2026, 4, 1), label="March 2026", partial=True)


def questions(file: str, bill: str = "demo", today: date | None = None) -> list[Any]:
    lines = [json.loads(line) for line in (DATA / file).read_text().splitlines()]
    asked = [
        line["question"]
        for line in lines
        if line.get("bill", "demo") == bill and (today is None or line["today"] == today.isoformat())
    ]
    return list(dict.fromkeys(asked))


@pytest.fixture(scope="module")
def advised() -> Iterator[AskedBill]:
    """The demo organisation with its budgets and anomalies."""
    today = date(2026, 3, 10)
    organisation = demo_organisation(today)
    with asked_bill(str(organisation.bill_path), today, Options(advice=organisation.advice)) as bill:
        yield bill


def made_and_planned(bill: AskedBill, plan: QueryPlan) -> tuple[int, PlannedRequests, CostFindings]:
    findings = bill.findings(plan)
    return paid_pages(findings.requests), planned_requests(plan, bill.today, bill.catalog), findings


def is_plain(plan: QueryPlan, findings: CostFindings) -> bool:
    """One amount, or one by one dimension, that is there."""
    total = findings.analysis.total
    asks_one = plan.intent in ("spend", "breakdown", "trend", "charges") and len(plan.group_by) <= 1
    return asks_one and plan.measure == "total" and total is not None and total.amount != 0


def assert_planned(bill: AskedBill, question: str) -> None:
    plan = interpret(question, bill.today, bill.catalog, None)
    if not plan.needs.cost:
        return
    made, planned, findings = made_and_planned(bill, plan)
    assert made <= planned.needed + planned.otherwise, question
    if is_plain(plan, findings):
        assert made == planned.needed, question


@pytest.mark.parametrize("question", questions("questions.jsonl"))
def test_r19_no_question_makes_more_than_is_planned(advised: AskedBill, question: str) -> None:
    assert_planned(advised, question)


@pytest.mark.parametrize(
    ("needed", "plan"),
    [
        (1, {"intent": "spend", "period": FEBRUARY}),
        (1, {"intent": "breakdown", "period": FEBRUARY, "group_by": ["SERVICE"]}),
        (2, {"intent": "breakdown", "period": FEBRUARY, "group_by": ["SERVICE", "REGION"]}),
        (1, {"intent": "compare", "period": FEBRUARY, "compare_period": JANUARY}),
        (4, {"intent": "explain", "period": WEEK, "compare_period": WEEK_BEFORE}),
        (2, {"intent": "forecast", "period": MARCH}),
        (1, {"intent": "forecast", "period": Period(start=date(2026, 4, 1), end=date(2026, 5, 1), label="")}),
        (1, {"intent": "anomaly"}),
        (2, {"intent": "commitment", "commitment_focus": "savings_plans"}),
        (0, {"intent": "budget"}),
        (0, {"intent": "clarify"}),
        (0, {"intent": "spend", "period": Period(start=date(2020, 1, 1), end=date(2020, 2, 1), label="")}),
    ],
)
def test_r19_what_is_planned_is_what_is_made(advised: AskedBill, needed: int, plan: dict[str, Any]) -> None:
    made, planned, _ = made_and_planned(advised, QueryPlan(**plan))
    assert (made, planned.needed) == (needed, needed)


def test_r19_an_assessment_is_planned_within_its_twelve(advised: AskedBill) -> None:
    made, planned, _ = made_and_planned(advised, QueryPlan(intent="assessment"))
    assert made <= planned.needed <= 12


@pytest.mark.parametrize("without", list(Without))
def test_r19_what_an_account_lacks_makes_no_more_than_is_planned(without: Without) -> None:
    today = date(2026, 3, 10)
    organisation = demo_organisation(today)
    options = Options(advice=organisation.advice, without=frozenset([without]))
    if without is Without.COST_EXPLORER:
        pytest.skip("nothing is asked without Cost Explorer")
    with asked_bill(str(organisation.bill_path), today, options) as bill:
        for intent in ("assessment", "forecast", "budget", "anomaly", "commitment"):
            made, planned, _ = made_and_planned(bill, QueryPlan(intent=intent))
            assert made <= planned.needed + planned.otherwise, intent


@pytest.mark.parametrize(("cap", "sent"), [(11, True), (3, False)])
def test_r19_what_would_pass_the_cap_says_so_and_sends_nothing(
    advised: AskedBill, monkeypatch: pytest.MonkeyPatch, cap: int, sent: bool
) -> None:
    capped = lambda owner, today: MeteredCostApis(today=advised.today, request_cap=cap)  # noqa: E731
    monkeypatch.setattr(handler, "cost_apis_for", capped)
    agent = SimulatedAgent()
    job_id = agent.ask(agent.connect())
    event = event_of(agent, job_id, QueryPlan(intent="assessment"))
    event["job"]["today"] = advised.today.isoformat()
    findings = run_step(handler, agent, event, monkeypatch)
    answers = [request for request in findings.requests if request.purpose == "answer"]
    assert bool(answers) == sent
    if not sent:
        (refused,) = findings.degraded
        assert "takes up to 10 paid requests; the cap is 3" in refused.reason
        assert "Ask for less at once" in refused.fix
        assert "raise MaxRequestsPerQuestion to 10" in refused.fix


@pytest.fixture(scope="module")
def shop() -> Iterator[AskedBill]:
    """Last here, for one bill is served at a time."""
    with asked_bill(shop_bill(), SHOP_TODAY) as bill:
        yield bill


@pytest.mark.parametrize("question", questions("more_questions.jsonl", "shop", SHOP_TODAY))
def test_r19_nor_of_another_bill(shop: AskedBill, question: str) -> None:
    assert_planned(shop, question)

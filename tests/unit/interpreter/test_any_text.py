"""Whatever is typed, the plan is one that can be run, or it asks back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.catalog import Catalog
from interpreter.interpret import interpret
from interpreter.previous import Previous
from protocol.client_messages import EARLIEST_TODAY
from protocol.query_plan import QueryPlan
from support.catalogs import COST_EXPLORER, FOCUS_SAMPLE, MINIMAL

MAY_END_LATER = ("forecast", "budget", "savings")
WORDS = """
spend cost bill S3 EC2 RDS Lambda last this next month week quarter year days 7 2025 February
March Q4 vs compare why by per region account team service excluding without top 5 average daily
forecast will budget since until from to between and first second the of in for on untagged prod
dev checkout credits tax us-east-1 Ireland 2026-02-05 5 14 Feb 31/12/2025 yesterday today
previous same period ago end rest half ? , - most expensive day percentage how much many what
which new savings idle data transfer NAT per customer 1,200
minus over ever lifetime tagged coverage net less drop take out aside 1st-15th 16th-29th the 31st
10th each every after halves both ended ending June expensive days two stop using requests hours GB
remove filter compare them make it 10 rate was tomorrow, please. team, think: accounts share true
project annual reserved instances EC2.
""".split()  # noqa: SIM905
some_day = st.dates(min_value=date(2016, 1, 1), max_value=date(2032, 12, 31))
a_bill = st.sampled_from([COST_EXPLORER, FOCUS_SAMPLE, MINIMAL, Catalog()])
of_known_words = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def assert_can_be_run(plan: QueryPlan, today: date, catalog: Catalog) -> None:
    assert (plan.clarification is not None) == (plan.intent == "clarify")
    for period in (plan.period, plan.compare_period):
        if period is not None:
            assert period.start < period.end
            assert period.label
            assert period.end <= today + timedelta(days=1) or plan.intent in MAY_END_LATER
            assert period.partial == (period.partial and period.start <= today < period.end)
    if plan.period and plan.compare_period:
        assert plan.compare_period.start < plan.period.start
    assert len(plan.group_by) <= 2
    assert plan.limit is None or plan.limit > 0
    assert set(plan.filters.get("SERVICE", [])) | set(plan.exclude.get("SERVICE", [])) <= set(
        catalog.services
    )
    assert set(plan.filters.get("REGION", [])) <= set(catalog.regions)
    assert plan.needs.cost == (plan.intent not in ("savings", "clarify"))


@settings(max_examples=300, deadline=None)
@given(question=of_known_words, today=some_day, catalog=a_bill)
def test_any_mix_of_known_words_gives_a_plan_that_can_be_run(
    question: str, today: date, catalog: Catalog
) -> None:
    assert_can_be_run(interpret(question, today, catalog), today, catalog)


@settings(max_examples=150, deadline=None)
@given(question=st.text(max_size=300), today=some_day)
def test_any_text_gives_a_plan_that_can_be_run(question: str, today: date) -> None:
    assert_can_be_run(interpret(question, today, COST_EXPLORER), today, COST_EXPLORER)


@settings(max_examples=150, deadline=None)
@given(first=of_known_words, second=of_known_words, today=some_day, catalog=a_bill)
def test_any_follow_up_gives_a_plan_that_can_be_run(
    first: str, second: str, today: date, catalog: Catalog
) -> None:
    plan = interpret(first, today, catalog)
    groups = [[catalog.services[0]]] if catalog.services and plan.group_by == ["SERVICE"] else []
    previous = Previous(question=first, plan=plan, groups=groups)

    assert_can_be_run(interpret(second, today, catalog, previous), today, catalog)


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "?",
        "\x00\x01",
        "💸" * 50,
        "S3 " * 4000,
        "1" * 10_000,
        "last 99999999 days",
        "the the the",
        "-",
        "=" * 900,
    ],
)
def test_a_question_that_is_none_is_asked_back(question: str) -> None:
    plan = interpret(question, date(2026, 3, 10), COST_EXPLORER)

    assert plan.intent == "clarify"
    assert plan.clarification is not None
    assert plan.clarification.message
    assert len(plan.clarification.message) < 600


@pytest.mark.parametrize("today", [EARLIEST_TODAY, date(2026, 3, 10)])
@pytest.mark.parametrize("units", ["days", "weeks", "months", "quarters", "years"])
@pytest.mark.parametrize("count", [1, 99, 100, 101, 1200, 3999, 4000, 4001, 99_999])
def test_no_period_however_long_ends_the_calendar(today: date, units: str, count: int) -> None:
    for question in (
        f"What did we spend in the last {count} {units}?",
        f"Why did our costs change in the last {count} {units}?",
        f"Spend {count} {units} ago compared with the last {count} {units}",
        f"What is new in the last {count} {units}?",
    ):
        assert_can_be_run(interpret(question, today, COST_EXPLORER), today, COST_EXPLORER)

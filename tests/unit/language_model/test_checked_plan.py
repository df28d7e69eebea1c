"""A model's plan is held to the account's values and the rules of periods, whatever it proposes."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.catalog import Account, Catalog
from language_model.checked_plan import checked_plan
from language_model.propose_plan import propose_plan

TODAY = date(2026, 3, 10)
CATALOG = Catalog(
    services=["AWS Lambda", "Amazon DynamoDB"],
    regions=["eu-west-1"],
    accounts=[Account(id="111111111111", name="dev")],
    charge_types=["Usage", "Tax"],
    tags={"team": ["search"]},
)
FEBRUARY = {"start": "2026-02-01", "end": "2026-03-01"}
THIS_MONTH = {"start": "2026-03-01", "end": "2026-03-11"}


@pytest.mark.parametrize(
    "proposal",
    [
        {"intent": "spend", "period": FEBRUARY, "filters": {"SERVICE": ["AWS Lambda"], "TAG:team": [""]}},
        {"intent": "breakdown", "period": FEBRUARY, "groupBy": ["LINKED_ACCOUNT", "TAG:team"], "limit": 3},
        {"intent": "charges", "period": FEBRUARY, "chargeTypes": {"include": ["Tax"]}},
        {"intent": "savings", "savingsFocus": "idle"},
        {"intent": "forecast", "period": {"start": "2026-03-10", "end": "2026-04-01"}},
    ],
)
def test_a_plan_within_the_account_is_taken(proposal: dict[str, Any]) -> None:
    plan = checked_plan(proposal, TODAY, CATALOG)

    assert plan is not None
    assert plan.intent == proposal["intent"]
    assert plan.assumptions


@pytest.mark.parametrize(
    "proposal",
    [
        {},
        {"intent": "clarify"},
        {"intent": "steal"},
        {"intent": "spend", "filters": {"SERVICE": ["FooBarDB"]}},
        {"intent": "spend", "filters": {"SERVICE": []}},
        {"intent": "spend", "filters": {"SHOE_SIZE": ["43"]}},
        {"intent": "spend", "filters": {"TAG:owner": ["me"]}},
        {"intent": "breakdown", "groupBy": ["TAG:owner"]},
        {"intent": "breakdown", "groupBy": ["SERVICE", "REGION", "LINKED_ACCOUNT"]},
        {"intent": "spend", "chargeTypes": {"include": ["Bribe"]}},
        {"intent": "spend", "period": {"start": "2026-03-01", "end": "2026-02-01"}},
        {"intent": "spend", "period": {"start": "2026-04-01", "end": "2026-05-01"}},
        {"intent": "spend", "period": {"start": "2026-03-01", "end": "2026-04-01"}},
        {"intent": "spend", "period": {"start": "someday", "end": "never"}},
        {"intent": "forecast", "period": FEBRUARY},
        {"intent": "compare", "period": FEBRUARY},
        {"intent": "compare", "period": FEBRUARY, "comparePeriod": FEBRUARY},
        {"intent": "spend", "metric": "UsageQuantity"},
        {"intent": "breakdown", "limit": 0},
    ],
)
def test_a_plan_that_breaks_a_rule_is_refused(proposal: dict[str, Any]) -> None:
    assert checked_plan(proposal, TODAY, CATALOG) is None


def test_a_comparison_under_way_is_cut_to_whole_days() -> None:
    proposal = {"intent": "compare", "period": FEBRUARY, "comparePeriod": THIS_MONTH}

    plan = checked_plan(proposal, TODAY, CATALOG)

    assert plan is not None
    assert plan.period is not None
    assert plan.compare_period is not None
    assert (plan.period.start, plan.period.end) == (date(2026, 3, 1), date(2026, 3, 10))
    assert (plan.compare_period.start, plan.compare_period.end) == (date(2026, 2, 1), date(2026, 2, 10))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["intent", "period", "comparePeriod", "filters", "exclude", "groupBy", "limit", "chargeTypes"]
PERIOD = st.fixed_dictionaries({"start": st.dates().map(str), "end": st.dates().map(str)})


@given(
    st.fixed_dictionaries(
        {"intent": st.sampled_from(["spend", "compare", "trend", "explain", "assessment", "adoption"])},
        optional={"period": PERIOD, "comparePeriod": PERIOD, "limit": JSON, "filters": JSON, "groupBy": JSON},
    )
)
def test_no_plan_ends_after_today_or_is_inverted(proposal: dict[str, Any]) -> None:
    plan = checked_plan(proposal, TODAY, CATALOG)

    for period in (plan.period, plan.compare_period) if plan else ():
        assert period is None or (period.start < period.end <= TODAY + timedelta(days=1))


@given(st.dictionaries(st.sampled_from(NAMES), JSON) | JSON)
def test_r27_any_json_gives_a_valid_plan_or_none(proposal: Any) -> None:
    answer = json.dumps(proposal)

    plan = propose_plan("?", TODAY, CATALOG, Saying(answer))

    assert plan is None or set(plan.filters) <= {"SERVICE", "REGION", "LINKED_ACCOUNT", "TAG:team"}


@given(st.text(max_size=100))
def test_r27_any_text_gives_a_valid_plan_or_none(answer: str) -> None:
    assert propose_plan("?", TODAY, CATALOG, Saying(answer)) is None


class Saying:
    """A model that says one thing."""

    def __init__(self, words: str) -> None:
        self.words = words

    def complete(self, instruction: str, data: str) -> str | None:
        return self.words

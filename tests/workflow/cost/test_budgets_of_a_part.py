"""A question for the budget of a part of the bill gets that budget, or hears that there is none."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from interpreter.interpret import interpret
from local.cost_apis.context import Options
from local.demo import demo_organisation
from protocol.query_plan import QueryPlan
from protocol.result import Result
from support.answers import composed
from support.asked_bill import AskedBill, asked_bill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def advised() -> Iterator[AskedBill]:
    """The demo organisation with its budgets."""
    organisation = demo_organisation(TODAY)
    with asked_bill(str(organisation.bill_path), TODAY, Options(advice=organisation.advice)) as bill:
        yield bill


def answer(bill: AskedBill, **asked: Any) -> Result:
    plan = QueryPlan.model_validate({"intent": "budget", **asked})
    result = composed(plan, cost=bill.findings(plan))
    assert_figures_founded(result)
    return result


def shown(result: Result) -> list[str]:
    assert result.cost_analysis is not None
    return sorted(budget.name for budget in result.cost_analysis.budgets or [])


@pytest.mark.parametrize(
    ("filters", "budget"),
    [
        ({"TAG:team": ["data"]}, "data-team-monthly"),
        ({"LINKED_ACCOUNT": ["777788889999"]}, "sandbox-monthly"),
    ],
)
def test_the_budget_of_what_was_asked_comes_alone(
    advised: AskedBill, filters: dict[str, list[str]], budget: str
) -> None:
    result = answer(advised, filters=filters)

    assert result.response.startswith(f"Budget “{budget}” is ")
    assert shown(result) == [budget]
    assert result.interpretation.filters == filters
    assert "Budgets of other parts of the bill, or of all of it, are left out." in result.response


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"filters": {"SERVICE": ["AWS Lambda"]}}, "No budget is set for AWS Lambda alone"),
        (
            {"exclude": {"SERVICE": ["AWS Lambda"]}},
            "No budget is set for everything without service AWS Lambda",
        ),
        ({"charge_types": {"include": ["Tax"]}}, "No budget is set for Tax charges alone"),
    ],
)
def test_where_none_is_of_what_was_asked_it_says_so_and_claims_no_filter(
    advised: AskedBill, asked: dict[str, Any], said: str
) -> None:
    result = answer(advised, **asked)

    assert result.response.startswith(f"**{said}**; all budgets: Budget “sandbox-monthly” is **exceeded**")
    assert shown(result) == ["data-team-monthly", "organisation-monthly", "sandbox-monthly"]
    assert "Understood as budget; everything on the bill" in result.response
    reading = result.interpretation
    assert (reading.filters, reading.exclude, reading.charge_types.include) == ({}, {}, [])


def test_a_question_for_no_part_gets_all_budgets_and_no_remark(advised: AskedBill) -> None:
    result = answer(advised)

    assert len(shown(result)) == 3
    assert "No budget" not in result.response
    assert "left out" not in result.response


def figures(result: Result) -> list[tuple[str, str]]:
    assert result.cost_analysis is not None
    return [(figure.id, f"{figure.value:.2f}") for figure in result.cost_analysis.figures]


@pytest.mark.parametrize(
    ("question", "budget", "first", "said"),
    [
        ("how far over budget is sandbox", "sandbox-monthly", "over", "**$23.64** over; "),
        (
            "monthly budget of data team exceeded by how much",
            "data-team-monthly",
            "left",
            "**$6,209.24** left; **$13,162.60** forecast, $3,162.60 beyond the limit.",
        ),
        ("how much budget is left for the data team", "data-team-monthly", "left", "**$6,209.24** left; "),
        ("what's left of the data team budget", "data-team-monthly", "left", "**$6,209.24** left; "),
        (
            "how much budget remains for the organisation this month?",
            "organisation-monthly",
            "left",
            "**$66,934.95** left; ",
        ),
    ],
)
def test_what_is_left_or_over_now_comes_first_and_the_forecast_apart(
    advised: AskedBill, question: str, budget: str, first: str, said: str
) -> None:
    plan = interpret(question, TODAY, advised.catalog)
    result = composed(plan, cost=advised.findings(plan))
    assert_figures_founded(result)

    assert shown(result) == [budget]
    assert result.response.startswith(f"Budget “{budget}” is ")
    assert said in result.response.splitlines()[0]
    assert result.cost_analysis is not None
    (found,) = result.cost_analysis.budgets or []
    assert figures(result)[0] == (f"{first}:{budget}", f"{abs(found.limit - found.actual):.2f}")


def test_spend_against_a_budget_is_the_bills(advised: AskedBill) -> None:
    plan = interpret("how far over budget is sandbox", TODAY, advised.catalog)
    spent = advised.key.total(
        date(2026, 3, 1), date(2026, 3, 11), {"filters": {"LINKED_ACCOUNT": ["777788889999"]}}
    )

    assert figures(composed(plan, cost=advised.findings(plan)))[0] == (
        "over:sandbox-monthly",
        f"{spent - 100:.2f}",
    )


def test_of_all_budgets_how_many_are_in_danger_comes_first(advised: AskedBill) -> None:
    assert figures(answer(advised))[0] == ("budgets_in_danger", "2.00")

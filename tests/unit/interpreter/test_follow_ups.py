"""A question leans on the one before it: what it leaves out is taken over, and said."""

from datetime import date

import pytest

from interpreter.interpret import interpret
from interpreter.previous import Previous
from protocol.query_plan import QueryPlan
from support.catalogs import COST_EXPLORER

TODAY = date(2026, 3, 10)
S3, RDS, LAMBDA = "Amazon Simple Storage Service", "Amazon Relational Database Service", "AWS Lambda"


def ask(question: str, *before: str, groups: list[list[str]] | None = None) -> QueryPlan:
    """The plan of a question asked after others; `groups` are the rows of the answer right before it."""
    previous: Previous | None = None
    for earlier in before:
        plan = interpret(earlier, TODAY, COST_EXPLORER, previous)
        previous = Previous(question=earlier, plan=plan, groups=groups or [])
    return interpret(question, TODAY, COST_EXPLORER, previous)


def days(plan: QueryPlan) -> tuple[date, date]:
    assert plan.period is not None
    return plan.period.start, plan.period.end


def test_another_month_keeps_the_filter_and_says_so() -> None:
    plan = ask("and in June?", "What was my S3 spend in May?")

    assert (plan.intent, plan.filters) == ("spend", {"SERVICE": [S3]})
    assert days(plan) == (date(2025, 6, 1), date(2025, 7, 1))
    assert S3 in plan.assumptions[0]


@pytest.mark.parametrize(
    "question", ["what about RDS?", "and for RDS?", "RDS", "same for RDS", "how about rds"]
)
def test_another_service_takes_the_place_of_the_one_before(question: str) -> None:
    plan = ask(question, "S3 cost in February by region")

    assert (plan.intent, plan.filters, plan.group_by) == ("breakdown", {"SERVICE": [RDS]}, ["REGION"])
    assert days(plan) == (date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize("question", ["break that down by region", "by region", "split it by region"])
def test_a_group_is_added(question: str) -> None:
    plan = ask(question, "S3 cost in February")

    assert (plan.intent, plan.filters, plan.group_by) == ("breakdown", {"SERVICE": [S3]}, ["REGION"])


def test_a_row_of_the_answer_becomes_a_filter() -> None:
    plan = ask("what about the second one?", "Top 5 services last month", groups=[[S3], [LAMBDA], ["Other"]])

    assert (plan.intent, plan.filters, plan.group_by, plan.limit) == (
        "spend",
        {"SERVICE": [LAMBDA]},
        [],
        None,
    )


def test_a_row_can_be_broken_down() -> None:
    plan = ask("break the first one down by region", "Top 5 services last month", groups=[[S3], [LAMBDA]])

    assert (plan.intent, plan.filters, plan.group_by) == ("breakdown", {"SERVICE": [S3]}, ["REGION"])


def test_a_row_the_answer_does_not_have_is_asked_back() -> None:
    plan = ask("the fourth one", "Top 5 services last month", groups=[[S3], [LAMBDA], ["Other"]])

    assert plan.clarification is not None
    assert "2 rows" in plan.clarification.message


def test_why_explains_the_period_before_against_the_one_before_that() -> None:
    plan = ask("why?", "S3 cost in February")

    assert (plan.intent, plan.filters) == ("explain", {"SERVICE": [S3]})
    assert days(plan) == (date(2026, 2, 1), date(2026, 3, 1))
    assert plan.compare_period is not None
    assert plan.compare_period.start == date(2026, 1, 1)


def test_why_after_a_comparison_keeps_both_periods() -> None:
    plan = ask("why?", "Compare January 2026 and March 2025")

    assert days(plan) == (date(2026, 1, 1), date(2026, 2, 1))
    assert plan.compare_period is not None
    assert plan.compare_period.start == date(2025, 3, 1)


def test_the_month_before_an_explained_month() -> None:
    plan = ask("and the month before?", "Why did my bill go up last month?")

    assert plan.intent == "explain"
    assert days(plan) == (date(2026, 1, 1), date(2026, 2, 1))


def test_the_same_for_last_year_is_the_same_month() -> None:
    assert days(ask("same for last year", "S3 cost in February")) == (date(2025, 2, 1), date(2025, 3, 1))


def test_a_filter_and_charge_types_are_added() -> None:
    plan = ask("without credits?", "S3 cost in February", "only prod")

    assert plan.filters == {"TAG:Environment": ["prod"], "SERVICE": [S3]}
    assert plan.charge_types.exclude == ["Credit"]


def test_per_day_becomes_a_daily_trend() -> None:
    plan = ask("per day", "S3 cost in February")

    assert (plan.intent, plan.granularity, plan.filters) == ("trend", "DAILY", {"SERVICE": [S3]})


def test_compared_with_another_month() -> None:
    plan = ask("compare it to January", "S3 cost in February")

    assert (plan.intent, plan.filters) == ("compare", {"SERVICE": [S3]})
    assert plan.compare_period is not None
    assert plan.compare_period.start == date(2026, 1, 1)


def test_a_whole_question_takes_over_nothing() -> None:
    plan = ask("What was our Lambda spend in January?", "S3 cost in eu-west-1 in February by account")

    assert (plan.filters, plan.group_by) == ({"SERVICE": [LAMBDA]}, [])


@pytest.mark.parametrize(
    "question", ["and in June?", "why?", "what about Lambda?", "the second one", "same for May"]
)
def test_a_follow_up_of_nothing_is_asked_back(question: str) -> None:
    plan = ask(question)

    assert plan.clarification is not None
    assert "question before" in plan.clarification.message


def test_a_future_month_is_asked_back_in_a_conversation_too() -> None:
    assert ask("and next month?", "S3 cost in February").intent == "clarify"


def test_what_a_share_is_of_is_taken_over() -> None:
    plan = ask("and in January?", "What share of RDS was in Ireland in February?")

    assert (plan.share_of_whole, plan.share_of) == (True, ["SERVICE"])


def test_an_account_named_after_payments_makes_no_new_question() -> None:
    plan = ask("only payments-prod", "EC2 cost in February")

    assert set(plan.filters) == {"SERVICE", "LINKED_ACCOUNT"}
    assert days(plan) == (date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    "question", ["remove the region filter", "drop that region filter", "clear the filters"]
)
def test_a_filter_is_lifted(question: str) -> None:
    plan = ask(question, "spend in eu-west-1 in February")

    assert (plan.intent, plan.filters) == ("spend", {})
    assert days(plan) == (date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize("question", ["compare them", "compare the two", "what's the difference?"])
def test_two_that_only_several_questions_named_are_asked_back(question: str) -> None:
    plan = ask(question, "What did RDS cost in February?", "and in January?")

    assert plan.clarification is not None
    assert "Which two" in plan.clarification.message


def test_commitments_keep_their_kind_and_measure() -> None:
    utilization = ask("and utilization?", "savings plan coverage in February")
    january = ask("in January?", "savings plan coverage in February")

    assert (utilization.commitment_focus, utilization.commitment_measure) == ("savings_plans", "utilization")
    assert (january.commitment_focus, january.commitment_measure) == ("savings_plans", "coverage")
    assert days(january) == (date(2026, 1, 1), date(2026, 2, 1))


def test_commitments_by_account_are_asked_back_not_answered_with_spend() -> None:
    assert ask("by account", "reservation utilization in February").intent == "clarify"


def test_what_was_spent_is_no_forecast_of_a_period_that_is_over() -> None:
    plan = ask("and what did we spend last month?", "What will we spend next month?")

    assert plan.intent == "spend"
    assert days(plan) == (date(2026, 2, 1), date(2026, 3, 1))


def test_the_month_after_follows_the_one_before() -> None:
    plan = ask("and the month after?", "What will we spend next month?")

    assert plan.intent == "forecast"
    assert days(plan) == (date(2026, 5, 1), date(2026, 6, 1))


def test_a_share_in_it_is_of_what_was_asked_before() -> None:
    plan = ask("what is the share of S3 in it?", "spend in payments-prod in February")

    assert (plan.measure, plan.share_of) == ("share", ["LINKED_ACCOUNT"])
    assert set(plan.filters) == {"SERVICE", "LINKED_ACCOUNT"}


def test_a_share_of_everything_is_not_grouped_as_the_question_before_was() -> None:
    plan = ask("as a share of everything", "Cost by account in February", "only in us-east-1")

    assert (plan.measure, plan.share_of_whole, plan.group_by) == ("share", True, [])


def test_the_dearest_day_of_what_was_asked_before() -> None:
    plan = ask("what was the dearest day?", "Daily spend last week", "and EC2 only?")

    assert (plan.measure, set(plan.filters)) == ("dearest_day", {"SERVICE"})
    assert days(plan) == (date(2026, 3, 2), date(2026, 3, 9))


@pytest.mark.parametrize("question", ["make it 10", "show me 10", "top 10"])
def test_more_rows_of_the_same(question: str) -> None:
    plan = ask(question, "Top 5 services in February")

    assert (plan.intent, plan.group_by, plan.limit) == ("breakdown", ["SERVICE"], 10)


def test_how_to_reduce_it_asks_for_savings() -> None:
    assert ask("how can I reduce that?", "Why did our bill go up in February?").intent == "savings"


@pytest.mark.parametrize(
    "before", ["How can I reduce my AWS bill?", "S3 cost in February", "Am I over budget?"]
)
def test_a_whole_question_is_not_said_to_be_read_together_with_the_one_before(before: str) -> None:
    asked = "Top 5 services this month"

    assert ask(asked, before) == ask(asked)


def test_what_is_taken_over_is_said_even_where_it_would_have_been_assumed() -> None:
    plan = ask("by region", "Top 5 services this month")

    assert plan.assumptions[0].startswith("Read together with the question before it.")


def test_a_month_to_compare_with_is_the_latest_that_has_begun() -> None:
    plan = ask("compare with December", "S3 in February")

    assert plan.compare_period is not None
    assert (days(plan)[0], plan.compare_period.start) == (date(2026, 2, 1), date(2025, 12, 1))


def test_another_service_to_compare_with_is_set_beside_the_one_before() -> None:
    plan = ask("how does that compare with RDS?", "S3 in February")

    assert (plan.intent, plan.filters, plan.group_by) == ("breakdown", {"SERVICE": [S3, RDS]}, ["SERVICE"])
    assert days(plan) == (date(2026, 2, 1), date(2026, 3, 1))
    assert ask("compare with RDS in January", "S3 in February").intent == "clarify"


def test_savings_there_are_those_of_what_was_asked_before() -> None:
    plan = ask("ok and what can we save there?", "S3 in February")

    assert (plan.intent, plan.filters) == ("savings", {"SERVICE": [S3]})
    assert f"Kept service: {S3}." in plan.assumptions


def test_the_same_for_the_whole_of_a_year_is_the_year() -> None:
    assert days(ask("same for the whole of last year", "S3 in February")) == (
        date(2025, 1, 1),
        date(2026, 1, 1),
    )

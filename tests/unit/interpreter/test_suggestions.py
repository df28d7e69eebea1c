"""What a question asked back suggests: what is really near, else questions that can be asked."""

from datetime import date

import pytest

from interpreter.interpret import interpret
from interpreter.wording.refusals import WHAT_CAN_BE_ASKED
from protocol.query_plan import Clarification
from support.catalogs import COST_EXPLORER

TODAY = date(2026, 3, 10)


def asked_back(question: str) -> Clarification:
    plan = interpret(question, TODAY, COST_EXPLORER)
    assert plan.clarification is not None, plan
    return plan.clarification


@pytest.mark.parametrize("question", ["tell me a joke", "on demand vs spot vs savings plans", "blorb spend"])
def test_where_nothing_is_near_questions_are_suggested(question: str) -> None:
    said = asked_back(question)

    assert "Nearest" not in said.message
    assert said.suggestions == list(WHAT_CAN_BE_ASKED)


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("spend on chckout2", "checkout (tag team)"),
        ("spend on lambda-edge", "AWS Lambda"),
    ],
)
def test_what_is_near_is_suggested_first(question: str, nearest: str) -> None:
    said = asked_back(question)

    assert f"Nearest: {nearest}" in said.message
    assert said.suggestions[0] == f"Spend on {nearest} last month"


def test_a_service_the_bill_lacks_suggests_no_list_of_others() -> None:
    said = asked_back("Amazon Timestream last month")

    assert "no charges for it" in said.message
    assert said.suggestions == ["Top 10 services last month"]


@pytest.mark.parametrize(
    "question", ["help", "Hello!", "what can you do?", "Hi there, what can I ask?", "How does this work?"]
)
def test_a_greeting_or_a_call_for_help_is_told_what_can_be_asked(question: str) -> None:
    said = asked_back(question)

    assert said.message.startswith("Ask what AWS costs: ")
    assert all(interpret(one, TODAY, COST_EXPLORER).clarification is None for one in said.suggestions)
    assert len(said.suggestions) >= 6


@pytest.mark.parametrize(
    "question", ["help me reduce costs", "Hello, S3 cost in February", "help, spend by team"]
)
def test_a_question_with_a_greeting_is_answered(question: str) -> None:
    assert interpret(question, TODAY, COST_EXPLORER).clarification is None

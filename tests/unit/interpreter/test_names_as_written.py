"""Names that only their spelling tells from everyday words."""

from datetime import date

import pytest

from billing.catalog import Account
from interpreter.interpret import interpret
from support.catalogs import COST_EXPLORER

TODAY = date(2026, 3, 10)
BILL = COST_EXPLORER.model_copy(
    update={
        "accounts": [Account(id="310000000004", name="IT"), Account(id="310000000005", name="Sales")],
        "tags": {"Application": ["daily-report", "top-seller", "last-mile"]},
    }
)
IT = {"LINKED_ACCOUNT": ["310000000004"]}


@pytest.mark.parametrize(
    "question",
    ["how much did IT spend in February", "IT spend last month", "February cost of the IT account"],
)
def test_a_name_in_capitals_is_the_account(question: str) -> None:
    assert interpret(question, TODAY, BILL).filters == IT


@pytest.mark.parametrize("question", ["what did it cost in February", "WHAT DID IT COST IN FEBRUARY?"])
def test_a_pronoun_is_no_account(question: str) -> None:
    assert interpret(question, TODAY, BILL).filters == {}


def test_a_name_in_capitals_is_left_out() -> None:
    assert interpret("last month without IT", TODAY, BILL).exclude == IT


@pytest.mark.parametrize("name", ["daily-report", "top-seller", "last-mile"])
@pytest.mark.parametrize(
    "question", ["the {} application spend last month", "What did Application={} cost last month?"]
)
def test_a_question_word_within_a_name_says_nothing_of_the_answer(name: str, question: str) -> None:
    plan = interpret(question.format(name), TODAY, BILL)

    assert (plan.intent, plan.filters) == ("spend", {"TAG:Application": [name]})
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2026, 2, 1), date(2026, 3, 1))
    assert plan.limit is None

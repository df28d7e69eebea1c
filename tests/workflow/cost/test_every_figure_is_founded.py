"""Every question of the tests, asked of a bill from its words to the answer: each figure can be checked.

A figure in `response` must be one of the structured figures, or a sum, difference or share of them.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from advisor.advise import advise
from billing.answer_cache import AnswerCache
from billing.metered_apis import MeteredCostApis
from cost.analyse import analyse
from interpreter.interpret import interpret
from local.cost_apis.context import Options
from local.demo import demo_organisation
from protocol.result import Result
from protocol.step import InterpretationOutput, JobInput, Owner
from support.asked_bill import AskedBill, asked_bill
from support.memory_cache import MemoryCacheStore
from support.shop_bill import shop_bill
from synthesis.compose import compose
from synthesis.figures import stated_figures, unfounded_figures

DATA = Path(__file__).parents[2] / "data"
FILES = ("questions.jsonl", "phrasings.jsonl", "more_questions.jsonl")
DEMO_TODAY = date(2026, 3, 10)


def asked_of() -> dict[tuple[str, str], list[str]]:
    """The questions by bill and day; those of no bill, or of a catalog alone, are asked of the demo's."""
    questions: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for file in FILES:
        for text in (DATA / file).read_text().splitlines():
            line = json.loads(text)
            bill = "shop" if line.get("bill") == "shop" else "demo"
            today = line["today"] if line.get("bill", "demo") in ("demo", "shop") else str(DEMO_TODAY)
            questions[bill, today][line["question"]] = None
    return {place: list(found) for place, found in questions.items()}


QUESTIONS = asked_of()


@dataclass
class Answered:
    """The questions of a day: how many have figures, and which figures of which are not founded."""

    with_figures: int = 0
    unfounded: dict[str, list[str]] = field(default_factory=dict)


def test_the_questions_are_all_of_the_sets() -> None:
    lines = [line for file in FILES for line in (DATA / file).read_text().splitlines()]
    listed = {question for questions in QUESTIONS.values() for question in questions}
    assert listed == {json.loads(line)["question"] for line in lines}
    assert sum(map(len, QUESTIONS.values())) > 1500


@pytest.mark.parametrize(("bill", "today"), list(QUESTIONS))
def test_every_figure_is_founded(bill: str, today: str) -> None:
    answered = Answered()
    for result in results(bill, date.fromisoformat(today), QUESTIONS[bill, today]):
        answered.with_figures += bool(stated_figures(result.response, "USD"))
        if unfounded := unfounded_figures(result.response, result):
            answered.unfounded[result.query] = unfounded
    assert answered.unfounded == {}
    if len(QUESTIONS[bill, today]) > 100:
        assert answered.with_figures > len(QUESTIONS[bill, today]) / 2


def test_a_figure_that_is_changed_is_not_founded() -> None:
    changed = found = 0
    for result in results("demo", DEMO_TODAY, QUESTIONS["demo", str(DEMO_TODAY)][:60]):
        for stated in stated_figures(result.response, "USD")[:3]:
            wrong = f"{'' if stated.is_percentage else '$'}{stated.size * 3 + 7}"
            words = wrong + ("%" if stated.is_percentage else "")
            changed += 1
            found += unfounded_figures(words, result) == [words]
    assert changed > 100
    assert found / changed > 0.95


def results(bill: str, today: date, questions: list[str]) -> Iterator[Result]:
    """The answers to the questions, asked as of a day; what two of them ask alike is asked once."""
    organisation = demo_organisation(DEMO_TODAY)
    path = str(organisation.bill_path) if bill == "demo" else shop_bill()
    options = Options(advice=organisation.advice) if bill == "demo" else None
    store = MemoryCacheStore()
    with asked_bill(path, today, options) as asked:
        for question in questions:
            yield answer(asked, question, store)


def answer(bill: AskedBill, question: str, store: MemoryCacheStore) -> Result:
    plan = interpret(question, bill.today, bill.catalog, None)
    apis = MeteredCostApis(today=bill.today, cache=AnswerCache(store))
    cost = analyse(plan, bill.today, bill.catalog, apis) if plan.needs.cost else None
    free = MeteredCostApis(today=bill.today, cache=AnswerCache(store), request_cap=0)
    advice = advise(plan, bill.today, free) if plan.needs.advisor else None
    job = JobInput(job_id="job", owner=Owner(tenant="t", user_id="u"), query=question, today=bill.today)
    read = InterpretationOutput(plan=plan, needs=plan.needs, account_names=bill.catalog.account_names())
    return compose(job, read, cost, advice)

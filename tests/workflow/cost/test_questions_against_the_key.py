"""Questions in words, read by the interpreter and answered from the bill, against the answer key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from interpreter.interpret import interpret
from protocol.step import CostFindings
from support.asked_bill import AskedBill

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Words:
    """A phrase, and what it means."""

    text: str
    meaning: dict[str, Any] = field(default_factory=dict)


SPANS = {
    "in February": (date(2026, 2, 1), date(2026, 3, 1)),
    "in December 2025": (date(2025, 12, 1), date(2026, 1, 1)),
    "last month": (date(2026, 2, 1), date(2026, 3, 1)),
    "this month": (date(2026, 3, 1), date(2026, 3, 11)),
    "in Q4 2025": (date(2025, 10, 1), date(2026, 1, 1)),
    "year to date": (date(2026, 1, 1), date(2026, 3, 11)),
    "in the last 7 days": (date(2026, 3, 3), date(2026, 3, 10)),
    "yesterday": (date(2026, 3, 9), date(2026, 3, 10)),
    "since 15 November 2025": (date(2025, 11, 15), date(2026, 3, 11)),
    "from 3 to 17 January 2026": (date(2026, 1, 3), date(2026, 1, 18)),
    "last week": (date(2026, 3, 2), date(2026, 3, 9)),
    "last year": (date(2025, 1, 1), date(2026, 1, 1)),
}
EC2 = ["Amazon Elastic Compute Cloud - Compute", "EC2 - Other"]
SUBJECTS = [
    Words("AWS"),
    Words("S3", {"filters": {"SERVICE": ["Amazon Simple Storage Service"]}}),
    Words("EC2", {"filters": {"SERVICE": EC2}}),
    Words("Lambda and DynamoDB", {"filters": {"SERVICE": ["AWS Lambda", "Amazon DynamoDB"]}}),
    Words("CloudFront", {"filters": {"SERVICE": ["Amazon CloudFront"]}}),
]
PLACES = [
    Words(""),
    Words(" in eu-west-1", {"filters": {"REGION": ["eu-west-1"]}}),
    Words(" excluding us-east-1", {"exclude": {"REGION": ["us-east-1"]}}),
]
GROUPINGS = {"service": "SERVICE", "region": "REGION", "account": "LINKED_ACCOUNT", "team": "TAG:team"}
CHARGE_TYPES = {"tax": "Tax", "credits": "Credit"}


def merged(*meanings: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"filters": {}, "exclude": {}}
    for meaning in meanings:
        for name, values in meaning.items():
            found[name].update(values)
    return found


def spend_questions() -> Iterator[Any]:
    for span, subject, place in product(SPANS, SUBJECTS, PLACES):
        text = f"What did we spend on {subject.text}{place.text} {span}?"
        yield pytest.param(text, span, merged(subject.meaning, place.meaning), id=text)


def ask(bill: AskedBill, question: str) -> CostFindings:
    plan = interpret(question, TODAY, bill.catalog, None)
    assert plan.clarification is None, plan.clarification
    return bill.findings(plan)


def total(findings: CostFindings) -> Decimal:
    assert findings.analysis.total is not None
    return findings.analysis.total.amount


@pytest.mark.parametrize(("question", "span", "meaning"), list(spend_questions()))
def test_r20_spend_in_words_equals_the_key(
    demo: AskedBill, question: str, span: str, meaning: dict[str, Any]
) -> None:
    assert total(ask(demo, question)) == demo.key.total(*SPANS[span], meaning)


@pytest.mark.parametrize(("span", "word"), list(product(SPANS, GROUPINGS)))
def test_r20_breakdowns_in_words_equal_the_key(demo: AskedBill, span: str, word: str) -> None:
    findings = ask(demo, f"Cost by {word} {span}")
    expected = demo.key.groups(*SPANS[span], {}, [GROUPINGS[word]])
    assert {tuple(group.keys): group.amount for group in findings.analysis.groups or []} == expected


@pytest.mark.parametrize(("span", "word"), list(product(SPANS, CHARGE_TYPES)))
def test_r20_charge_types_in_words_equal_the_key(demo: AskedBill, span: str, word: str) -> None:
    findings = ask(demo, f"How much {word} did we get charged {span}?")
    asked = {"charge_types": {"include": [CHARGE_TYPES[word]]}}
    assert total(findings) == demo.key.total(*SPANS[span], asked)


@pytest.mark.parametrize("span", ["in February", "in December 2025", "in Q4 2025", "last week"])
def test_r20_daily_averages_in_words_equal_the_key(demo: AskedBill, span: str) -> None:
    findings = ask(demo, f"Average daily spend {span}")
    start, end = SPANS[span]
    expected = demo.key.total(start, end, {}) / (end - start).days
    assert findings.analysis.figures[0].value == expected.quantize(Decimal("1e-10"))

"""Every question of the shared set is understood as it says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from interpreter.interpret import interpret
from support.catalogs import COST_EXPLORER

DATA = Path(__file__).parents[2] / "data"
QUESTIONS = [json.loads(line) for line in (DATA / "questions.jsonl").read_text().splitlines()]


def assert_holds(expected: Any, actual: Any, where: str) -> None:
    """Every field named in `expected` is so in `actual`; absent ones are free."""
    if isinstance(expected, dict) and where not in ("filters", "exclude"):
        for key, value in expected.items():
            assert_holds(value, actual[key], key)
    else:
        assert actual == expected, f"{where}: {actual!r}"


@pytest.mark.parametrize("line", QUESTIONS, ids=[line["question"] for line in QUESTIONS])
def test_question_is_understood_as_expected(line: dict[str, Any]) -> None:
    plan = interpret(line["question"], date.fromisoformat(line["today"]), COST_EXPLORER)

    assert_holds(line["expect"], plan.model_dump(mode="json", by_alias=True), "plan")
    assert (plan.clarification is not None) == (plan.intent == "clarify")

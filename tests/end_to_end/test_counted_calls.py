"""The counts that docs/costs.md rests on are those of the application as it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.deployment.question_cost import COUNTS
from support.counted_questions import count_questions


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("counted")
    return count_questions(folder)


@pytest.mark.parametrize("kind", json.loads(COUNTS.read_text()))
def test_counts_are_up_to_date(counted: dict[str, Any], kind: str) -> None:
    """To the call; DynamoDB's units to a tenth, since items grow by the length of what they hold."""
    kept = json.loads(COUNTS.read_text())[kind]
    for name, value in counted[kind].items():
        expected = pytest.approx(kept[name], rel=0.1) if name.endswith("units") else kept[name]
        assert value == expected, f"{name}: run `python -m tests.benchmark.calls_per_question`"

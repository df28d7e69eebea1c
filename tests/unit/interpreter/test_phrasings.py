"""Other wordings, other days, other bills: each is understood as its line says, or asked back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from interpreter.interpret import interpret
from support import catalogs

DATA = Path(__file__).parents[2] / "data"
PHRASINGS = [json.loads(line) for line in (DATA / "phrasings.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(
    "line", PHRASINGS, ids=[f"{line['question']} ({line['today']})" for line in PHRASINGS]
)
def test_phrasing_is_understood(line: dict[str, Any]) -> None:
    catalog = getattr(catalogs, line.get("bill", "COST_EXPLORER"))

    plan = interpret(line["question"], date.fromisoformat(line["today"]), catalog)

    said = plan.model_dump(mode="json", by_alias=True)
    for field, value in line["expect"].items():
        shown = said[field]
        if isinstance(value, dict) and field not in ("filters", "exclude"):
            shown = {key: shown[key] for key in value}
        assert shown == value, field
    for field in ("filters", "exclude", "groupBy"):
        assert bool(said[field]) == (field in line["expect"]), (
            f"{field} that was not asked for: {said[field]}"
        )

"""Whatever the steps find, under every intent: each figure is founded, and nothing foreign is active."""

import re
from datetime import date
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocol.query_plan import Intent
from protocol.result import Result
from protocol.step import JobInput, Owner
from support.figures import assert_figures_founded
from support.findings import HOSTILE, advice_findings, cost_findings, interpretations
from synthesis.compose import compose

INTENTS: tuple[Intent, ...] = get_args(Intent)


def job(query: str = "What did we spend?") -> JobInput:
    return JobInput(job_id="job", owner=Owner(tenant="t", user_id="u"), query=query, today=date(2026, 3, 10))


@st.composite
def results(draw: st.DrawFn, intent: Intent) -> Result:
    interpretation = draw(interpretations(intent))
    cost = draw(st.none() | cost_findings(len(interpretation.plan.group_by)))
    advice = draw(st.none() | advice_findings())
    return compose(job(draw(st.sampled_from(HOSTILE))), interpretation, cost, advice)


@pytest.mark.parametrize("intent", INTENTS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_r27_every_figure_is_founded_and_nothing_foreign_is_active(
    intent: Intent, data: st.DataObject
) -> None:
    result = data.draw(results(intent))

    assert result.response.strip()
    assert_figures_founded(result)
    assert not re.search(r"(?<!\\)<\w", result.response)
    assert not re.search(r"(?<!\\)\]\(", result.response)
    assert not re.search(r"(?<!\\)://", result.response)
    assert not re.search(r"[\u202a-\u202e\u0000]", result.response)
    assert_tables_keep_their_columns(result.response)
    assert Result.model_validate_json(result.model_dump_json(by_alias=True)) == result


def assert_tables_keep_their_columns(response: str) -> None:
    """A name with a pipe or a line break adds no cell and no row."""
    for block in response.split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("| ")]
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
        assert len(widths) <= 1, block
        assert not rows or len(rows) == len(block.splitlines()), block

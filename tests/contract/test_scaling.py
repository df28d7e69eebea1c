"""docs/scaling.md shows what the simulation gives, and the simulation refuses what a bucket cannot hold."""

import pytest

from local.deployment.scaling import Quota, arrivals, refused_share, simulate, table
from support.project import ROOT


def test_the_table_is_up_to_date() -> None:
    shown = (ROOT / "docs" / "scaling.md").read_text()
    assert table(simulate()) in shown, "put in what `python -m local.deployment.scaling` prints"


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

"""Cost anomalies and their monitors as boto3 asks for them."""

import pytest

from support.demo_bill import demo
from support.served_advice import PAYER, Serve, refusal


def test_anomalies_end_date_is_included(serving: Serve) -> None:
    explorer = serving()("ce")
    start = demo().advice.anomalies[0].start.isoformat()

    on_the_day = explorer.get_anomalies(DateInterval={"StartDate": "2026-01-01", "EndDate": start})
    before = explorer.get_anomalies(DateInterval={"StartDate": "2025-12-20", "EndDate": "2026-02-01"})

    assert len(on_the_day["Anomalies"]) == 1
    assert before["Anomalies"] == []


def test_an_anomaly_names_its_root_cause_and_its_impact(serving: Serve) -> None:
    explorer = serving()("ce")
    monitor = explorer.get_anomaly_monitors()["AnomalyMonitors"][0]["MonitorArn"]

    (anomaly,) = explorer.get_anomalies(
        MonitorArn=monitor,
        DateInterval={"StartDate": "2026-02-08"},
        TotalImpact={"NumericOperator": "GREATER_THAN", "StartValue": 100},
    )["Anomalies"]

    impact = anomaly["Impact"]
    assert impact["TotalImpact"] == pytest.approx(impact["TotalActualSpend"] - impact["TotalExpectedSpend"])
    assert anomaly["RootCauses"][0]["UsageType"] == "EU-NatGateway-Bytes"
    assert anomaly["RootCauses"][0]["LinkedAccountName"] == "data-platform"


@pytest.mark.parametrize(
    "interval", [{"StartDate": "2026-03-01", "EndDate": "2026-02-01"}, {"StartDate": "March"}]
)
def test_dates_that_are_none_are_refused(serving: Serve, interval: dict[str, str]) -> None:
    assert refusal(serving()("ce").get_anomalies, DateInterval=interval) == "ValidationException"


def test_an_unknown_monitor_is_refused(serving: Serve) -> None:
    arn = f"arn:aws:ce::{PAYER}:anomalymonitor/3d3c9dd0-0b2e-4d55-b5dd-3a7ac1a0c2b1"

    assert refusal(serving()("ce").get_anomaly_monitors, MonitorArnList=[arn]) == "UnknownMonitorException"

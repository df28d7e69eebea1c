"""Coverage and utilization of Savings Plans and reservations, from a bill small enough to count by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.focus import Row
from support.local_cost_apis import CostExplorer, Refused

TODAY = date(2024, 3, 12)
EC2, RDS = "Amazon Elastic Compute Cloud - Compute", "Amazon Relational Database Service"
PLAN, RESERVED = "arn:aws:savingsplans::1:savingsplan/a", "arn:aws:rds:us-east-1:1:ri:b"
FEBRUARY = {"Start": "2024-02-01", "End": "2024-03-01"}
PLAN_TERMS = {"CommitmentDiscountId": PLAN, "CommitmentDiscountType": "Savings Plan"}
RESERVATION_TERMS = {"CommitmentDiscountId": RESERVED, "CommitmentDiscountType": "Reserved"}
USED = {"CommitmentDiscountStatus": "Used", "PricingCategory": "Committed"}
UNUSED = {"CommitmentDiscountStatus": "Unused", "PricingCategory": "Committed"}


def charge(service: str, usage_type: str, region: str, *costs: str, **terms: str) -> Row:
    """A charge of February: billed, effective and list cost, then the hours."""
    billed, effective, listed, hours = costs
    return {
        "ServiceName": service,
        "x_UsageType": usage_type,
        "RegionId": region,
        "BilledCost": billed,
        "EffectiveCost": effective,
        "ListCost": listed,
        "ConsumedQuantity": hours,
        "ConsumedUnit": "Hours",
        "CommitmentDiscountId": "",
        "CommitmentDiscountType": "",
        "CommitmentDiscountStatus": "",
        "PricingCategory": "Standard",
        "ChargeCategory": "Usage",
        "ChargePeriodStart": "2024-02-01",
        "BillingCurrency": "USD",
        "SubAccountId": "1",
        **terms,
    }


COMPUTE = [
    # a plan of 100: 75 used for what would have cost 120, 25 unused, and its own fee
    charge(
        "Savings Plans", "ComputeSP", "", "100", "0", "100", "24", **PLAN_TERMS, ChargeCategory="Purchase"
    ),
    charge(EC2, "BoxUsage:m5.large", "us-east-1", "0", "75", "120", "900", **PLAN_TERMS, **USED),
    charge("Savings Plans", "ComputeSP", "", "0", "25", "0", "", **PLAN_TERMS, **UNUSED),
    # usage on demand: 80 a plan could have covered, 7 it could not
    charge(EC2, "BoxUsage:m5.large", "eu-west-1", "80", "80", "80", "100"),
    charge("Amazon Simple Storage Service", "TimedStorage", "eu-west-1", "7", "7", "7", "1"),
]
DATABASES = [
    # 30 of 40 reserved hours used, and 10 hours on demand
    charge(RDS, "InstanceUsage:db.r6g", "us-east-1", "0", "3", "6", "30", **RESERVATION_TERMS, **USED),
    charge(RDS, "InstanceUsage:db.r6g", "us-east-1", "0", "1", "0", "", **RESERVATION_TERMS, **UNUSED),
    charge(RDS, "InstanceUsage:db.r6g", "eu-west-1", "2", "2", "2", "10"),
]
ROWS = COMPUTE + DATABASES


@pytest.fixture(scope="module")
def ce(tmp_path_factory: pytest.TempPathFactory) -> CostExplorer:
    """The bill of ROWS as of TODAY."""
    return CostExplorer(tmp_path_factory.mktemp("bill"), ROWS, TODAY)


def of_service(name: str) -> dict[str, Any]:
    """A filter."""
    return {"Dimensions": {"Key": "SERVICE", "Values": [name]}}


def test_savings_plans_utilization(ce: CostExplorer) -> None:
    answer = ce.ask("GetSavingsPlansUtilization", TimePeriod=FEBRUARY, Granularity="MONTHLY")
    assert answer["Total"] == {
        "Utilization": {
            "TotalCommitment": "100",
            "UsedCommitment": "75",
            "UnusedCommitment": "25",
            "UtilizationPercentage": "75",
        },
        "Savings": {"NetSavings": "20", "OnDemandCostEquivalent": "120"},
        "AmortizedCommitment": {"TotalAmortizedCommitment": "100"},
    }
    (february,) = answer["SavingsPlansUtilizationsByTime"]
    assert february == {"TimePeriod": FEBRUARY, **answer["Total"]}


def test_days_without_use_are_there(ce: CostExplorer) -> None:
    answer = ce.ask("GetSavingsPlansUtilization", TimePeriod=FEBRUARY)
    used = [one["Utilization"]["UsedCommitment"] for one in answer["SavingsPlansUtilizationsByTime"]]
    assert used == ["75"] + ["0"] * 28


def test_savings_plans_coverage_counts_only_what_a_plan_could_cover(ce: CostExplorer) -> None:
    (one,) = ce.ask("GetSavingsPlansCoverage", TimePeriod=FEBRUARY, Granularity="MONTHLY")[
        "SavingsPlansCoverages"
    ]
    assert one["Coverage"] == {
        "SpendCoveredBySavingsPlans": "120",
        "OnDemandCost": "80",
        "TotalCost": "200",
        "CoveragePercentage": "60",
    }


def test_savings_plans_coverage_by_region(ce: CostExplorer) -> None:
    grouped = [{"Type": "DIMENSION", "Key": "REGION"}]
    coverages = ce.ask("GetSavingsPlansCoverage", TimePeriod=FEBRUARY, GroupBy=grouped)[
        "SavingsPlansCoverages"
    ]
    assert [(one["Attributes"], one["Coverage"]["CoveragePercentage"]) for one in coverages] == [
        ({"REGION": "eu-west-1"}, "0"),
        ({"REGION": "us-east-1"}, "100"),
    ]


def test_coverage_comes_in_pages(ce: CostExplorer) -> None:
    first = ce.ask("GetSavingsPlansCoverage", TimePeriod=FEBRUARY)
    assert len(first["SavingsPlansCoverages"]) == 20
    rest = ce.ask("GetSavingsPlansCoverage", TimePeriod=FEBRUARY, NextToken=first["NextToken"])
    assert len(rest["SavingsPlansCoverages"]) == 9
    assert "NextToken" not in rest


def test_reservation_utilization_of_a_service(ce: CostExplorer) -> None:
    answer = ce.ask(
        "GetReservationUtilization", TimePeriod=FEBRUARY, Granularity="MONTHLY", Filter=of_service(RDS)
    )
    assert answer["Total"] == {
        "UtilizationPercentage": "75",
        "PurchasedHours": "40",
        "TotalActualHours": "30",
        "UnusedHours": "10",
        "OnDemandCostOfRIHoursUsed": "6",
        "NetRISavings": "2",
        "TotalAmortizedFee": "4",
        "RICostForUnusedHours": "1",
        "RealizedSavings": "3",
    }


def test_reservation_utilization_by_reservation(ce: CostExplorer) -> None:
    grouped = [{"Type": "DIMENSION", "Key": "SUBSCRIPTION_ID"}]
    answer = ce.ask("GetReservationUtilization", TimePeriod=FEBRUARY, GroupBy=grouped, Filter=of_service(RDS))
    (whole,) = answer["UtilizationsByTime"]
    assert [(one["Value"], one["Utilization"]["UtilizationPercentage"]) for one in whole["Groups"]] == [
        (RESERVED, "75")
    ]


def test_reservations_are_ec2s_unless_another_service_is_named(ce: CostExplorer) -> None:
    answer = ce.ask("GetReservationUtilization", TimePeriod=FEBRUARY, Granularity="MONTHLY")
    assert answer["Total"]["PurchasedHours"] == "0"
    coverage = ce.ask("GetReservationCoverage", TimePeriod=FEBRUARY, Granularity="MONTHLY")
    assert coverage["Total"]["CoverageHours"]["OnDemandHours"] == "100"


def test_reservation_coverage(ce: CostExplorer) -> None:
    answer = ce.ask(
        "GetReservationCoverage", TimePeriod=FEBRUARY, Granularity="MONTHLY", Filter=of_service(RDS)
    )
    assert answer["Total"] == {
        "CoverageHours": {
            "OnDemandHours": "10",
            "ReservedHours": "30",
            "TotalRunningHours": "40",
            "CoverageHoursPercentage": "75",
        },
        "CoverageCost": {"OnDemandCost": "2"},
    }
    grouped = [{"Type": "DIMENSION", "Key": "REGION"}]
    by_region = ce.ask("GetReservationCoverage", TimePeriod=FEBRUARY, GroupBy=grouped, Filter=of_service(RDS))
    assert [one["Attributes"] for one in by_region["CoveragesByTime"][0]["Groups"]] == [
        {"REGION": "eu-west-1"},
        {"REGION": "us-east-1"},
    ]


OPERATIONS = (
    "GetSavingsPlansUtilization",
    "GetSavingsPlansCoverage",
    "GetReservationUtilization",
    "GetReservationCoverage",
)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"TimePeriod": {"Start": "2024-03-01", "End": "2024-03-12"}}, "before the current date"),
        ({"TimePeriod": {"Start": "2023-01-31", "End": "2023-03-01"}}, "within the last 13 months"),
        ({"Granularity": "HOURLY"}, "HOURLY is not supported"),
        ({"Filter": {"Not": of_service(RDS)}}, "Only AND is supported"),
        ({"Filter": {"Dimensions": {"Key": "USAGE_TYPE", "Values": ["x"]}}}, "USAGE_TYPE is not supported"),
    ],
)
def test_r20_what_aws_refuses_is_refused(
    ce: CostExplorer, operation: str, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        ce.ask(operation, **{"TimePeriod": FEBRUARY, **change})
    assert refused.value.code == "ValidationException"


def test_granularity_and_group_by_exclude_each_other(ce: CostExplorer) -> None:
    grouped = [{"Type": "DIMENSION", "Key": "REGION"}]
    with pytest.raises(Refused, match="cannot be set together"):
        ce.ask("GetSavingsPlansCoverage", TimePeriod=FEBRUARY, Granularity="DAILY", GroupBy=grouped)
    with pytest.raises(Refused, match="GroupBy takes one of SUBSCRIPTION_ID"):
        ce.ask("GetReservationUtilization", TimePeriod=FEBRUARY, GroupBy=grouped)


def test_an_account_without_savings_plans_has_no_utilization(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, DATABASES, TODAY)
    with pytest.raises(Refused, match="DataUnavailableException"):
        ce.ask("GetSavingsPlansUtilization", TimePeriod=FEBRUARY)
    without = [
        {name: value for name, value in row.items() if name != "CommitmentDiscountStatus"} for row in ROWS
    ]
    with pytest.raises(Refused, match=r"DataUnavailableException.*CommitmentDiscountStatus"):
        CostExplorer(tmp_path, without, TODAY).ask("GetReservationCoverage", TimePeriod=FEBRUARY)


def cur_line(kind: str, hours: str, **columns: str) -> Row:
    """A line item of a reservation in CUR 2.0."""
    return {
        "line_item_line_item_type": kind,
        "line_item_usage_amount": hours,
        "line_item_usage_start_date": "2024-02-01T00:00:00Z",
        "line_item_product_code": RDS,
        "line_item_usage_type": "InstanceUsage:db.r6g",
        "line_item_unblended_cost": "0",
        "line_item_currency_code": "USD",
        "pricing_unit": "Hrs",
        "pricing_term": "Reserved",
        "pricing_public_on_demand_cost": "0",
        "reservation_reservation_a_r_n": RESERVED,
        "reservation_effective_cost": "0",
        "reservation_unused_recurring_fee": "0",
        "reservation_unused_amortized_upfront_fee_for_billing_period": "0",
        "savings_plan_savings_plan_a_r_n": "",
        "savings_plan_savings_plan_effective_cost": "0",
        "savings_plan_total_commitment_to_date": "0",
        "savings_plan_used_commitment": "0",
        **columns,
    }


@pytest.mark.parametrize(
    ("used", "unused_fee", "hours"),
    [("522", "174", ("696", "522", "174")), ("", "696", ("696", "0", "696"))],
)
def test_the_hours_of_a_recurring_fee_are_all_reserved_ones_not_the_unused(
    tmp_path: Path, used: str, unused_fee: str, hours: tuple[str, str, str]
) -> None:
    fee = cur_line(
        "RIFee", "696", line_item_unblended_cost="696", reservation_unused_recurring_fee=unused_fee
    )
    usage = [cur_line("DiscountedUsage", used, reservation_effective_cost=used)] if used else []
    ce = CostExplorer(tmp_path, [fee, *usage], TODAY)

    total = ce.ask(
        "GetReservationUtilization", TimePeriod=FEBRUARY, Granularity="MONTHLY", Filter=of_service(RDS)
    )["Total"]

    assert (total["PurchasedHours"], total["TotalActualHours"], total["UnusedHours"]) == hours

"""The demo organisation's bill: the same for a seed and a day, and telling its whole story."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from local.demo import demo_organisation
from support.demo_bill import TODAY, demo, one, query

FIGURES = "SELECT count(*), sum(BilledCost), sum(EffectiveCost), sum(hash(bill)::HUGEINT)::VARCHAR FROM bill"
LAST_MONTH = "ChargePeriodStart >= DATE '2026-02-01' AND ChargePeriodStart < DATE '2026-03-01'"


def test_the_same_seed_and_day_give_the_same_charges(tmp_path: Path) -> None:
    again = demo_organisation(TODAY, cache=tmp_path)

    assert again.bill_path != demo().bill_path
    assert query(FIGURES, again) == query(FIGURES)
    assert again.advice == demo().advice


def test_another_seed_gives_other_charges(tmp_path: Path) -> None:
    other = demo_organisation(TODAY, seed=8, cache=tmp_path)

    assert query(FIGURES, other) != query(FIGURES)


def test_a_bill_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    first = demo_organisation(TODAY, cache=tmp_path).bill_path
    written = first.stat().st_mtime_ns

    assert demo_organisation(TODAY, cache=tmp_path).bill_path.stat().st_mtime_ns == written
    assert [file.name for file in tmp_path.iterdir()] == [first.name]


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (TODAY, date(2024, 12, 1)),
        (date(2024, 2, 29), date(2022, 11, 1)),
        (date(2026, 1, 1), date(2024, 10, 1)),
    ],
)
def test_the_history_is_sixteen_months_up_to_today(today: date, start: date) -> None:
    spanned = query(
        "SELECT min(ChargePeriodStart)::DATE, max(ChargePeriodStart)::DATE FROM bill", demo(today)
    )

    assert spanned == [(start, today)]


def test_today_is_under_way() -> None:
    hours = "SELECT sum(ConsumedQuantity) FROM bill WHERE x_UsageType = 'NatGateway-Hours' AND "
    yesterday = one(hours + "ChargePeriodStart = DATE '2026-03-09'")

    assert 0 < one(hours + "ChargePeriodStart = DATE '2026-03-10'") < yesterday


@pytest.mark.parametrize(
    ("what", "condition"),
    [
        ("tax", "ChargeCategory = 'Tax' AND ServiceName = 'Tax' AND BilledCost > 0"),
        ("support", "ServiceName = 'AWS Support (Business)' AND BilledCost > 0"),
        ("credit", "ChargeCategory = 'Credit' AND BilledCost < 0"),
        ("refund", "ChargeCategory = 'Adjustment' AND BilledCost < 0"),
        ("correction", "ChargeClass = 'Correction'"),
        ("Savings Plan fee", "ChargeCategory = 'Purchase' AND CommitmentDiscountType = 'Savings Plan'"),
        (
            "Savings Plan unused",
            "CommitmentDiscountType = 'Savings Plan' AND CommitmentDiscountStatus = 'Unused'",
        ),
        ("reservation fee", "ChargeCategory = 'Purchase' AND CommitmentDiscountType = 'Reserved'"),
        ("reservation unused", "CommitmentDiscountType = 'Reserved' AND CommitmentDiscountStatus = 'Unused'"),
        ("no tag at all", "Tags IS NULL AND ChargeCategory = 'Usage'"),
        ("no team", "Tags ->> 'team' IS NULL AND Tags ->> 'Environment' = 'dev'"),
        ("misspelt tag", "Tags ->> 'team' = 'chekout'"),
        ("public IPv4", "x_UsageType LIKE '%PublicIPv4:InUseAddress'"),
        ("snapshots", "x_UsageType LIKE '%EBS:SnapshotUsage'"),
        ("data transfer", "x_UsageType LIKE '%DataTransfer-Out-Bytes'"),
        ("Ohio's prefix", "x_UsageType = 'USE2-NatGateway-Hours' AND RegionId = 'us-east-2'"),
    ],
)
def test_the_bill_has(what: str, condition: str) -> None:
    assert one(f"SELECT count(*) FROM bill WHERE {condition}") > 0, what


def test_many_services_accounts_and_regions_under_cost_explorers_names() -> None:
    services = {row[0] for row in query("SELECT DISTINCT ServiceName FROM bill")}

    assert {"Amazon Elastic Compute Cloud - Compute", "EC2 - Other", "Amazon Redshift"} <= services
    assert len(services) >= 20
    assert one("SELECT count(DISTINCT SubAccountName) FROM bill") == 7
    assert one("SELECT count(DISTINCT RegionId) FROM bill") == 6


def test_a_service_is_new_and_another_is_gone() -> None:
    seen = "SELECT min(ChargePeriodStart)::DATE, max(ChargePeriodStart)::DATE FROM bill WHERE ServiceName = "

    assert query(seen + "'Amazon Bedrock'") == [(date(2026, 1, 22), TODAY)]
    assert query(seen + "'Amazon Managed Streaming for Apache Kafka'") == [
        (date(2024, 12, 1), date(2025, 10, 8))
    ]


def test_a_commitments_fee_is_what_its_used_and_unused_hours_come_to() -> None:
    sums = query(
        "SELECT CommitmentDiscountId, sum(BilledCost), sum(EffectiveCost) FROM bill "
        f"WHERE CommitmentDiscountId IS NOT NULL AND {LAST_MONTH} GROUP BY 1"
    )

    assert len(sums) == 4
    for _, fee, effective in sums:
        assert fee == effective


def test_committed_usage_is_billed_nothing_and_fees_have_no_effective_cost() -> None:
    committed = "CommitmentDiscountStatus IN ('Used', 'Unused')"
    fees = "ChargeCategory = 'Purchase' AND CommitmentDiscountId IS NOT NULL"

    assert query(f"SELECT sum(BilledCost), min(EffectiveCost) > 0 FROM bill WHERE {committed}") == [(0, True)]
    assert query(f"SELECT min(BilledCost) > 0, sum(EffectiveCost) FROM bill WHERE {fees}") == [(True, 0)]


def test_the_year_has_a_season_and_the_week_a_weekend() -> None:
    month = (
        "SELECT sum(BilledCost) FROM bill WHERE ServiceName = 'Amazon CloudFront' AND ChargePeriodStart >= "
    )
    november = one(month + "DATE '2025-11-01' AND ChargePeriodStart < DATE '2025-12-01'")
    june = one(month + "DATE '2025-06-01' AND ChargePeriodStart < DATE '2025-07-01'")
    glue = "SELECT avg(BilledCost) FROM bill WHERE ServiceName = 'AWS Glue' AND dayofweek(ChargePeriodStart) "

    assert november > june * Decimal("1.3")
    assert one(glue + "IN (0, 6)") < one(glue + "NOT IN (0, 6)")


def test_a_price_falls_while_usage_goes_on() -> None:
    prices = query(
        "SELECT DISTINCT ContractedUnitPrice FROM bill WHERE x_UsageType = 'US-DataTransfer-Out-Bytes' "
        "ORDER BY 1"
    )

    assert [price for (price,) in prices] == [Decimal("0.07225"), Decimal("0.085")]

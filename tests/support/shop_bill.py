"""An online shop's bill of two years, generated: its accounts, tags and regions are not the demo's.

EC2 is one service here and data transfer another; S3 gets cheaper each May; services begin and end on days of
their own; a Savings Plan, support, tax, credits and corrections fall as they do in bills.
"""

import csv
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

FIRST, LAST = date(2022, 11, 5), date(2025, 1, 2)
ACCOUNTS = {
    "100000000001": "prod-web",
    "100000000002": "prod-data",
    "100000000003": "dev",
    "100000000004": "staging",
    "100000000005": "shared-services",
    "100000000006": "security-audit",
}
WEB, DATA, DEV, STAGING, SHARED, AUDIT = ACCOUNTS
EC2, S3, RDS = (
    "Amazon Elastic Compute Cloud",
    "Amazon Simple Storage Service",
    "Amazon Relational Database Service",
)
TRANSFER, PLANS = "AWS Data Transfer", "Savings Plans for AWS Compute usage"
N_VIRGINIA, SYDNEY, SAO_PAULO = "us-east-1", "ap-southeast-2", "sa-east-1"
STOREFRONT = {"app": "storefront", "owner": "alice", "env": "prod"}
PRICE = Decimal("0.11")


class Workload(NamedTuple):
    """What is charged each day from `since` to `until`."""

    service: str
    usage_type: str
    unit: str
    region: str
    account: str
    tags: dict[str, str]
    daily_cost: str
    since: date = FIRST
    until: date = LAST


WORKLOADS = [
    Workload(
        EC2, "BoxUsage:m6i.large", "Hrs", N_VIRGINIA, WEB, {**STOREFRONT, "cost-center": "1001"}, "42.13",
    ),
    Workload(
        EC2, "APS2-BoxUsage:c6g.xlarge", "Hrs", SYDNEY, WEB, {**STOREFRONT, "cost-center": "1001"}, "17.77",
    ),
    Workload(
        EC2, "SAE1-BoxUsage:t3.medium", "Hrs", SAO_PAULO, DEV,
        {"app": "search", "owner": "bob", "env": "dev", "cost-center": "CC-300"}, "5.31",
    ),
    Workload(EC2, "EBS:VolumeUsage.gp3", "GB-Mo", N_VIRGINIA, WEB, STOREFRONT, "6.4"),
    Workload(
        EC2, "APS2-EBS:VolumeUsage.gp2", "GB-Mo", SYDNEY, DATA,
        {"app": "billing-api", "owner": "carol"}, "3.9",
    ),
    Workload(EC2, "EBS:SnapshotUsage", "GB-Mo", N_VIRGINIA, SHARED, {}, "2.2"),
    Workload(EC2, "NatGateway-Hours", "Hrs", N_VIRGINIA, SHARED, {}, "1.08"),
    Workload(EC2, "NatGateway-Bytes", "GB", N_VIRGINIA, SHARED, {}, "4.6"),
    Workload(EC2, "APS2-NatGateway-Bytes", "GB", SYDNEY, SHARED, {}, "1.7"),
    Workload(TRANSFER, "DataTransfer-Out-Bytes", "GB", N_VIRGINIA, WEB, {"app": "storefront"}, "8.25"),
    Workload(TRANSFER, "USE1-APS2-AWS-Out-Bytes", "GB", N_VIRGINIA, DATA, {"app": "billing-api"}, "1.11"),
    Workload(TRANSFER, "DataTransfer-Regional-Bytes", "GB", N_VIRGINIA, WEB, {}, "0.77"),
    Workload(
        S3, "TimedStorage-ByteHrs", "GB-Mo", N_VIRGINIA, DATA,
        {"app": "search", "owner": "bob", "cost-center": "1002"}, "12.6",
    ),
    Workload(S3, "Requests-Tier1", "Requests", N_VIRGINIA, DATA, {"app": "search", "owner": "bob"}, "1.3"),
    Workload(S3, "APS2-TimedStorage-ByteHrs", "GB-Mo", SYDNEY, DEV, {"env": "dev"}, "2.05"),
    Workload(
        RDS, "InstanceUsage:db.r6g.large", "Hrs", N_VIRGINIA, DATA,
        {"app": "billing-api", "owner": "carol", "env": "prod", "cost-center": "1002"}, "21.9",
    ),
    Workload(
        RDS, "SAE1-InstanceUsage:db.t3.small", "Hrs", SAO_PAULO, STAGING,
        {"app": "billing-api", "env": "stage"}, "1.63",
    ),
    Workload("AWS Lambda", "Lambda-GB-Second", "Lambda-GB-Second", N_VIRGINIA, WEB, STOREFRONT, "2.44"),
    Workload(
        "Amazon DynamoDB", "WriteRequestUnits", "WriteRequestUnits", N_VIRGINIA, WEB, STOREFRONT, "3.15",
    ),
    Workload(
        "Amazon CloudFront", "US-DataTransfer-Out-Bytes", "GB", "global", WEB, {"app": "storefront"}, "9.42",
    ),
    Workload("AmazonCloudWatch", "CW:MetricMonitorUsage", "Metrics", N_VIRGINIA, SHARED, {}, "3.03"),
    Workload("Amazon ElastiCache", "NodeUsage:cache.t4g.medium", "Hrs", N_VIRGINIA, WEB, STOREFRONT, "2.9"),
    Workload(
        "Amazon SageMaker", "Host:ml.m5.xlarge", "Hrs", N_VIRGINIA, DATA,
        {"app": "search", "owner": "bob"}, "14.2",
        since=date(2023, 9, 12),
    ),
    Workload(
        "Amazon Bedrock", "USE1-NovaPro-input-tokens", "1K tokens", N_VIRGINIA, DATA,
        {"app": "search"}, "6.6",
        since=date(2024, 6, 4),
    ),
    Workload(
        "Amazon Kinesis", "Extended-ShardHour", "Hrs", N_VIRGINIA, DATA, {"app": "billing-api"}, "3.6",
        until=date(2024, 4, 18),
    ),
    Workload(
        "Amazon Elastic Container Service for Kubernetes", "AmazonEKS-Hours:perCluster", "Hrs",
        N_VIRGINIA, STAGING,
        {"env": "stage"}, "2.4", since=date(2023, 2, 20),
    ),
    Workload(
        "Elastic Load Balancing", "LoadBalancerUsage", "Hrs", N_VIRGINIA, WEB, {"app": "storefront"}, "1.62",
    ),
    Workload(
        "Amazon Virtual Private Cloud", "PublicIPv4:InUseAddress", "Hrs", N_VIRGINIA, WEB, {}, "0.96",
        since=date(2024, 2, 1),
    ),
    Workload("AWS Key Management Service", "us-east-1-KMS-Keys", "Keys", N_VIRGINIA, AUDIT, {}, "0.41"),
    Workload("Amazon GuardDuty", "PaidEventsAnalyzed", "Events", N_VIRGINIA, AUDIT, {}, "4.05"),
    Workload("Amazon Route 53", "HostedZone", "HostedZones", "global", SHARED, {}, "0.05"),
]  # fmt: skip
PLAN_FEE, PLAN_USED, PLAN_UNUSED = Decimal("9.6"), Decimal("8.8"), Decimal("0.8")
SUPPORT = Decimal("512.35")
Row = dict[str, str]


@cache
def shop_bill() -> str:
    """The path of the bill, written once for all tests of a session."""
    path = Path(mkdtemp(prefix="shop-")) / "bill.csv"
    rows = list(_rows(random.Random(11)))
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def _rows(chance: random.Random) -> Iterator[Row]:
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        for work in WORKLOADS:
            if work.since <= day <= work.until:
                yield _used(work, day, number, chance)
        if day >= date(2023, 7, 1):
            yield from _savings_plan(day)
        yield from _of_the_month(day, chance)


def _used(work: Workload, day: date, number: int, chance: random.Random) -> Row:
    cost = (
        Decimal(work.daily_cost) * (1 + Decimal(number) / 1500) * Decimal(chance.randrange(900, 1100)) / 1000
    )
    if day.weekday() >= 5 and "BoxUsage" in work.usage_type:
        cost *= Decimal("0.7")
    if day.month == 5 and work.service == S3:
        cost *= Decimal("0.8")
    cost = cost.quantize(Decimal("1e-10"))
    return _row(day, work, cost, cost, "Usage", quantity=(cost / PRICE).quantize(Decimal("1e-6")))


def _savings_plan(day: date) -> Iterator[Row]:
    plan = Workload(PLANS, "ComputeSP:1yrNoUpfront", "", "", SHARED, {}, "0")
    covered = WORKLOADS[0]
    yield _row(day, plan, PLAN_FEE, Decimal(0), "Purchase")
    yield _row(day, covered, Decimal(0), PLAN_USED, "Usage", quantity=Decimal(90))
    yield _row(day, plan, Decimal(0), PLAN_UNUSED, "Usage")


def _of_the_month(day: date, chance: random.Random) -> Iterator[Row]:
    """Support and tax on the 1st, a credit on the 7th, a correction on the 19th of each third month."""
    if day.day == 1:
        support = Workload("AWS Support (Business)", "Dollar", "", "", SHARED, {}, "0")
        yield _row(day, support, SUPPORT, SUPPORT, "Purchase")
        for account in (WEB, DATA):
            tax = Decimal(chance.randrange(10000, 30000)) / 100
            yield _row(day, Workload("Tax", "", "", "", account, {}, "0"), tax, tax, "Tax")
    if day.day == 7:
        credit = -Decimal(chance.randrange(2000, 20000)) / 100
        yield _row(day, Workload(EC2, "", "", N_VIRGINIA, WEB, {}, "0"), credit, credit, "Credit")
    if day.day == 19 and day.month % 3 == 0:
        corrected = -Decimal(chance.randrange(1000, 9000)) / 100
        work = Workload(RDS, "InstanceUsage:db.r6g.large", "", N_VIRGINIA, DATA, {"app": "billing-api"}, "0")
        yield _row(day, work, corrected, corrected, "Usage", charge_class="Correction")


def _row(
    day: date,
    work: Workload,
    billed: Decimal,
    effective: Decimal,
    category: str,
    *,
    charge_class: str = "",
    quantity: Decimal | None = None,
) -> Row:
    return {
        "BilledCost": str(billed),
        "EffectiveCost": str(effective),
        "BillingCurrency": "USD",
        "ChargeCategory": category,
        "ChargeClass": charge_class,
        "ChargePeriodStart": f"{day} 05:00:00",
        "ConsumedQuantity": "" if quantity is None else str(quantity),
        "ConsumedUnit": "" if quantity is None else work.unit,
        "ProviderName": "AWS",
        "RegionId": work.region,
        "ServiceName": work.service,
        "SubAccountId": work.account,
        "SubAccountName": ACCOUNTS[work.account],
        "Tags": json.dumps(work.tags),
        "x_UsageType": work.usage_type,
    }

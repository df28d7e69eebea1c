"""A small FOCUS bill made from a seed, its files, and its costs counted in plain Python."""

import csv
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]

SERVICES = {
    "Amazon Simple Storage Service": ("TimedStorage-ByteHrs", "GB-Mo"),
    "Amazon Elastic Compute Cloud - Compute": ("BoxUsage:m5.large", "Hours"),
    "EC2 - Other": ("NatGateway-Bytes", "GB"),
    "AWS Lambda": ("Lambda-GB-Second", "Lambda-GB-Second"),
}
REGIONS = ("us-east-1", "eu-west-1", "global", "")
ACCOUNTS = {"111111111111": "payments-prod", "222222222222": "payments-dev"}
TAG_SETS = (
    {},
    {"team": "checkout", "env": "prod"},
    {"team": "search"},
    {"team": "", "env": "dev"},
    {"Team": "upper"},
    {"team": 'O\'Brien "q" ü', "a key$": "1"},
)
CHARGES = ("Usage", "Usage", "Usage", "Usage", "Tax", "Credit", "Purchase", "Adjustment")


def focus_rows(count: int = 400, seed: int = 1, first: date = date(2024, 1, 15), days: int = 80) -> list[Row]:
    """Charges of `days` days from `first`, by the hour, with gaps in tags and regions, taxes and credits."""
    chance = random.Random(seed)
    rows = []
    for _ in range(count):
        service = chance.choice(list(SERVICES))
        usage_type, unit = SERVICES[service]
        account = chance.choice(list(ACCOUNTS))
        charge = chance.choice(CHARGES)
        start = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(
            hours=chance.randrange(days * 24)
        )
        cost = Decimal(chance.randrange(1, 10**9)) / Decimal(10 ** chance.choice((2, 6, 11)))
        tags = chance.choice(TAG_SETS)
        rows.append(
            {
                "BilledCost": str(-cost if charge in ("Credit", "Adjustment") else cost),
                "EffectiveCost": str(cost / 2),
                "BillingCurrency": "USD",
                "ChargeCategory": charge,
                "ChargeClass": "Correction" if charge == "Usage" and chance.random() < 0.1 else "",
                "ChargePeriodStart": f"{start:%Y-%m-%d %H:%M:%S}",
                "ConsumedQuantity": str(Decimal(chance.randrange(10**6)) / 1000) if charge == "Usage" else "",
                "ConsumedUnit": unit if charge == "Usage" else "",
                "ProviderName": "AWS" if chance.random() < 0.9 else "Microsoft",
                "RegionId": chance.choice(REGIONS),
                "ServiceName": service,
                "SubAccountId": account,
                "SubAccountName": ACCOUNTS[account],
                "Tags": json.dumps(tags) if tags else "NULL",
                "x_UsageType": usage_type,
                "x_CostCategories": json.dumps({"unit": "shop"}) if account.startswith("1") else "",
            }
        )
    return rows


def write_csv(path: Path, rows: list[Row], header: list[str] | None = None) -> Path:
    """Write rows as CSV, gzipped when the name ends in .gz."""
    with gzip.open(path, "wt", newline="") if path.suffix == ".gz" else path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, header or list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def record_type(row: Row) -> str:
    """The row's RECORD_TYPE by the mapping in words."""
    if row["ChargeClass"] == "Correction":
        return "Refund"
    names = {"Usage": "Usage", "Tax": "Tax", "Credit": "Credit", "Purchase": "Fee", "Adjustment": "Refund"}
    return names[row["ChargeCategory"]]


def tag(key: str) -> Callable[[Row], str]:
    """What a row says under a tag key, `""` for nothing."""
    return lambda row: str((json.loads(row["Tags"]) if row["Tags"] != "NULL" else {}).get(key, ""))


def day_of(row: Row) -> date:
    """The day a row's charge begins."""
    return datetime.fromisoformat(row["ChargePeriodStart"]).date()


def recount(
    rows: Iterable[Row],
    start: date,
    end: date,
    key: Callable[[Row], tuple[str, ...]] = lambda row: (),
    keep: Callable[[Row], bool] = lambda row: True,
    column: str = "BilledCost",
) -> dict[tuple[str, ...], Decimal]:
    """Sums of AWS's rows from `start` to `end` (exclusive) by key, without any database."""
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["ProviderName"] == "AWS" and start <= day_of(row) < end and keep(row):
            sums[key(row)] += Decimal(row[column] or 0)
    return dict(sums)

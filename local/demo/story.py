"""What happens to the demo organisation: the days, commitments, credits and mishaps its bill tells of."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

MONTHS_OF_HISTORY = 16
TODAY_SHARE = Decimal("0.42")
"""How much of today has been metered so far."""

PRICE_CUT_DAYS_AGO = 68
ANOMALY_LINE = "events-nat"
ANOMALY_USAGE_TYPE = "EU-NatGateway-Bytes"
ANOMALY_FACTOR = 11
ANOMALY_DAYS = 4

COMPUTE_PLAN = "compute"
INSTANCE_PLAN = "instance"
DATABASE_RESERVATION = "ledger-databases"
INSTANCE_RESERVATION = "ledger-instances"
TAX_RATE = Decimal("0.0825")

REFUND_DAYS_AGO = 83
CORRECTION_DAYS_AGO = 40


@dataclass(frozen=True)
class SavingsPlan:
    """A one-year Savings Plan without upfront payment; `hourly` is the commitment in dollars an hour."""

    name: str
    id: str
    usage_type: str
    region: str
    hourly: Decimal
    bought_days_ago: int


@dataclass(frozen=True)
class Reservation:
    """Reserved instances paid by the month; `hourly` is in dollars an hour and instance."""

    name: str
    arn: str
    count: int
    hourly: Decimal


SAVINGS_PLANS = (
    SavingsPlan(COMPUTE_PLAN, "8f2c1d34-5b6e-4f70-9a81-c2d3e4f50617", "ComputeSP:1yrNoUpfront", "global",
                Decimal("2.6"), 318),
    # as large as a working day needs: its weekends go unused
    SavingsPlan(INSTANCE_PLAN, "1b7d9e20-64c5-4d3a-8f12-a0b1c2d3e4f5", "EUC1-EC2SP:r5.1yrNoUpfront",
                "eu-central-1", Decimal("1.5"), 204),
)  # fmt: skip
RESERVATIONS = (
    Reservation(
        DATABASE_RESERVATION, "arn:aws:rds:us-east-1:222233334444:ri:ledger-databases", 4, Decimal("0.1480")
    ),
    # one more than there are instances
    Reservation(
        INSTANCE_RESERVATION,
        "arn:aws:ec2:us-east-1:222233334444:reserved-instances/3c9e7a52-10bd-4e86-b7f4-5d6c7e8f9a0b",
        5,
        Decimal("0.1210"),
    ),
)


@dataclass(frozen=True)
class Story:
    """The days on which things happen, for one seed and one today. The anomaly's last day is included."""

    today: date
    seed: int

    @property
    def start(self) -> date:
        """The first day of the history, the first of a month."""
        months = self.today.year * 12 + self.today.month - MONTHS_OF_HISTORY
        return date(months // 12, months % 12 + 1, 1)

    @property
    def anomaly_start(self) -> date:
        """The first day of the anomaly, 13 to 22 days ago."""
        return self.today - timedelta(days=13 + self.seed % 10)

    @property
    def anomaly_last(self) -> date:
        """The last day of the anomaly."""
        return self.anomaly_start + timedelta(days=ANOMALY_DAYS - 1)

    def days_ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

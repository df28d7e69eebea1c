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

SAVINGS_PLAN_ID = "8f2c1d34-5b6e-4f70-9a81-c2d3e4f50617"
SAVINGS_PLAN_DAYS_AGO = 318
SAVINGS_PLAN_HOURLY = Decimal("3.1")
"""Dollars an hour committed."""

RESERVATION_ID = "3c9e7a52-10bd-4e86-b7f4-5d6c7e8f9a0b"
RESERVED_INSTANCES = 4
RESERVED_HOURLY = Decimal("0.1480")
"""Dollars an hour and instance, against the on-demand price in components.DATABASE_PRICES."""

REFUND_DAYS_AGO = 83
CORRECTION_DAYS_AGO = 40
TAX_RATE = Decimal("0.0825")


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

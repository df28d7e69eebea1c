"""The demo organisation's one anomaly, measured in its bill."""

import hashlib
import uuid
from datetime import timedelta
from decimal import Decimal

from local.cost_apis.advice import Anomaly, AnomalyMonitor, RootCause
from local.demo.bill_reader import BillReader
from local.demo.estate import ACCOUNTS, PAYER_ACCOUNT
from local.demo.resources import line_of
from local.demo.story import ANOMALY_DAYS, ANOMALY_LINE, ANOMALY_USAGE_TYPE, Story

BASELINE_DAYS = 28


def monitor_of(story: Story) -> AnomalyMonitor:
    """The monitor that watches every service."""
    return AnomalyMonitor(_arn("anomalymonitor", "services"), "Services", story.start)


def anomaly_of(story: Story, bill: BillReader) -> Anomaly:
    """The anomaly: expected is what the same usage cost a day in the four weeks before."""
    line = line_of(ANOMALY_LINE, ANOMALY_USAGE_TYPE)
    place = line.placement
    days = bill.days(
        "x_UsageType = ? AND SubAccountId = ? AND RegionId = ?",
        (line.usage_type, place.account_id, place.region),
    )
    before = [days[story.anomaly_start - timedelta(days=n)] for n in range(1, BASELINE_DAYS + 1)]
    during = [days[story.anomaly_start + timedelta(days=n)] for n in range(ANOMALY_DAYS)]
    usual = sum(before, Decimal(0)) / BASELINE_DAYS
    return Anomaly(
        id=str(uuid.UUID(hashlib.sha256(f"{story.seed}/{story.anomaly_start}".encode()).hexdigest()[:32])),
        monitor_arn=monitor_of(story).arn,
        start=story.anomaly_start,
        last=story.anomaly_last,
        service=line.rate.service,
        actual=sum(during, Decimal(0)),
        expected=(usual * ANOMALY_DAYS).quantize(Decimal("0.0001")),
        greatest_of_a_day=(max(during) - usual).quantize(Decimal("0.0001")),
        root_cause=RootCause(
            service=line.rate.service,
            account_id=place.account_id,
            account_name=ACCOUNTS[place.account_id],
            region=place.region,
            usage_type=line.usage_type,
        ),
    )


def _arn(kind: str, name: str) -> str:
    number = uuid.UUID(hashlib.sha256(name.encode()).hexdigest()[:32])
    return f"arn:aws:ce::{PAYER_ACCOUNT}:{kind}/{number}"

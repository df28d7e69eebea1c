"""What an account knows of its spend that no bill holds: budgets, anomalies and recommendations."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Budget:
    """A monthly cost budget; `filter_expression` is Cost Explorer's, None for the whole bill."""

    name: str
    limit: Decimal
    start: date
    filter_expression: dict[str, Any] | None = None


@dataclass(frozen=True)
class AnomalyMonitor:
    """A monitor of Cost Anomaly Detection that watches every service."""

    arn: str
    name: str
    created: date


@dataclass(frozen=True)
class RootCause:
    """What an anomaly is put down to."""

    service: str
    account_id: str
    account_name: str
    region: str
    usage_type: str


@dataclass(frozen=True)
class Anomaly:
    """An anomaly of one service up to the day `last`; `actual` and `expected` are dollars over those days."""

    id: str
    monitor_arn: str
    start: date
    last: date
    service: str
    actual: Decimal
    expected: Decimal
    greatest_of_a_day: Decimal
    root_cause: RootCause

    @property
    def impact(self) -> Decimal:
        """Dollars above what was expected."""
        return self.actual - self.expected


@dataclass(frozen=True)
class Recommendation:
    """A recommendation of Cost Optimization Hub.

    `excludes` names what can be done only once (a resource, or the compute that commitments compete for): of
    the recommendations with the same one, the hub counts the best. Money is in dollars a month.
    """

    id: str
    account_id: str
    region: str
    resource_type: str
    action: str
    savings: Decimal
    monthly_cost: Decimal
    effort: str
    source: str
    excludes: str
    resource_id: str = ""
    resource_arn: str = ""
    current: str = ""
    recommended: str = ""
    restart_needed: bool = False
    rollback_possible: bool = True
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FlaggedResource:
    """A resource a Trusted Advisor check flags; `columns` are the check's, in order, by name."""

    account_id: str
    region: str
    resource_id: str
    columns: dict[str, str]


@dataclass(frozen=True)
class TrustedAdvisorCheck:
    """A cost check of Trusted Advisor with what it flags; `processed` resources were looked at."""

    id: str
    name: str
    description: str
    service: str
    savings: Decimal
    processed: int
    columns: tuple[str, ...]
    flagged: tuple[FlaggedResource, ...] = ()

    @property
    def status(self) -> str:
        """Trusted Advisor's colour: a warning where something is flagged."""
        return "warning" if self.flagged else "ok"


@dataclass(frozen=True)
class Advice:
    """All of it. The default is an account that set up nothing: what a bill alone comes with."""

    account_id: str = "000000000000"
    budgets: tuple[Budget, ...] = ()
    anomaly_monitors: tuple[AnomalyMonitor, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    enrolled_in_hub: bool = False
    recommendations: tuple[Recommendation, ...] = ()
    support_plan: bool = False
    trusted_advisor_checks: tuple[TrustedAdvisorCheck, ...] = ()

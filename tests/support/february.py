"""A plan about February 2026 and what may have been found for it."""

from datetime import date
from decimal import Decimal
from typing import Any

from protocol.query_plan import Needs, QueryPlan
from protocol.result import Anomaly, AnomalyRootCause, Budget, Comparison, CostAnalysis, Driver, Money
from support.answers import FEBRUARY

S3 = "Amazon Simple Storage Service"


def plan(intent: str, **fields: Any) -> QueryPlan:
    """A plan about February 2026."""
    return QueryPlan.model_validate(
        {"intent": intent, "period": FEBRUARY, "needs": Needs(cost=True), **fields}
    )


def usd(amount: str) -> Money:
    """An amount in dollars."""
    return Money(amount=Decimal(amount), currency="USD")


def budget(state: str, **fields: Any) -> Budget:
    """A monthly budget of $90.00 that is spent."""
    shape = {"name": "team", "limit": "90", "actual": "100", "forecast": "140", "time_unit": "MONTHLY"}
    return Budget.model_validate({**shape, "state": state, **fields})


CHANGE = Comparison(current=Decimal(100), previous=Decimal(80), delta=Decimal(20), delta_percent=Decimal(25))
ROSE = CostAnalysis(
    comparison=CHANGE,
    drivers=[
        Driver(keys=["AWS Lambda"], delta=Decimal(15), kind="usage"),
        Driver(keys=["Other"], delta=Decimal(16), kind="usage"),
        Driver(keys=[S3], delta=Decimal(-11), kind="gone"),
    ],
)
ANOMALY = Anomaly(
    id="a",
    start=date(2026, 2, 3),
    end=date(2026, 2, 5),
    impact=Decimal(40),
    root_causes=[AnomalyRootCause(service="EC2 - Other")],
)

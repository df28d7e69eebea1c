"""CloudWatch metrics, in embedded metric format on the log."""

import json
import sys
from decimal import Decimal

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.base import SingleMetric

NAMESPACE = "FinOpsAgent"


def count(name: str, value: int = 1, **dimensions: str) -> None:
    """Counts what happened; dimensions are few and bounded, never an id or a person's data."""
    _write(name, MetricUnit.Count, value, dimensions)


def milliseconds(name: str, value: float, **dimensions: str) -> None:
    """Records how long something took."""
    _write(name, MetricUnit.Milliseconds, value, dimensions)


def us_dollars(name: str, amount: Decimal) -> None:
    """Records money spent; CloudWatch knows no unit for it, and only floats."""
    _write(name, MetricUnit.NoUnit, float(amount), {})


def _write(name: str, unit: MetricUnit, value: float, dimensions: dict[str, str]) -> None:
    metric = SingleMetric(namespace=NAMESPACE)
    metric.add_metric(name=name, unit=unit, value=value)
    for dimension, text in dimensions.items():
        metric.add_dimension(name=dimension, value=text)
    line = json.dumps(metric.serialize_metric_set(), separators=(",", ":"))
    # One write: Lambda's stdout is unbuffered, another thread would come between a line and print's line end.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

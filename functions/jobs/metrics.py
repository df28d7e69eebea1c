"""CloudWatch metrics, in embedded metric format on the log."""

from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "FinOpsAgent"


def count(name: str, value: int = 1, **dimensions: str) -> None:
    """Counts what happened; dimensions are few and bounded, never an id or a person's data."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value, namespace=NAMESPACE) as metric:
        for dimension, text in dimensions.items():
            metric.add_dimension(name=dimension, value=text)


def milliseconds(name: str, value: float, **dimensions: str) -> None:
    """Records how long something took."""
    with single_metric(name=name, unit=MetricUnit.Milliseconds, value=value, namespace=NAMESPACE) as metric:
        for dimension, text in dimensions.items():
            metric.add_dimension(name=dimension, value=text)

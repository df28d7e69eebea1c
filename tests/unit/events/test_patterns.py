"""Event patterns match as EventBridge's do."""

from typing import Any

import pytest

from local.events.patterns import check_pattern, matches
from local.events.schedules import rate_seconds
from local.template.errors import TemplateError

EVENT = {"source": "aws.states", "detail": {"status": "FAILED", "name": "job-1", "tags": ["a", "b"]}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"source": ["aws.states"]}, True),
        ({"source": ["aws.ec2", "aws.states"]}, True),
        ({"source": ["aws.ec2"]}, False),
        ({"source": ["aws.states"], "detail": {"status": ["FAILED"]}}, True),
        ({"detail": {"status": ["SUCCEEDED"]}}, False),
        ({"detail": {"missing": ["x"]}}, False),
        ({"source": {"nested": ["x"]}}, False),
        ({"detail": {"tags": ["b"]}}, True),
        ({"detail": {"name": [{"prefix": "job-"}]}}, True),
        ({"detail": {"name": [{"suffix": "-2"}]}}, False),
        ({"detail": {"status": [{"anything-but": "FAILED"}]}}, False),
        ({"detail": {"status": [{"anything-but": ["RUNNING"]}]}}, True),
        ({"detail": {"error": [{"exists": False}]}}, True),
        ({"detail": {"status": [{"exists": False}]}}, False),
        ({"detail": {"$or": [{"status": ["RUNNING"]}, {"name": ["job-1"]}]}}, True),
        ({"detail": {"$or": [{"status": ["RUNNING"]}, {"name": ["job-2"]}]}}, False),
        ({"detail": {"name": ["job-2"], "$or": [{"status": ["FAILED"]}, {"name": ["x"]}]}}, False),
        ({}, True),
    ],
)
def test_pattern(pattern: dict[str, Any], expected: bool) -> None:
    assert matches(pattern, EVENT) is expected


def test_unknown_filter_is_refused_by_name() -> None:
    with pytest.raises(TemplateError, match="Watch filters cost by numeric"):
        check_pattern({"detail": {"$or": [{"cost": [{"numeric": [">", 1]}]}]}}, "Watch")


@pytest.mark.parametrize(
    ("expression", "seconds"), [("rate(1 minute)", 60), ("rate(2 hours)", 7200), ("rate(1 day)", 86400)]
)
def test_rate(expression: str, seconds: int) -> None:
    assert rate_seconds(expression, "Sweep") == seconds


@pytest.mark.parametrize("expression", ["cron(0 12 * * ? *)", "rate(1 fortnight)", ""])
def test_other_schedules_are_refused_by_name(expression: str) -> None:
    with pytest.raises(TemplateError, match="Sweep"):
        rate_seconds(expression, "Sweep")

"""Metrics, granularity and averages."""

import re
from dataclasses import dataclass

from interpreter.text.sentence import Sentence
from protocol.query_plan import Granularity, Measure, Metric

_METRICS: list[tuple[re.Pattern[str], Metric]] = [
    (re.compile(r"\bnet[ -]?amorti[sz]ed(?: costs?)?\b"), "NetAmortizedCost"),
    (re.compile(r"\bamorti[sz](?:ed|e|ation)(?: costs?| basis)?\b|\beffective costs?\b"), "AmortizedCost"),
    (re.compile(r"\bnet[ -]?unblended(?: costs?)?\b"), "NetUnblendedCost"),
    (re.compile(r"\bunblended(?: costs?)?\b|\bbilled costs?\b"), "UnblendedCost"),
    (re.compile(r"\bblended(?: costs?)?\b"), "BlendedCost"),
    (re.compile(r"\bnormali[sz]ed usage(?: amounts?)?\b"), "NormalizedUsageAmount"),
    (
        re.compile(
            r"\b(?:usage quantit(?:y|ies)|usage amounts?|consumed quantit(?:y|ies)|how many (?:gb|gigabytes|"
            r"tb|gb-months?|hours|requests)|quantity)\b"
        ),
        "UsageQuantity",
    ),
]
_AVERAGE = re.compile(
    r"\b(?:on average|averages?|averaging|avg\.?|mean|typical(?:ly)?|burn rate|"
    r"(?<=daily )run[ -]?rate)\b"
)
_SERIES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"\b(?:hourly|(?:per|by|each|every|an) hour|hour[ -]by[ -]hour)\b"), "hour"),
    (
        re.compile(
            r"\b(?:daily|(?:(?<=typical )|(?<=average )|(?<=mean ))day|(?:per|by|each|every|"
            r"a) (?:calendar )?day|day[ -]by[ -]day|days by day|day wise|"
            r"per diem)\b"
        ),
        "day",
    ),
    (
        re.compile(
            r"\b(?:weekly|(?:(?<=typical )|(?<=average )|(?<=mean ))week|(?:per|by|each|every|a) week|"
            r"week[ -]by[ -]week)\b"
        ),
        "week",
    ),
    (
        re.compile(
            r"\b(?:monthly|(?:(?<=typical )|(?<=average )|(?<=mean ))month|(?:per|by|each|every|"
            r"a) (?:calendar )?month|month[ -]by[ -]month|month wise)\b"
        ),
        "month",
    ),
    (re.compile(r"\b(?:quarterly|(?:per|by|each|every|a) quarter|quarter[ -]by[ -]quarter)\b"), "quarter"),
    (
        re.compile(r"\b(?:yearly|annual(?:ly)?|(?:per|by|each|every|a) year|year[ -]by[ -]year|per annum)\b"),
        "year",
    ),
]


@dataclass(frozen=True)
class Measured:
    """The metric named, the step of the series named, and whether an average is wanted."""

    metric: Metric | None = None
    step: str | None = None
    average: bool = False


def mark_measures(sentence: Sentence) -> Measured:
    """Claims the words for metrics, averages and steps of time."""
    metric: Metric | None = None
    for pattern, named in _METRICS:
        if sentence.take(pattern, "metric"):
            metric = metric or named
    average = bool(sentence.take(_AVERAGE, "average"))
    step: str | None = None
    for pattern, name in _SERIES:
        if sentence.take(pattern, "step") and step is None:
            step = name
    return Measured(metric, step, average)


AVERAGES: dict[str, Measure] = {"day": "average_daily", "week": "average_weekly", "month": "average_monthly"}
GRANULARITIES: dict[str, Granularity] = {
    "hour": "HOURLY",
    "day": "DAILY",
    "week": "DAILY",
    "month": "MONTHLY",
    "quarter": "MONTHLY",
    "year": "MONTHLY",
}

"""Metrics, granularity and averages."""

from dataclasses import dataclass
from typing import cast

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear
from protocol.query_plan import Granularity, Measure, Metric, TimeStep

_METRICS: list[tuple[Pattern, Metric]] = [
    (Pattern(r"\bnet[ -]?amorti[sz]ed(?: costs?)?\b"), "NetAmortizedCost"),
    (Pattern(r"\bamorti[sz](?:ed|e|ation)(?: costs?| basis)?\b|\beffective costs?\b"), "AmortizedCost"),
    (Pattern(r"\bnet[ -]?unblended(?: costs?)?\b"), "NetUnblendedCost"),
    (Pattern(r"\bunblended(?: costs?)?\b|\bbilled costs?\b"), "UnblendedCost"),
    (Pattern(r"\bblended(?: costs?)?\b"), "BlendedCost"),
    (Pattern(r"\bnormali[sz]ed usage(?: amounts?)?\b"), "NormalizedUsageAmount"),
    (
        Pattern(
            r"\b(?:usage quantit(?:y|ies)|usage amounts?|consumed quantit(?:y|ies)|how many (?:gb|gigabytes|"
            r"tb|gb-months?|hours|requests)(?: of data(?! transfer))?|quantity|"
            r"(?<=storage )size|(?:gbs?|gigabytes|tbs?) stored|(?<=requests )counts?|(?<=request )counts?|"
            r"(?<=invocations )counts?|(?<=invocation )counts?|"
            r"(?:how many|number of|amount of)(?= (?:[\w.]+[ -]){0,3}?(?:hours?|gbs?|tbs?|gigabytes|requests|"
            r"invocations|gb-?(?:months?|seconds?|hours?)|seconds)\b)|"
            r"(?<=hours )used|(?<=seconds )used|(?<=gb )used|(?<=months )used|(?<=hours )consumed|"
            r"(?<=seconds )consumed)\b"
        ),
        "UsageQuantity",
    ),
]
_AVERAGE = Pattern(
    r"\b(?:on average|averages?|averaging|avg\.?|(?<!i )(?<!you )mean(?! that)|typical(?:ly)?|burn rate|"
    r"(?<=daily )run[ -]?rate)\b"
)
_SERIES: list[tuple[Pattern, str]] = [
    (Pattern(r"\b(?:hourly|(?:per|by|each|every|an) hour|hour[ -]by[ -]hour)\b"), "hour"),
    (
        Pattern(
            r"\b(?:daily|(?:(?<=typical )|(?<=average )|(?<=mean ))day|(?:per|by|each|every|"
            r"a) (?:calendar )?day|day[ -]by[ -]day|days by day|day wise|"
            r"per diem)\b"
        ),
        "day",
    ),
    (
        Pattern(
            r"\b(?:weekly|(?:(?<=typical )|(?<=average )|(?<=mean ))week|(?:per|by|each|every|a) week|"
            r"week[ -]by[ -]week)\b"
        ),
        "week",
    ),
    (
        Pattern(
            r"\b(?:monthly|(?:(?<=typical )|(?<=average )|(?<=mean ))month|(?:per|by|each|every|"
            r"a) (?:calendar )?month|month[ -]by[ -]month|month wise)\b"
        ),
        "month",
    ),
    (Pattern(r"\b(?:quarterly|(?:per|by|each|every|a) quarter|quarter[ -]by[ -]quarter)\b"), "quarter"),
    (
        Pattern(r"\b(?:yearly|annual(?:ly)?|(?:per|by|each|every|a) year|year[ -]by[ -]year|per annum)\b"),
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
    """Claims the words for metrics, averages and steps of time. Raises Unclear for two metrics."""
    metric: Metric | None = None
    for pattern, named in _METRICS:
        if sentence.take(pattern, "metric"):
            if metric is not None and metric != named:
                raise Unclear(
                    "One metric is answered at a time.",
                    ["Unblended cost last month", "Amortized cost last month"],
                )
            metric = named
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
_LONGEST: dict[TimeStep, int] = {"hour": 0, "day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def step_beside(measured: Measured, days: int | None) -> TimeStep | None:
    """The step of time that is named, where a period of so many days is longer than one; None of averages."""
    step = cast("TimeStep | None", measured.step)
    if step is None or measured.average:
        return None
    return step if days is None or days > _LONGEST[step] else None

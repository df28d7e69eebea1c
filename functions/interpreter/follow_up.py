"""Reads a question beside the one before it: what it leaves out is taken over."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

from billing.calendar import Unit
from billing.catalog import Catalog
from interpreter.intents import choose_intent
from interpreter.periods.comparison import related_to
from interpreter.periods.span import Span, unit_span
from interpreter.plan import plan_of
from interpreter.previous import Previous
from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear
from interpreter.values.value import dimension_label
from protocol.query_plan import Intent, Period, QueryPlan

_UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "half", "year")
_PLAIN: tuple[Intent, ...] = ("spend", "breakdown", "trend")
_OF_TWO_PERIODS: tuple[Intent, ...] = ("compare", "explain", "assessment")
_CAN_BE_GROUPED: tuple[Intent, ...] = (
    "compare",
    "explain",
    "adoption",
    "trend",
    "charges",
    "unit_cost",
    "forecast",
)
_CANNOT_BE_GROUPED: tuple[Intent, ...] = ("commitment", "budget", "anomaly")
_SAME = Pattern(r"^(?!.*\b(?:whole|all|entire|full)\b).*\bsame\b")
_THERE = Pattern(r"\b(?:there|on (?:it|that|those|them))\b")
_TAKES_OVER_NOTHING: tuple[Intent, ...] = ("savings", "budget", "assessment")


def points_back(reading: Reading, previous: Previous | None) -> bool:
    """Whether the question leans on the one before. Raises Unclear when it must, and there is none."""
    reference = reading.reference
    if previous is None or previous.plan.intent == "clarify":
        says_of_what = reading.about_costs or bool(reading.spans) or bool(reading.filters)
        if (reference.breaks and not says_of_what) or (
            reference.plain and not (reading.about_costs and not reference.why and reference.row is None)
        ):
            raise Unclear(
                "That follows on a question before it, and there is none here. Ask it whole.",
                ["What was my S3 spend in June?", "Spend by region last month"],
            )
        return False
    whole = reading.about_costs and bool(reading.spans) and reference.row is None
    if whole and not reference.hinted:
        return False
    if reference.plain or reference.hinted:
        return not whole or not (reading.filters or reading.grouping.group_by or reading.include_charges)
    return not reading.about_costs and choose_intent(reading) in (*_PLAIN, "charges", "compare", "explain")


def follow_up_plan(reading: Reading, previous: Previous, today: date, catalog: Catalog) -> QueryPlan:
    """The plan before, changed by what this question says. Raises Unclear as plan_of does."""
    before = previous.plan
    _set_beside(reading, before)
    own = choose_intent(reading)
    intent = _intent(reading, own, before, today)
    if own in _TAKES_OVER_NOTHING and own != before.intent:
        there: list[str] = []
        if own == "savings" and _THERE.search(reading.text):
            _take_over_filters(reading, before, there)
        plan = plan_of(reading, today, catalog)
        plan.assumptions[:0] = there
        return plan
    alone = _alone(reading, today, catalog)
    _refuse_what_cannot_follow(reading, own, before)
    kept: list[str] = []
    named = set(reading.filters)
    _take_over_row(reading, previous, kept)
    _take_over_spans(reading, intent, before, today)
    _take_over_filters(reading, before, kept)
    if reading.reference.row is None and not reading.grouping.group_by and "share" not in reading.markers:
        reading.grouping.group_by = list(before.group_by)
    if reading.unit is None and intent == "unit_cost":
        reading.unit = before.unit
    if reading.measured.metric is None and before.metric != "UnblendedCost":
        reading.measured = replace(reading.measured, metric=before.metric)
    if reading.reference.row is not None and intent == "breakdown" and not reading.grouping.group_by:
        intent = "spend"
    if reading.reference.whole and "share" in reading.markers:
        reading.share_of = [name for name in before.filters if name not in named]
    plan = plan_of(reading, today, catalog, intent)
    if reading.reference.rows is not None:
        plan.limit = reading.reference.rows
    if intent == "commitment" == before.intent:
        _keep_commitments(plan, reading, before)
    if intent == "explain" and plan.direction_claimed is None:
        plan.direction_claimed = before.direction_claimed
    if plan.limit is None and reading.grouping.group_by == before.group_by and intent == before.intent:
        plan.limit, plan.ascending = before.limit, before.ascending
        plan.moved = before.moved and (plan.direction_claimed or before.moved)
    if intent == before.intent and plan.measure == "total" and not reading.measured.step:
        plan.measure, plan.share_of_whole = before.measure, before.share_of_whole
        plan.share_of = list(before.share_of)
        if intent == "trend":
            plan.granularity, plan.step = before.granularity, before.step
    if plan != alone:
        plan.assumptions.insert(0, " ".join(["Read together with the question before it.", *kept]))
    return plan


def _alone(reading: Reading, today: date, catalog: Catalog) -> QueryPlan | None:
    """What the question would be without the one before it; None where it says too little."""
    try:
        return plan_of(deepcopy(reading), today, catalog)
    except Unclear:
        return None


def _refuse_what_cannot_follow(reading: Reading, own: Intent, before: QueryPlan) -> None:
    """Raises Unclear for what only one question before cannot tell, or what its kind of answer has not."""
    if reading.reference.both and not reading.spans and before.compare_period is None:
        raise Unclear("Which two are to be compared? Name both.", ["Compare January and February"])
    grouped = own == "breakdown" and reading.grouping.group_by and not reading.about_costs
    if grouped and before.intent in _CANNOT_BE_GROUPED and not reading.ranking.limit:
        names = " and ".join(dimension_label(name) for name in reading.grouping.group_by)
        raise Unclear(f"That answer cannot be split by {names}. Spend can.", [f"Spend by {names} last month"])


def _set_beside(reading: Reading, before: QueryPlan) -> None:
    """ "How does that compare with RDS?" sets it beside what was asked before, in the same days.

    Raises Unclear where it has days of its own.
    """
    both = [dimension for dimension in reading.filters if dimension in before.filters]
    if "compare" not in reading.markers or before.intent not in _PLAIN or len(both) != 1:
        return
    one, other = before.filters[both[0]], reading.filters[both[0]]
    if reading.spans:
        raise Unclear(
            "The two would differ in what they are of and in their days. Ask for one after the other.",
            [f"Spend on {reading.names[0].name} last month"] if reading.names else [],
        )
    reading.filters[both[0]] = list(dict.fromkeys([*one, *other]))
    reading.grouping.group_by = both
    reading.markers.discard("compare")


def _keep_commitments(plan: QueryPlan, reading: Reading, before: QueryPlan) -> None:
    """Of commitments, the kind and the measure not named anew are those asked for before."""
    if not reading.markers & {"savings_plans", "reservations", "commitments"}:
        plan.commitment_focus = before.commitment_focus
    if not reading.markers & {"coverage", "utilization", "idle", "rightsize"}:
        plan.commitment_measure = before.commitment_measure


def _intent(reading: Reading, own: Intent, before: QueryPlan, today: date) -> Intent:
    """What is wanted now: the question's own intent where it names one, else the one before."""
    if reading.reference.why:
        return "explain"
    if own not in _PLAIN:
        return own
    of_its_own = reading.measured.average or reading.ranking.extreme or "share" in reading.markers
    over = bool(reading.spans) and all(span.end <= today and not span.relation for span in reading.spans)
    if own == "spend" and before.intent == "forecast" and over and reading.about_costs:
        return "spend"
    if own == "spend" and not of_its_own:
        return before.intent
    if own == "breakdown" and before.intent in _CAN_BE_GROUPED:
        return before.intent
    if own == "trend" and before.intent == "forecast":
        return "forecast"
    return own


def _take_over_row(reading: Reading, previous: Previous, kept: list[str]) -> None:
    """ "The second one" is a row of the answer before: its keys become filters."""
    row = reading.reference.row
    if row is None:
        return
    rows = [keys for keys in previous.groups if keys and keys[0] != "Other"]
    if not rows or not -len(rows) <= row < len(rows):
        raise Unclear(
            f"The answer before has {len(rows)} rows, so there is no such one.", ["Top 5 services this month"]
        )
    for dimension, key in zip(previous.plan.group_by, rows[row], strict=False):
        reading.filters[dimension] = [key]
        kept.append(f"Took the {dimension_label(dimension)} {key or 'that is empty'}.")


def _take_over_spans(reading: Reading, intent: Intent, before: QueryPlan, today: date) -> None:
    current = span_of(before.period) if before.period else None
    earlier = span_of(before.compare_period) if before.compare_period else None
    if current is None:
        return
    if not reading.spans:
        both = intent in _OF_TWO_PERIODS and earlier is not None and before.intent in _OF_TWO_PERIODS
        reading.spans = [current, earlier] if both and earlier else [current]
        reading.before_spans = [""] * len(reading.spans)
        if intent == "forecast" and before.intent != "forecast":
            reading.spans = []
    elif len(reading.spans) == 1:
        span = reading.spans[0]
        if intent == "compare" and choose_intent(reading) == "compare":
            if span.recurs == "year":
                span = replace(span.years_moved(current.start.year - span.start.year), note=None)
                span = span if span.start <= today else span.years_moved(-1)
            reading.spans, reading.before_spans = [current, span], ["", ""]
        elif span.relation is not None:
            reading.spans = [related_to(current, span)]
        elif (
            span.unit == "year" and current.unit not in (None, "week", "year") and _SAME.search(reading.text)
        ):
            moved = current.years_moved(span.start.year - current.start.year)
            reading.spans = [replace(moved, note="Took the same days of that year.")]


def _take_over_filters(reading: Reading, before: QueryPlan, kept: list[str]) -> None:
    lifted = reading.reference.lifted
    for dimension, values in before.filters.items():
        if lifted is not None and lifted in ("", *dimension_label(dimension).split()):
            continue
        named_anew = dimension in reading.filters or (
            dimension in ("SERVICE", "USAGE_TYPE") and ({"SERVICE", "USAGE_TYPE"} & set(reading.filters))
        )
        ranked = bool(reading.ranking.limit) and reading.grouping.group_by == [dimension]
        if ranked and len(values) == 1:
            continue  # the top five of one service would be that service
        if not named_anew and dimension not in reading.exclude:
            reading.filters[dimension] = list(values)
            kept.append(f"Kept {dimension_label(dimension)}: {', '.join(values[:3]) or 'empty'}.")
    for dimension, values in before.exclude.items():
        if dimension not in reading.exclude and dimension not in reading.filters:
            reading.exclude[dimension] = list(values)
            kept.append(f"Still without {dimension_label(dimension)} {', '.join(values[:3])}.")
    if not reading.include_charges and not reading.exclude_charges:
        reading.include_charges = list(before.charge_types.include)
        reading.exclude_charges = list(before.charge_types.exclude)


def span_of(period: Period) -> Span:
    """The span a plan's period was made of: whole again when it was cut to today."""
    for unit in _UNITS:
        span = unit_span(unit, period.start)
        whole = span.end == period.end or (period.partial and span.end > period.end)
        if span.start == period.start and whole:
            return span
    return Span(period.start, period.end, since=period.partial)

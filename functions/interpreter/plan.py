"""Makes the plan of a reading: intent, periods, groups and figures by the rules of each intent."""

from datetime import date
from typing import cast

from billing.calendar import Unit
from billing.catalog import Catalog
from interpreter.directions import direction_claimed, moved
from interpreter.focus import budget_of_all, commitment_focus, commitment_measure, savings_focus
from interpreter.forecasting import forecast_of
from interpreter.intents import (
    SINCE_LAST,
    asks_how_the_first_changed,
    choose_intent,
    compares_values,
    ranks_growth_since,
    side_by_side,
)
from interpreter.periods.choose import (
    compared_periods,
    last_full_month,
    months_at_both_ends,
    only_span,
    past_period,
)
from interpreter.periods.span import unit_span, whole
from interpreter.reading import Reading
from interpreter.several_measures import other_measures
from interpreter.text.pattern import Pattern
from interpreter.unanswerable import refuse_unanswerable
from interpreter.unclear import Unclear
from interpreter.values.dimensions import offered
from interpreter.values.value import dimension_label
from interpreter.wording.measures import AVERAGES, GRANULARITIES, step_beside
from interpreter.wording.unit_cost import unit_of_quantity
from protocol.query_plan import (
    ChargeTypes,
    Granularity,
    Intent,
    Measure,
    Needs,
    Period,
    QueryPlan,
    Step,
    TimeStep,
    UnitOf,
)

_PART_OF = Pattern(r"\bhow much of\b(?! (?:it|that|this)\b)")
_ONE_ACTION = Pattern(r"\b(?:single best|best single|number (?:1|one)|#1|no\.? ?1)\b")
_TOP_ACTION = Pattern(
    r"\b(?:which|what|the|biggest|largest|best|top|greatest|highest) "
    r"(?:(?!recommendations|actions|opportunities|ways|things|wins)\w+ ){0,3}"
    r"(?:recommendation|action|opportunity|resource|saving|win|thing)\b(?! (?:opportunities|plans?))"
)
_HOW_MUCH = Pattern(
    r"\bhow much (?:do|does|did|is|are|was|were|have|has)\b.*\b(?:per|a|each) (?:day|week|"
    r"month)\b"
)
_WHO = Pattern(r"\bwho(?:se)?\b")
_LONGEST_DAILY_TREND = 62
_COARSER_STEPS: dict[str, Step] = {"week": "week", "quarter": "quarter", "year": "year"}


def plan_of(reading: Reading, today: date, catalog: Catalog, intent: Intent | None = None) -> QueryPlan:
    """The plan that answers the reading, by the intent its words choose unless one is given.

    Raises Unclear where it has no single answer.
    """
    intent = intent or choose_intent(reading)
    refuse_unanswerable(intent, reading)
    period, compare_period, notes = _periods(intent, reading, today)
    group_by, group_notes = _group_by(intent, reading, catalog)
    _check_offered(group_by, catalog)
    measure, share, measure_notes = _measure(intent, reading)
    measure_notes += _step_notes(intent, reading, period)
    if intent == "savings":
        measure_notes += _widen_to_all_kinds(reading)
    include, exclude = _charge_types(intent, reading)
    plan = QueryPlan(
        intent=intent,
        period=period,
        compare_period=compare_period,
        granularity=_granularity(intent, reading, period, measure),
        metric=reading.measured.metric or "UnblendedCost",
        charge_types=ChargeTypes(include=include, exclude=exclude),
        filters=reading.filters,
        exclude=reading.exclude,
        group_by=group_by,
        limit=_limit(intent, reading),
        needs=Needs(cost=intent != "savings", advisor=intent in ("savings", "assessment")),
        measure=measure,
        also=other_measures(reading, measure),
        step=_added_up_to(intent, reading),
        per=_per(intent, reading, period),
        share_of_whole=share,
        share_of=reading.share_of if share else [],
        unit=reading.unit or _counted_in(reading),
        savings_focus=savings_focus(reading),
        commitment_focus=commitment_focus(reading),
        commitment_measure=commitment_measure(reading),
        budget_of_all=intent == "budget" and budget_of_all(reading),
        ascending=reading.ranking.ascending,
        place=_place(intent, reading),
        direction_claimed=direction_claimed(reading),
        moved=moved(intent, reading),
        ended=intent == "explain" and "stopped_using" in reading.markers,
        assumptions=list(dict.fromkeys([*reading.notes, *notes, *group_notes, *measure_notes])),
    )
    if reading.ranking.place:
        plan.assumptions.append(f"Number {reading.ranking.place} is the last of the {plan.limit} shown.")
    if reading.net:
        plan.assumptions.append("The total is net: credits, refunds and tax are counted.")
    return plan


def _periods(intent: Intent, reading: Reading, today: date) -> tuple[Period | None, Period | None, list[str]]:
    if intent in ("compare", "explain") and reading.measured.average:
        raise Unclear(
            "Totals are compared, not averages. Ask for the average of each period.",
            ["Average daily spend in January", "Compare January and February"],
        )
    if intent in ("compare", "explain", "assessment"):
        shifts = reading.markers & {"mom", "yoy", "qoq", "wow", "dod"}
        spans, before = reading.spans, reading.before_spans
        if intent == "explain" and ranks_growth_since(reading):
            spans, before = months_at_both_ends(spans[0], today), ["", ""]
        since_last = SINCE_LAST.search(reading.text)
        if since_last and len(spans) == 1:
            spans, before = [unit_span(cast(Unit, since_last["unit"]), today, -1)], ["than"]
        compared, notes = compared_periods(spans, before, shifts, today)
        return compared.period, compared.compare_period, notes
    span = only_span(reading.spans, reading.spans_joined_by_and)
    if intent == "forecast":
        period, notes = forecast_of(reading, span, today)
        return period, None, notes
    if intent in ("budget", "savings"):
        return (None if span is None else whole(span)), None, []
    if intent == "charges" and span is None and "reconcile" in reading.markers:
        span = last_full_month(today)
    period, notes = past_period(span, intent, today)
    if intent == "adoption":
        earlier = (span or unit_span("year", today)).preceding()
        return period, whole(earlier), notes
    return period, None, notes


def _group_by(intent: Intent, reading: Reading, catalog: Catalog) -> tuple[list[str], list[str]]:
    group_by = list(reading.grouping.group_by)
    if intent == "adoption" and not group_by:
        return ["SERVICE"], []
    if intent == "breakdown" and compares_values(reading):
        dimension = side_by_side(reading)
        if dimension is not None and dimension not in group_by:
            return [dimension, *group_by][:2], []
    if not group_by and (intent == "explain" or moved(intent, reading)):
        chosen = "USAGE_TYPE" if _is_within_a_service(reading, catalog) else "SERVICE"
        return [chosen], [f"Split the change by {dimension_label(chosen)}."]
    if not group_by and reading.ranking.superlative and _WHO.search(reading.text):
        raise Unclear(
            "Who: which account, or which team by a tag?",
            ["Which account spends the most this month?", "Which team spends the most this month?"],
        )
    if group_by or intent != "breakdown":
        return group_by, []
    if "contents" in reading.markers and "SERVICE" in reading.filters:
        return ["USAGE_TYPE"], ["Broke it down by usage type."]
    chosen = "USAGE_TYPE" if "SERVICE" in reading.filters else "SERVICE"
    return [chosen], [f"Broke it down by {dimension_label(chosen)}."]


def _is_within_a_service(reading: Reading, catalog: Catalog) -> bool:
    """Whether services would say nothing of the change, and usage types would."""
    within = len(reading.filters.get("SERVICE", [])) == 1 or "USAGE_TYPE" in reading.filters
    return within and bool(catalog.usage_types)


def _check_offered(group_by: list[str], catalog: Catalog) -> None:
    for dimension in group_by:
        if dimension in catalog.unavailable or (dimension == "USAGE_TYPE" and not catalog.usage_types):
            raise Unclear(
                f"This bill has no {dimension_label(dimension)}. "
                f"It can be grouped by: {', '.join(offered(catalog))}.",
                ["Top 5 services this month"],
            )


def _measure(intent: Intent, reading: Reading) -> tuple[Measure, bool, list[str]]:
    share = reading.singles_out and (_PART_OF.search(reading.text) is not None or "share" in reading.markers)
    if reading.ranking.extreme and intent == "spend":
        return reading.ranking.extreme, False, []
    if intent == "charges" and reading.net and reading.exclude_charges and "compare" in reading.markers:
        return "gross_to_net", False, []
    if reading.measured.average:
        step = reading.measured.step
        if step is None and reading.grouping.group_by:
            raise Unclear("Average per day, week or month?", ["Average daily spend by service last month"])
        if step is not None and step not in AVERAGES:
            raise Unclear(
                f"Averages are per day, week or month, not per {step}.", ["Average monthly spend last year"]
            )
        notes = [] if step else ["No unit was named: averaged per day."]
        return AVERAGES[step or "day"], share, notes
    step = reading.measured.step
    if (
        intent == "trend"
        and step in AVERAGES
        and not reading.grouping.group_by
        and _HOW_MUCH.search(reading.text)
    ):
        return AVERAGES[step], share, []  # "how much do we spend per day": the days, and what one costs
    of_one_part = intent not in ("compare", "explain") and not reading.grouping.group_by
    if of_one_part and "share" in reading.markers and (reading.singles_out or reading.include_charges):
        return "share", True, []
    if reading.grouping.counted:
        return "count", share, []
    return "total", share, []


def _widen_to_all_kinds(reading: Reading) -> list[str]:
    """ "Unattached volumes or idle load balancers": filters by both would leave only what is of both."""
    if not {"SERVICE", "USAGE_TYPE"} <= reading.filters.keys():
        return []
    names = " and ".join(value.name for value in reading.names)
    reading.filters = {
        name: values for name, values in reading.filters.items() if name not in ("SERVICE", "USAGE_TYPE")
    }
    return [f"Looked for resources of every kind, not of {names} alone."]


def _added_up_to(intent: Intent, reading: Reading) -> Step | None:
    """Cost Explorer has hours, days and months: what these are added up to for other steps."""
    return _COARSER_STEPS.get(reading.measured.step or "") if intent == "trend" else None


def _per(intent: Intent, reading: Reading, period: Period | None) -> TimeStep | None:
    """The step an answer of another kind than a trend is asked by."""
    shares = intent == "spend" and "share" in reading.markers
    may_have = shares or intent in ("compare", "explain", "forecast", "commitment")
    return step_beside(reading.measured, period.days if period else None) if may_have else None


def _counted_in(reading: Reading) -> UnitOf | None:
    return unit_of_quantity(reading.text) if reading.measured.metric == "UsageQuantity" else None


def _step_notes(intent: Intent, reading: Reading, period: Period | None) -> list[str]:
    step = _per(intent, reading, period)
    if intent in ("forecast", "commitment") and step not in (None, "month"):
        told = "Forecasts are" if intent == "forecast" else "Coverage and utilisation are"
        return [f"{told} told by month at the finest here, not by {step}."]
    if _added_up_to(intent, reading) != "week":
        return []
    return ["Weeks run from Monday to Sunday; one the period cuts is counted as far as it reaches."]


def _granularity(intent: Intent, reading: Reading, period: Period | None, measure: Measure) -> Granularity:
    if measure.endswith("_day"):
        return "DAILY"
    step = reading.measured.step
    if intent == "trend":
        if step:
            return GRANULARITIES[step]
        return "DAILY" if period is not None and period.days <= _LONGEST_DAILY_TREND else "MONTHLY"
    if step == "hour":
        return "HOURLY"
    if step and not reading.measured.average:
        return GRANULARITIES[step]
    return "DAILY" if period is not None and period.days == 1 else "MONTHLY"


def _limit(intent: Intent, reading: Reading) -> int | None:
    if reading.ranking.extreme and intent == "spend":
        return reading.ranking.spans
    if reading.ranking.limit:
        return reading.ranking.limit
    superlative = reading.ranking.superlative
    one_of_all = superlative and (reading.grouping.singular or _TOP_ACTION.search(reading.text))
    if (one_of_all or _ONE_ACTION.search(reading.text)) and intent in ("breakdown", "savings"):
        return 1
    return None


def _place(intent: Intent, reading: Reading) -> int | None:
    first = intent == "compare" and reading.grouping.group_by and asks_how_the_first_changed(reading)
    return reading.ranking.place or (1 if first else None)


def _charge_types(intent: Intent, reading: Reading) -> tuple[list[str], list[str]]:
    if intent == "charges" and reading.net:
        return reading.include_charges, []  # gross against net takes all of them
    if intent == "charges" and "contents" in reading.markers and len(reading.include_charges) > 1:
        return [], reading.exclude_charges  # named as the parts of the whole, none of which is left out
    return reading.include_charges, reading.exclude_charges

"""Reads a question part by part; every word of content must be understood by one of them."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from interpreter.context import without_context
from interpreter.intents import EACH_ALONE
from interpreter.periods.recognise import mark_periods
from interpreter.periods.shared_parts import spell_out_parts
from interpreter.periods.span import unit_span
from interpreter.reading import Reading
from interpreter.text.normalise import normalise
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.text.spelling import correct_spelling
from interpreter.unclear import Unclear
from interpreter.unread import ask_about_unread
from interpreter.values.as_written import protect_compounds, with_names_in_capitals
from interpreter.values.full_names import mark_full_names
from interpreter.values.index import ValueIndex
from interpreter.values.mentions import VALUE, mark_dimensions, mark_values
from interpreter.values.value import Value, dimension_label
from interpreter.wording.absences import refuse_absences
from interpreter.wording.charge_types import CHARGE, mark_charge_types, take_commitment_cost
from interpreter.wording.contradictions import refuse_charges_both_ways, settle_contradictions
from interpreter.wording.early_markers import mark_early_markers
from interpreter.wording.exclusions import mark_exclusions, value_filters
from interpreter.wording.grouping import mark_grouping
from interpreter.wording.joined import add_up_joined, refuse_crossed, set_against
from interpreter.wording.markers import mark_markers, sets_periods_apart
from interpreter.wording.measures import GRANULARITIES, mark_measures
from interpreter.wording.ranking import mark_ranking
from interpreter.wording.references import mark_references
from interpreter.wording.refusals import (
    WHAT_CAN_BE_ASKED,
    refuse_what_cannot_be_asked,
    tell_what_can_be_asked,
)
from interpreter.wording.shares import dimensions_of_whole
from interpreter.wording.unit_cost import COUNTED, REQUESTS, mark_unit_cost

LONGEST_QUESTION = 1000
_MOST_USAGE_TYPES = 4
_AND = ("and", ",", ", and", "and in", "and for", "and also")
_COST_WORDS = Pattern(
    r"\b(?:spen[dt]\w*|cost\w*|bill\w*|charge\w*|pay(?:s|ing|ments?)?|paid|expens\w+|expenditures?|tab|"
    r"outlay|invoices?|money|usd|"
    r"dollars?|price[sd]?|usage|\$)|\$"
)
_ANNUAL = Pattern(
    r"\b(?:annual|yearly|full[- ]year)\b(?! (?:average|basis|growth|change|trend|history|breakdown)\b)"
)
_ONLY_NAMES = Pattern(r"^(?:what|who|where) (?:is|are) (?:an? |the )?[\w .-]+\??$")


def read_question(question: str, today: date, index: ValueIndex, in_conversation: bool = False) -> Reading:
    """Everything the question says; `in_conversation` when there is a question before it to point back at.

    Raises Unclear when something in it has two readings, cannot be answered, or is not understood.
    """
    if len(question) > LONGEST_QUESTION:
        raise Unclear(
            f"That is {len(question)} characters long. Ask one question in a sentence or two.",
            WHAT_CAN_BE_ASKED,
        )
    text = normalise(with_names_in_capitals(question, index))
    if not any(character.isalnum() for character in text):
        raise Unclear("There is no question in that.", WHAT_CAN_BE_ASKED)
    tell_what_can_be_asked(text)
    text, passed_over = without_context(text, index)
    text, corrections = correct_spelling(text, index.words)
    text = spell_out_parts(normalise(text))
    sentence = Sentence(text)
    reading = Reading(text, notes=[f'Read "{wrong}" as "{right}".' for wrong, right in corrections])
    reading.notes += [f'Passed over "{part}".' for part in passed_over]
    _read_parts(sentence, reading, today, index)
    named = sentence.of_kind(VALUE)
    reading.about_costs = any(
        not any(mention.start <= match.start() < mention.end for mention in named)
        for match in _COST_WORDS.finditer(text)
    )
    reading.notes += [f'Passed over "{word}".' for word in ask_about_unread(sentence, index, question)]
    says_what = (
        reading.about_costs
        or reading.spans
        or reading.markers
        or reading.measured.average
        or reading.reference.plain
    )
    if _ONLY_NAMES.search(text) and not says_what:
        raise Unclear(
            "I answer what AWS services cost, not what they are.",
            [f"Spend on {value.name} last month" for value in reading.names[:2]] or WHAT_CAN_BE_ASKED,
        )
    if not reading.says_something:
        raise Unclear("I answer questions about what AWS costs.", WHAT_CAN_BE_ASKED, not_understood=True)
    return reading


def _read_parts(sentence: Sentence, reading: Reading, today: date, index: ValueIndex) -> None:
    catalog = index.catalog
    refuse_what_cannot_be_asked(sentence, catalog, index.words)
    refuse_absences(sentence)
    compounds = protect_compounds(sentence, index)
    reading.reference = mark_references(sentence)
    reading.unit = mark_unit_cost(sentence, {phrase[0] for phrase in index.dimensions if len(phrase) == 1})
    reading.ranking = mark_ranking(sentence)
    periods = mark_periods(
        sentence, today, comparing=sets_periods_apart(sentence.text), first_day=catalog.first_day
    )
    reading.spans = [mention.what for mention in periods]
    reading.before_spans = [sentence.before(mention.start) for mention in periods]
    reading.spans_joined_by_and = _joined_by(sentence, periods, _AND)
    reading.measured = mark_measures(sentence)
    _read_each_period_alone(sentence, reading)
    mark_full_names(sentence, index)
    early = take_commitment_cost(sentence, catalog, mark_early_markers(sentence))
    include, exclude, reading.net = mark_charge_types(sentence, catalog, early)
    for compound in compounds:
        sentence.release(compound)
    mark_values(sentence, index)
    if reading.measured.metric == "UsageQuantity":
        sentence.take(COUNTED, "counted")
    elif reading.unit and reading.unit.usage_unit == "Requests":
        sentence.take(REQUESTS, "counted")
    dimensions = mark_dimensions(sentence, index)
    if set_against(sentence, periods):
        reading.markers.add("compare")
    left_out = mark_exclusions(sentence)
    add_up_joined(sentence, left_out, catalog)
    refuse_crossed(sentence)
    values = sentence.of_kind(VALUE)
    reading.grouping = mark_grouping(sentence, dimensions, catalog)
    reading.markers |= early | mark_markers(sentence)
    if "tag_coverage" in reading.markers:
        reading.markers.add("share")
    if "run_rate" in reading.markers:
        _read_run_rate(reading, today)
    if not reading.spans and _ANNUAL.search(sentence.text):
        _take_this_year(reading, today)
    reading.filters, reading.exclude = value_filters(values, left_out)
    settle_contradictions(sentence, reading, values, left_out)
    for mention in sentence.of_kind(CHARGE):
        (exclude if mention in left_out else include).extend(mention.what)
    reading.include_charges = list(dict.fromkeys(include))
    reading.exclude_charges = list(dict.fromkeys(exclude))
    refuse_charges_both_ways(sentence, reading)
    for key in reading.grouping.untagged:
        reading.filters[key] = [""]
    for key in reading.grouping.tagged:
        reading.exclude[key] = [""]
    reading.share_of = dimensions_of_whole(
        sentence, values, left_out, [*reading.grouping.untagged, *reading.grouping.tagged]
    )
    reading.names = [mention.what for mention in values if mention not in left_out]
    reading.notes += _value_notes(values)


def _read_each_period_alone(sentence: Sentence, reading: Reading) -> None:
    """ "January and February separately" are two figures, a month each."""
    units = {span.unit for span in reading.spans}
    alone = reading.spans_joined_by_and and EACH_ALONE.search(sentence.text)
    unit = units.pop() if len(units) == 1 else None
    if alone and unit in GRANULARITIES and reading.measured.step is None:
        reading.measured = replace(reading.measured, step=unit)


def _read_run_rate(reading: Reading, today: date) -> None:
    """The run rate of a period that is over is its average; else it is what the spend is heading for."""
    if reading.spans and all(span.end <= today for span in reading.spans):
        reading.measured = replace(reading.measured, average=True, step=reading.measured.step or "day")
    else:
        reading.markers.add("forecast")


def _take_this_year(reading: Reading, today: date) -> None:
    """ "Annual cost" names the year under way, where no other period is named."""
    year = unit_span("year", today)
    reading.spans = [replace(year, note=f"Took the year under way, {today.year}.")]
    reading.before_spans = [""]


def _joined_by(sentence: Sentence, periods: list[Mention], words: tuple[str, ...]) -> bool:
    return len(periods) > 1 and all(
        sentence.text[one.end : other.start].strip() in words for one, other in pairwise(periods)
    )


def _usage_types_note(value: Value) -> str:
    """`Data transfer: the usage types A, B, C, D and 3 more.`"""
    shown, more = value.values[:_MOST_USAGE_TYPES], len(value.values) - _MOST_USAGE_TYPES
    listed = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
    kind = "usage type" if len(value.values) == 1 else "usage types"
    return f"Took {value.name} as the {kind} {listed}."


def _value_notes(mentions: list[Mention]) -> list[str]:
    notes: list[str] = []
    for mention in mentions:
        value: Value = mention.what
        if value.note:
            notes.append(value.note)
        elif value.dimension == "SERVICE" and len(value.values) > 1:
            notes.append(f"{value.name} is {' and '.join(value.values)}.")
        elif value.dimension == "USAGE_TYPE" and value.name not in value.values:
            notes.append(_usage_types_note(value))
        elif value.dimension == "LINKED_ACCOUNT" and value.name not in value.values:
            notes.append(f"The account {value.name} is {', '.join(value.values)}.")
        elif value.dimension.startswith(("TAG:", "COST_CATEGORY:")):
            notes.append(f"Took {value.name} as the {dimension_label(value.dimension)}.")
    return list(dict.fromkeys(notes))

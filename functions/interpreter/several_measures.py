"""Measures asked for beside the first: the highest and the lowest month, the average and the dearest day."""

from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from interpreter.wording.measures import AVERAGES
from protocol.query_plan import Measure

_HIGH = r"(?:highest|most expensive|costliest|dearest|priciest|peak|biggest|largest|maximum|max)"
_LOW = r"(?:lowest|least expensive|cheapest|smallest|minimum|min)"
_AND = (
    r"(?: (?:spend(?:ing)?|costs?|day|month|daily|monthly))*(?: ?[,/&+]| and| or| as well as| plus)+ "
    r"(?:the |our )?"
)
_BOTH_ENDS = Pattern(rf"\b(?:{_HIGH}{_AND}{_LOW}|{_LOW}{_AND}{_HIGH})\b")
_STEP = r"(?:(?:per |a |each )?(?:day|week|month)|daily|weekly|monthly)"
_SEVERAL_STEPS = Pattern(
    rf"\b{_STEP}(?:(?: (?:average|avg|spend|costs?))*(?: ?[,/&+]| and| or| as well as)+ "
    rf"(?:the |average |avg )*{_STEP})+\b"
)
_STEP_WORDS = {"day": ("day", "daily"), "week": ("week", "weekly"), "month": ("month", "monthly")}
_OPPOSITES: dict[Measure, Measure] = {
    "dearest_day": "cheapest_day",
    "cheapest_day": "dearest_day",
    "dearest_month": "cheapest_month",
    "cheapest_month": "dearest_month",
}


def other_measures(reading: Reading, first: Measure) -> list[Measure]:
    """Those the question asks for beside `first`, in a fixed order; empty for most questions."""
    found: list[Measure] = []
    if first in _OPPOSITES and _BOTH_ENDS.search(reading.text):
        found.append(_OPPOSITES[first])
    if reading.measured.average and first in _OPPOSITES:
        step = reading.measured.step or first.rpartition("_")[2]
        found += [AVERAGES[step]] if step in AVERAGES else []
    several = _SEVERAL_STEPS.search(reading.text)
    if several and first in AVERAGES.values():
        said = several.group().split()
        found += [AVERAGES[step] for step, names in _STEP_WORDS.items() if set(names) & set(said)]
    return [measure for measure in dict.fromkeys(found) if measure != first]

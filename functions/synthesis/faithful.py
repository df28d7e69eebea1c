"""Whether a model's phrase says only what the plain answer says: no other number, nothing but text."""

import re
from itertools import pairwise

from protocol.result import Result
from synthesis.figures import currency_of, stated_figures, unfounded_figures

MOST_CHARACTERS = 700

_ACTIVE = re.compile(r"[\[\]<>|`*~\\{}#]|://|www\.|@|&#?\w+;|_{2}", re.IGNORECASE)
_NUMBER_IN_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|halv\w+|thirds?|"
    r"quarters? of|double[ds]?|doubling|triple[ds]?|twice|thrice|\w+fold)\b",
    re.IGNORECASE,
)
_UNIT_IN_WORDS = re.compile(r"\d\s*(?:[kmb]n?\b|dollars?|cents?|usd|euros?|per ?cent)", re.IGNORECASE)
_UP = re.compile(r"\b(rose|risen|rising|increas\w+|grew|grown|went up|higher|climb\w+|jump\w+)\b", re.I)
_DOWN = re.compile(r"\b(fell|fallen|falling|decreas\w+|declin\w+|shrank|went down|lower|drop\w*)\b", re.I)
_TOKEN = re.compile(r"[$]?\d[\d,]*(?:\.\d+)?%?|[^\W\d_]+")


def is_faithful(phrase: str, result: Result) -> bool:
    """Whether a phrase may stand for the plain first line of the result's answer.

    Its amounts and percentages are the data's, its other numbers stand beside a word they stand beside in the
    plain answer, the figure asked for is among them, and what rose is not said to have fallen.
    """
    if not 0 < len(phrase) <= MOST_CHARACTERS or _ACTIVE.search(phrase):
        return False
    if _NUMBER_IN_WORDS.search(phrase) or _UNIT_IN_WORDS.search(phrase):
        return False
    return (
        not unfounded_figures(phrase, result)
        and _numbers_are_in_place(phrase, result.response)
        and _names_main_figure(phrase, result)
        and _keeps_direction(phrase, result)
    )


def _numbers_are_in_place(phrase: str, plain: str) -> bool:
    """Whether each number is in the plain answer; a bare one (a day, a count) beside the same word there."""
    known = _tokens(plain)
    neighbours = set(pairwise(known))
    said = ["", *_tokens(phrase), ""]
    for before, token, after in zip(said, said[1:], said[2:], strict=False):
        if not any(char.isdigit() for char in token):
            continue
        if token.startswith("$") or token.endswith("%"):
            if token not in known:
                return False
        elif (before, token) not in neighbours and (token, after) not in neighbours:
            return False
    return True


def _tokens(words: str) -> list[str]:
    return [token.lower().rstrip(",") for token in _TOKEN.findall(words)]


def _names_main_figure(phrase: str, result: Result) -> bool:
    """Whether the first figure of the plain first line is in it, where that line has any."""
    currency = currency_of(result)
    main = stated_figures(result.response.partition("\n\n")[0], currency)[:1]
    said = stated_figures(phrase, currency)
    return all(any(one.size == other.size for other in said) for one in main)


def _keeps_direction(phrase: str, result: Result) -> bool:
    comparison = result.cost_analysis.comparison if result.cost_analysis else None
    if comparison is None or comparison.delta == 0:
        return True
    return not (_DOWN if comparison.delta > 0 else _UP).search(phrase)

"""All the history there is: all time, lifetime, since we started, ever."""

import re
from datetime import date, timedelta

from interpreter.periods.labels import label_day
from interpreter.periods.span import PERIOD, Span
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear

_BEGINNING = r"(?:the )?(?:very )?(?:beginning|start|outset)(?! (?:of|in)\b)"
_WE_STARTED = (
    r"(?:we|i) (?:first )?(?:started|began|joined|signed up|moved to aws)"
    r"(?: (?:with|using|on|to use|in) (?:aws|the cloud))?(?= ?(?:\W*$|,))"
)
_ACCOUNT_OPENED = (
    r"(?:the )?(?:account|bill|records?|data|history) (?:was )?(?:opened|created|began|begins|started|starts)"
)
_ALL_TIME = Pattern(
    r"\b(?:(?:over|across|in|for|during|of) )?(?:the |our |its |my )?(?:"
    r"(?:entire |whole |full )?life-?time|life to date|all[- ]time|(?:entire|whole|full|complete) history|"
    rf"(?:ever )?since (?:{_BEGINNING}|inception|day (?:one|1)|{_WE_STARTED}|{_ACCOUNT_OPENED})|"
    rf"from {_BEGINNING}|"
    r"all (?:of )?(?:the )?(?:data|history)(?: (?:there is|(?:we|you) have|available|on record))?)"
    r"(?: (?:until|till|to|up to) (?:now|today|date))?(?!\w)"
)
_EVER = Pattern(r"\bever\b(?! since)")


def mark_all_time(sentence: Sentence, today: date, first_day: date | None) -> None:
    """Claims words for the whole history, which begins on `first_day`.

    Raises Unclear where that is not known.
    """
    for match in list(sentence.find(_ALL_TIME)):
        _claim(sentence, match, today, first_day)


def mark_ever(sentence: Sentence, today: date, first_day: date | None) -> None:
    """Claims "ever", which is the whole history where no period is named."""
    for match in _EVER.finditer(sentence.text):
        _claim(sentence, match, today, first_day)


def _claim(sentence: Sentence, match: re.Match[str], today: date, first_day: date | None) -> None:
    if first_day is None:
        raise Unclear(
            f'Where the history of this bill begins is not known, so "{match.group()}" has no first day.',
            ["Spend in the last 12 months", "Spend this year"],
        )
    note = f"Took all the history there is, which begins on {label_day(first_day)}."
    span = Span(min(first_day, today), today + timedelta(days=1), note=note, since=True)
    sentence.claim(match.start(), match.end(), PERIOD, span)

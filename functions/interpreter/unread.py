"""Words of content that nothing has understood are asked back, never dropped."""

import re

from rapidfuzz import fuzz, process

from interpreter.periods.span import PERIOD
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence, Word
from interpreter.text.stem import stem
from interpreter.text.vocabulary import CONTENT_WHEN_NAMED, EVERYDAY_WORDS, HARMLESS_WORDS
from interpreter.unclear import Unclear
from interpreter.values.dimensions import offered
from interpreter.values.index import ValueIndex
from interpreter.values.nearest import nearest_names
from interpreter.wording.refusals import WHAT_CAN_BE_ASKED

_LONGEST_QUOTED = 60
_MOST_PASSED_OVER = 2
_LIKE_A_NAME = 80
_ANYTHING = Pattern(r"\b(?:any|anything|something|anyone|someone)\b")
_NAME_FOLLOWS = Pattern(
    r"(?:[-_=/:.,;]\s*|\b(?:for|of|by|on|in|from|to|at|within|under|per|each|with|without|exclud\w*|except|"
    r"only|not|no|minus|than|vs|versus|and|or|compare|about|regarding|tag|tagged|project|team|account|service|"
    r"environment|region|called|named|did|does|do|has|have|is|are|was|were|"
    r"forecast|break|show) (?:(?:the|our|my|all|an?) )*)$"
)
_IS_TOLD_TO = Pattern(r"^ (?:me|us|the|our|my|an?|up) ")
_NAME_ENDS = Pattern(
    r"[-_=/:.]\w|:|\S* (?:spen[dt]\w*|costs?|bills?|charges|usage|account|team|project|service|region|"
    r"environment|tag|cluster|bucket|app|application|down|only|only:)\b"
)
_WRITTEN = Pattern(r"[a-z0-9\u00c0-\uffff]+(?:[-_][a-z0-9\u00c0-\uffff]+)*")


def ask_about_unread(sentence: Sentence, index: ValueIndex, question: str) -> list[str]:
    """Raises Unclear for the words left unread, with the nearest values of the bill.

    Gives the everyday words that were passed over: those that stand, in the question as typed, where no name
    of a value does.
    """
    unread = [word for word in sentence.unclaimed_words() if not _may_be_passed_over(word.text, index)]
    everyday = [word for word in unread if _says_nothing(sentence, word, index, question)]
    if len(everyday) == len(unread) <= _MOST_PASSED_OVER:
        return [word.text for word in everyday]
    said = _quoted(sentence, unread)
    before = sentence.before(unread[0].start)
    asks_to_group = f" {before}".endswith((" by", " per", " each", " by the"))
    if asks_to_group or stem(unread[0].text) == "tag":
        raise Unclear(
            f'Costs cannot be grouped by "{said}". They can be by: {", ".join(offered(index.catalog))}.',
            ["Top 5 services this month", "Spend by region last month"],
            not_understood=True,
        )
    nearest = nearest_names(said, index)
    if nearest:
        raise Unclear(
            f'I do not know "{said}" in this bill. Nearest: {", ".join(nearest)}.',
            [f"Spend on {name} last month" for name in nearest],
            not_understood=True,
        )
    raise Unclear(
        f'I do not understand "{said}". I answer questions about what AWS costs.',
        WHAT_CAN_BE_ASKED,
        not_understood=True,
    )


def _may_be_passed_over(word: str, index: ValueIndex) -> bool:
    if word not in HARMLESS_WORDS:
        return False
    return not (word in CONTENT_WHEN_NAMED and stem(word) in index.label_words)


def _says_nothing(sentence: Sentence, word: Word, index: ValueIndex, question: str) -> bool:
    if word.text not in EVERYDAY_WORDS or _ANYTHING.search(sentence.text):
        return False
    before, after = sentence.text[: word.start], sentence.text[word.end :]
    if _NAME_FOLLOWS.search(before) or _NAME_ENDS.match(after):
        return False
    if not before and not _IS_TOLD_TO.match(after):
        return False
    if any(mention.end + 1 == word.start for mention in sentence.of_kind(PERIOD)):
        return False  # "June swallow"
    if not (word.start == 0 or re.search(rf"(?<!\w){re.escape(word.text)}(?!\w)", question)):
        return False  # written as names are, with a capital
    return process.extractOne(word.text, index.words, scorer=fuzz.ratio, score_cutoff=_LIKE_A_NAME) is None


def _quoted(sentence: Sentence, unread: list[Word]) -> str:
    """The unread words as written: the whole of a compound of which a piece is unread ("prod-web")."""
    written = [
        match.group()
        for match in _WRITTEN.finditer(sentence.text)
        if any(match.start() <= word.start < match.end() for word in unread)
    ]
    return " ".join(written)[:_LONGEST_QUOTED]

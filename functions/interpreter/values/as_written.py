"""Names of the bill whose spelling alone tells them from everyday words: "IT", "daily-report"."""

import re

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.text.stem import stems
from interpreter.text.vocabulary import ORDINARY_WORDS
from interpreter.values.dimensions import Phrase
from interpreter.values.index import ValueIndex

_CAPITALS = Pattern(r"(?<![\w-])[A-Z]{2,}(?![\w-])")
_COMPOUND = Pattern(r"(?<![\w-])[a-z]{2,}(?:[-_][a-z]{2,})+(?![\w-])")
_LABELS = ("LINKED_ACCOUNT", "TAG:", "COST_CATEGORY:")
_SET_BY_QUESTIONS = {"month-to-date", "year-to-date", "on-demand", "year-end", "month-end"}


def with_names_in_capitals(question: str, index: ValueIndex) -> str:
    """The question with its kind set beside a name that only capitals tell from a word: "IT account"."""
    if question.isupper():
        return question
    return _CAPITALS.sub(lambda match: _with_its_kind(match, index), question)


def _with_its_kind(match: re.Match[str], index: ValueIndex) -> str:
    word, after = match.group(), stems(match.string[match.end() :])[:1]
    if word.lower() not in ORDINARY_WORDS or after in index.dimensions:
        return word
    named = [
        value
        for value in index.phrases.get(stems(word), [])
        if value.name == word and value.dimension.startswith(_LABELS)
    ]
    if len(named) != 1:
        return word
    kinds: list[Phrase] = [name for name, kind in index.dimensions.items() if kind == named[0].dimension]
    return f"{word} {' '.join(min(kinds))}" if kinds else word


def protect_compounds(sentence: Sentence, index: ValueIndex) -> list[Mention]:
    """Claims compounds that are names of the bill, so that "daily" is read out of none; to be released."""
    return [
        sentence.claim(match.start(), match.end(), "as_written")
        for match in list(sentence.find(_COMPOUND))
        if match.group() not in _SET_BY_QUESTIONS and _is_label(match.group(), index)
    ]


def _is_label(compound: str, index: ValueIndex) -> bool:
    return any(
        value.dimension.startswith(_LABELS) and value.name.lower() == compound
        for value in index.phrases.get(stems(compound), [])
    )

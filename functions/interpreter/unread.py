"""Words of content that nothing has understood are asked back, never dropped."""

from rapidfuzz import fuzz, process

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence, Word
from interpreter.text.stem import stem
from interpreter.text.vocabulary import CONTENT_WHEN_NAMED, HARMLESS_WORDS, ORDINARY_WORDS
from interpreter.unclear import Unclear
from interpreter.values.dimensions import offered
from interpreter.values.index import ValueIndex
from interpreter.values.value import Value, dimension_label
from interpreter.wording.refusals import WHAT_CAN_BE_ASKED

_LONGEST_QUOTED = 60
_NEAR_ENOUGH = 55
_WRITTEN = Pattern(r"[a-z0-9\u00c0-\uffff]+(?:[-_][a-z0-9\u00c0-\uffff]+)*")


def ask_about_unread(sentence: Sentence, index: ValueIndex) -> None:
    """Raises Unclear for the words left unread, with the nearest values of the bill."""
    unread = [word for word in sentence.unclaimed_words() if not _may_be_passed_over(word.text, index)]
    if not unread:
        return
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


def nearest_names(said: str, index: ValueIndex, limit: int = 3) -> list[str]:
    """The names of values of this bill most like the words."""
    names: dict[str, str] = {}
    for phrase, values in index.phrases.items():
        for value in values:
            if value.kind == "value" and not (len(phrase) == 1 and phrase[0] in ORDINARY_WORDS):
                names.setdefault(" ".join(phrase), _shown(value))
    words = {stem(word) for word in said.split()} - ORDINARY_WORDS
    holding = [shown for phrase, shown in names.items() if words & set(phrase.split())]
    found = process.extract(said, list(names), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=limit * 3)
    return list(dict.fromkeys([*holding, *(names[phrase] for phrase, _, _ in found)]))[:limit]


def _shown(value: Value) -> str:
    if value.dimension in ("SERVICE", "USAGE_TYPE", "REGION"):
        return value.name if value.dimension != "SERVICE" or len(value.values) != 1 else value.values[0]
    return f"{value.name} ({dimension_label(value.dimension)})"


def _quoted(sentence: Sentence, unread: list[Word]) -> str:
    """The unread words as written: the whole of a compound of which a piece is unread ("prod-web")."""
    written = [
        match.group()
        for match in _WRITTEN.finditer(sentence.text)
        if any(match.start() <= word.start < match.end() for word in unread)
    ]
    return " ".join(written)[:_LONGEST_QUOTED]

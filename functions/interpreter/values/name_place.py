"""Whether words stand where a name can: whole, not a piece of another, and as what is spent on."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence, Word
from interpreter.text.stem import stem
from interpreter.text.vocabulary import HARMLESS_WORDS, NEVER_NAMES
from interpreter.values.index import ValueIndex

_SPENT_AFTER = Pattern(r"^ (?:spend(?:ing)?|costs?|bills?|charges|expenses)\b")
_SPENT_ON = Pattern(
    r"\bhow much of [\w ]{1,30} (?:is|was|were|went to|came from) (?:the )?$|\bcompare $|"
    r"\b(?:service|region|account|team|day|week|month) for (?:the )?$|"
    r"\b(?:spend(?:ing)?|spent|costs?|bill|charges|expenses) (?:of|for|on|by|from) (?:the )?$"
)
_ENDS = Pattern(r"^(?:\W*$| (?:in|for|during|last|this|since|over|by|per|to|with|and|vs)\b)")
_COMPOUND_LEFT = Pattern(r"(?P<word>[a-z0-9]+)[-_]$")
_COMPOUND_RIGHT = Pattern(r"^[-_](?P<word>[a-z0-9]+)")
_PREFIXES = {"non", "ex", "pre", "all", "per", "by", "cross", "inter", "multi"}
_SUFFIXES = {
    "only",
    "based",
    "wide",
    "wise",
    "related",
    "level",
    "specific",
    "hosted",
    "tagged",
    "owned",
    "side",
}
_ENDS_IN = Pattern(r"^(?:\W*$| (?:costs?|spend|bytes|charges|traffic|and|vs)\b)")


def is_cut_out(sentence: Sentence, words: list[Word], first: int, size: int, index: ValueIndex) -> bool:
    """Whether the words are a piece of a compound ("prod" of "prod-web"), or end in the "in" of "in May"."""
    start, end = words[first].start, words[first + size - 1].end
    left, right = _COMPOUND_LEFT.search(sentence.text[:start]), _COMPOUND_RIGHT.match(sentence.text[end:])
    if left and left["word"] not in _PREFIXES and not _is_name(left["word"], index):
        return True
    if right and right["word"] not in _SUFFIXES and not _is_name(right["word"], index):
        return True
    return size > 1 and words[first + size - 1].text == "in" and not _ENDS_IN.match(sentence.text[end:])


def _is_name(word: str, index: ValueIndex) -> bool:
    return (stem(word),) in index.dimensions or (stem(word),) in index.phrases


def stands_as_name(sentence: Sentence, word: Word) -> bool:
    """Whether an everyday word stands where a name does: "data spend", "the cost of web"."""
    if word.text not in HARMLESS_WORDS or word.text in NEVER_NAMES:
        return False
    after = sentence.text[word.end :]
    return bool(
        _SPENT_AFTER.match(after) or (_SPENT_ON.search(sentence.text[: word.start]) and _ENDS.match(after))
    )

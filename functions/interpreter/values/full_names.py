"""Services named in full, as the bill names them."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.text.stem import stems
from interpreter.values.index import ValueIndex
from interpreter.values.mentions import VALUE, phrase_at
from interpreter.values.value import Value

_SAID_OF = Pattern(r"\b(?:in|via|from|with|to|than|using|and|what)(?: the)? $")
_COST_EXPLORER = ("aws", "cost", "explorer")
_FEWEST_WORDS = 3


def mark_full_names(sentence: Sentence, index: ValueIndex) -> None:
    """Claims services named in full, before their words are taken for more ("Savings Plans for AWS ...")."""
    words = sentence.words
    for name in sorted(index.catalog.services, key=len, reverse=True):
        phrase = stems(name)
        for first in range(len(words) - len(phrase) + 1):
            if len(phrase) < _FEWEST_WORDS or phrase_at(sentence, words, first, len(phrase)) != phrase:
                continue
            start, end = words[first].start, words[first + len(phrase) - 1].end
            spoken_of = phrase == _COST_EXPLORER and _SAID_OF.search(sentence.text[:start])
            if spoken_of or not sentence.is_free(start, end):
                continue
            sentence.claim(start, end, VALUE, Value("SERVICE", (name,), name))

"""The names of this bill most like words it does not have."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from interpreter.text.stem import stems
from interpreter.text.vocabulary import ORDINARY_WORDS
from interpreter.values.index import ValueIndex
from interpreter.values.value import Value, dimension_label

_ALIKE = 0.65
"""Letters in common, of 1: a slip in two of "chekcout", not the three of "joke" in "invoke"."""
_SHORTEST_START = 4
_MAKERS = {"amazon", "aws"}


def nearest_names(said: str, index: ValueIndex, limit: int = 3) -> list[str]:
    """The names of values of this bill that are like the words, the likest first; none where nothing is near.

    A name is near that has a word of them, begins as one does, or differs from them by a slip or two.
    """
    names: dict[str, str] = {}
    for phrase, values in index.phrases.items():
        for value in values:
            if value.kind == "value" and not (len(phrase) == 1 and phrase[0] in ORDINARY_WORDS):
                names.setdefault(" ".join(phrase), _shown(value))
    return _nearest(said, names, limit)


def nearest_services(service: str, index: ValueIndex, limit: int = 3) -> list[str]:
    """The services of this bill whose names are like that of a service it does not have."""
    return _nearest(service.lower(), {name.lower(): name for name in index.catalog.services}, limit)


def _nearest(said: str, names: dict[str, str], limit: int) -> list[str]:
    words = [word for word in stems(said) if word not in ORDINARY_WORDS | _MAKERS]
    likeness = {phrase: _likeness(said, words, phrase) for phrase in names}
    near = sorted((phrase for phrase in names if likeness[phrase] > _ALIKE), key=lambda one: -likeness[one])
    return list(dict.fromkeys(names[phrase] for phrase in near))[:limit]


def _likeness(said: str, words: Iterable[str], phrase: str) -> float:
    whole = OSA.normalized_similarity(said, phrase)
    parts = phrase.split()
    if any(word in parts for word in words):
        return 1 + whole
    begins = any(len(word) >= _SHORTEST_START and part.startswith(word) for word in words for part in parts)
    alike = max((OSA.normalized_similarity(word, phrase) for word in words), default=0.0)
    return max(whole, alike, 1.0 if begins else 0.0)


def _shown(value: Value) -> str:
    if value.dimension in ("SERVICE", "USAGE_TYPE", "REGION"):
        return value.name if value.dimension != "SERVICE" or len(value.values) != 1 else value.values[0]
    return f"{value.name} ({dimension_label(value.dimension)})"

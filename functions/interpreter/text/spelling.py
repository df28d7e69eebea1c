"""Forgives a typing slip in a word nothing knows, when one known word is plainly meant."""

from collections.abc import Collection, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import WORD
from interpreter.text.stem import stem
from interpreter.text.vocabulary import EVERYDAY_WORDS, GRAMMAR_WORDS, HARMLESS_WORDS

_ORDINARY = GRAMMAR_WORDS | HARMLESS_WORDS
_SHORTEST = 4
_DOUBLED = Pattern(r"([a-z])\1")


def correct_spelling(text: str, known_words: Set[str]) -> tuple[str, list[tuple[str, str]]]:
    """The text with slips mended, and the (written, read) pairs.

    One slip is forgiven in a word of 5 letters or more (of 4: two letters swapped), two in one of 8 or more.
    Of two words as near, neither a name of the bill, the one is meant that differs by a letter left out,
    best by one of a double letter ("acounts"); else the word is left alone. `known_words` are stems of the
    bill's names.
    """
    corrections: list[tuple[str, str]] = []
    pieces: list[str] = []
    position = 0
    for match in WORD.finditer(text):
        word = match.group()
        read = _read(word, known_words)
        if read is not None:
            corrections.append((word, read))
            pieces += [text[position : match.start()], read]
            position = match.end()
    return "".join([*pieces, text[position:]]), corrections


def _read(word: str, known_words: Collection[str]) -> str | None:
    if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
        return None
    if (
        word in _ORDINARY
        or word in EVERYDAY_WORDS
        or stem(word) in known_words
        or word in known_words
        or stem(word) in _ORDINARY
    ):
        return None
    allowed = 2 if len(word) >= 8 else 1
    # a slip in the first letter is rare, and "including" is not "excluding"
    candidates = [
        other
        for other in (*_ORDINARY, *known_words)
        if len(other) >= _SHORTEST and other[0] == word[0] and other.isalpha()
    ]
    found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=6)
    if not found:
        return None
    best = min(distance for _, distance, _ in found)
    nearest = {stem(other): other for other, distance, _ in found if distance == best}
    other = next(iter(nearest.values())) if len(nearest) == 1 else _likeliest(word, nearest, best)
    if other is None:
        return None
    if len(word) == _SHORTEST and (len(other) != _SHORTEST or sorted(word) != sorted(other)):
        return None
    return str(other)


def _likeliest(word: str, nearest: dict[str, str], slips: int) -> str | None:
    """The one word, none of the bill's, that has a letter more, best the second of a double one."""
    if not all(other in _ORDINARY for other in nearest.values()):
        return None
    single = _DOUBLED.sub(r"\1", word)
    undoubled = [other for other in nearest.values() if _DOUBLED.sub(r"\1", other) == single]
    fuller = [other for other in nearest.values() if len(other) == len(word) + slips]
    return next((found[0] for found in (undoubled, fuller) if len(found) == 1), None)

"""Forgives a typing slip in a word nothing knows, when one known word is plainly meant."""

from collections.abc import Collection, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA

from interpreter.text.sentence import WORD
from interpreter.text.stem import stem
from interpreter.text.vocabulary import EVERYDAY_WORDS, GRAMMAR_WORDS, HARMLESS_WORDS

_ORDINARY = GRAMMAR_WORDS | HARMLESS_WORDS
_SHORTEST = 4


def correct_spelling(text: str, known_words: Set[str]) -> tuple[str, list[tuple[str, str]]]:
    """The text with slips mended, and the (written, read) pairs.

    One slip is forgiven in a word of 5 letters or more (of 4: two letters swapped), two in one of 8 or more;
    a word as near to two known ones is left alone. `known_words` are stems of the bill's names.
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
    if len(nearest) != 1:
        return None
    other = next(iter(nearest.values()))
    if len(word) == _SHORTEST and (len(other) != _SHORTEST or sorted(word) != sorted(other)):
        return None
    return str(other)

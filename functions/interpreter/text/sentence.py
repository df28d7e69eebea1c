"""A question as text in which each part is marked off once it is understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from interpreter.text.pattern import Pattern

WORD = Pattern(r"[a-z0-9\u00c0-\uffff]+")


@dataclass(frozen=True)
class Mention:
    """A part of the text, [start, end), and what it was understood as."""

    start: int
    end: int
    kind: str
    what: Any = None


@dataclass(frozen=True)
class Word:
    """One word with its place in the text."""

    text: str
    start: int
    end: int


@dataclass
class Sentence:
    """Normalised text, its words, and what of it was understood so far."""

    text: str
    mentions: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = bytearray(len(self.text))
        self.words = [Word(m.group(), m.start(), m.end()) for m in WORD.finditer(self.text)]

    def claim(self, start: int, end: int, kind: str, what: Any = None) -> Mention:
        """Marks [start, end) as understood."""
        mention = Mention(start, end, kind, what)
        self.mentions.append(mention)
        self._taken[start:end] = b"\x01" * (end - start)
        return mention

    def release(self, mention: Mention) -> None:
        """Marks a mention as not understood after all."""
        self.mentions.remove(mention)
        self._taken[mention.start : mention.end] = bytes(mention.end - mention.start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing in [start, end) was understood yet."""
        return not any(self._taken[start:end])

    def find(self, pattern: Pattern) -> Iterator[re.Match[str]]:
        """Every match of the pattern in text that is still free, left to right."""
        position = 0
        while (match := pattern.search(self.text, position)) is not None:
            if match.end() > match.start() and self.is_free(match.start(), match.end()):
                yield match
                position = match.end()
            else:
                position = match.start() + 1

    def take(self, pattern: Pattern, kind: str) -> list[re.Match[str]]:
        """Claims every free match of the pattern."""
        matches = list(self.find(pattern))
        for match in matches:
            self.claim(match.start(), match.end(), kind)
        return matches

    def has(self, pattern: Pattern) -> bool:
        """Whether the pattern is anywhere in the text, understood or not."""
        return pattern.search(self.text) is not None

    def of_kind(self, kind: str) -> list[Mention]:
        """The mentions of one kind, left to right."""
        return sorted((m for m in self.mentions if m.kind == kind), key=lambda m: m.start)

    def before(self, position: int) -> str:
        """The text left of a position, without the space that ends it."""
        return self.text[:position].rstrip()

    def after(self, position: int) -> str:
        """The text right of a position, without the space that begins it."""
        return self.text[position:].lstrip()

    def unclaimed_words(self) -> list[Word]:
        """The words nothing has understood."""
        return [word for word in self.words if self.is_free(word.start, word.end)]

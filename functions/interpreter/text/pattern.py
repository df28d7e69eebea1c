"""Regular expressions that cost nothing to import."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """A regular expression, compiled when it is first used and kept for the life of the process.

    The interpreter has hundreds of them; compiled at import they would be a third of a cold start.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match at or after `start`."""
        return self._compiled.search(text, start)

    def match(self, text: str) -> re.Match[str] | None:
        """The match that begins where the text does."""
        return self._compiled.match(text)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """Every match at or after `start`, left to right, none overlapping."""
        return self._compiled.finditer(text, start)

    def split(self, text: str) -> list[str]:
        """The text between the matches."""
        return self._compiled.split(text)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with every match replaced."""
        return self._compiled.sub(replacement, text)

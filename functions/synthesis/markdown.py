"""Markdown in which nothing from a bill, a tag or a question can be more than text."""

import re
import unicodedata
from collections.abc import Sequence

MAX_TEXT = 300
"""Characters of one name or sentence in the answer; the structured result holds it whole."""

# the dollar sign begins mathematics in some renderers, and is left to the answer's own figures
_ALWAYS_ACTIVE = re.compile(r"([\\`*\[\]<>|~$]|&(?=#?\w+;)|%(?<=\d%))")
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_AUTOLINK = re.compile(r":(?=//)|@|(?<=\bwww)\.", re.IGNORECASE)
_SCHEME = re.compile(r"\b(javascript|data|vbscript|mailto|xmpp):", re.IGNORECASE)
_BLOCK_START = re.compile(r"^([#+\-=:])")
_NUMBERED_START = re.compile(r"^(\d{1,9})([.)])")


def text(value: str) -> str:
    """A value as inert text: no HTML, link, image, code, table or block, on one line.

    Control and direction characters go; the rest is escaped where Markdown would act on it.
    """
    shown = "".join(
        " " if char.isspace() else char
        for char in value
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    shown = " ".join(shown.split())
    if len(shown) > MAX_TEXT:
        shown = shown[: MAX_TEXT - 1] + "…"
    shown = _ALWAYS_ACTIVE.sub(r"\\\1", shown)
    shown = _EDGE_UNDERSCORE.sub(r"\\_", shown)
    shown = _AUTOLINK.sub(lambda found: f"\\{found.group()}", shown)
    shown = _SCHEME.sub(r"\1\\:", shown)
    shown = _BLOCK_START.sub(r"\\\1", shown)
    return _NUMBERED_START.sub(r"\1\\\2", shown)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, figures: int = 1) -> str:
    """A table whose last `figures` columns are aligned right. Cells are Markdown already."""
    rules = ["---"] * (len(headings) - figures) + ["---:"] * figures
    lines = [_row(headings), _row(rules), *(_row(row) for row in rows)]
    return "\n".join(lines)


def bullets(items: Sequence[str]) -> str:
    """A list, one line an item. Items are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def section(title: str, body: str) -> str:
    """A titled part; empty where there is nothing to say."""
    return f"### {title}\n\n{body}" if body else ""


def joined(parts: Sequence[str]) -> str:
    """The parts that say something, a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"

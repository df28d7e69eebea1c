"""Printing that cuts nothing: a terminal folds what is too wide for it, a pipe has no width."""

import sys
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import Markdown, TableElement
from rich.table import Table

PIPED_WIDTH = 2_000


def print_whole(content: RenderableType, console: Console | None = None) -> None:
    """Print to standard output, or to `console`, each line without the blanks that fill it up."""
    console = console or Console(highlight=False)
    if console.is_terminal:
        console.print(content)
        return
    wide = Console(file=console.file, width=PIPED_WIDTH, highlight=False)
    with wide.capture() as captured:
        wide.print(content)
    console.file.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def has_room(characters: int) -> bool:
    """Whether lines of so many characters fit standard output."""
    return not sys.stdout.isatty() or Console().width >= characters


class _FoldedTable(TableElement):
    """A table whose cells are folded where rich would put an ellipsis."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from _folded(iter(super().__rich_console__(console, options)))


class FoldedMarkdown(Markdown):
    """Markdown whose tables lose nothing on a narrow terminal."""

    elements = {**Markdown.elements, "table_open": _FoldedTable}  # noqa: RUF012 - as rich has it


def _folded(rendered: Iterator[object]) -> RenderResult:
    for part in rendered:
        if isinstance(part, Table):
            for column in part.columns:
                column.overflow = "fold"
            yield part

"""`finops trace`: an execution as a tree in the terminal, and its history as a file."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.tree import Tree

from local.cli.whole_output import print_whole
from local.trace.history import Event, ExecutionTrace, StateTrace, read_history

COLORS = {"succeeded": "green", "failed": "red", "timed_out": "red", "aborted": "yellow", "running": "cyan"}
FOLDED_CHARACTERS = 60


def print_trace(name: str, events: list[Event], *, unfolded: bool) -> None:
    """The execution as a tree: status, tries, seconds, input and output (cut short unless `unfolded`)."""
    trace = read_history(events)
    tree = Tree(f"[bold]{escape(name)}[/] {_status(trace.status)}{_redrives(trace)}")
    for state in trace.states:
        _add(tree, state, unfolded)
    print_whole(tree)
    if trace.error:
        print_whole(f"[red]{escape(trace.error)}[/]: {escape(trace.cause or 'no cause was given')}")


def export_history(path: Path, description: dict[str, Any], events: list[Event]) -> None:
    """The execution's description and history as JSON, from which its steps can be run again in a test."""
    content = {"execution": description, "events": events}
    path.write_text(json.dumps(content, indent=2, default=_plain) + "\n", encoding="utf-8")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _add(tree: Tree, state: StateTrace, unfolded: bool) -> None:
    took = f" {state.seconds:.3f} s" if state.seconds is not None else ""
    tries = f", {len(state.tries)} tries" if len(state.tries) > 1 else ""
    node = tree.add(f"{escape(state.name)} [dim]{state.type}[/] {_status(state.status)}[dim]{took}{tries}[/]")
    for number, attempt in enumerate(state.tries, start=1):
        if attempt.error:
            node.add(
                f"try {number}{' (redrive)' if attempt.redrive else ''}: "
                f"[red]{escape(attempt.error)}[/] {escape(_fold(attempt.cause or '', unfolded))}"
            )
    for label, text in (("input", state.input), ("output", state.output)):
        # what a Choice or a Pass is given is its neighbour's output
        if text and (unfolded or state.type == "Task"):
            node.add(f"[dim]{label} {escape(_fold(text, unfolded))}[/]")
    for child in state.children:
        _add(node, child, unfolded)


def _status(status: str) -> str:
    return f"[{COLORS[status]}]{status.replace('_', ' ')}[/]"


def _redrives(trace: ExecutionTrace) -> str:
    times = "once" if trace.redrives == 1 else f"{trace.redrives} times"
    return f" [dim](redriven {times})[/]" if trace.redrives else ""


def _fold(text: str, unfolded: bool) -> str:
    return text if unfolded or len(text) <= FOLDED_CHARACTERS else text[:FOLDED_CHARACTERS] + " ..."

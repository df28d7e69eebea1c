"""How `finops ask` shows progress, answers and failures: for people, or as JSON lines."""

import json
import sys
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from local.cli.whole_output import FoldedMarkdown, print_whole
from local.client.job_stream import Message

LONGEST_LINE = 100


class Display(Protocol):
    """Where the answers to a list of questions go, in the order of the questions.

    `label` tells several questions apart: the question's number, or its job's id.
    """

    def progress(self, message: Message, label: str = "") -> None:
        """A message of a job that is still running."""

    def answer(self, result: dict[str, Any], label: str = "") -> None:
        """A whole result."""

    def failure(self, question: str, error: str, label: str = "") -> None:
        """A question that got no answer."""


class JsonDisplay:
    """The result and nothing else, one line a question; a failure is `{"error": ...}`."""

    def progress(self, message: Message, label: str = "") -> None:
        """Nothing is shown while a job runs."""

    def answer(self, result: dict[str, Any], label: str = "") -> None:
        """One line of JSON."""
        self._line(result)

    def failure(self, question: str, error: str, label: str = "") -> None:
        """One line of JSON with the reason."""
        self._line({"error": error})

    def _line(self, content: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
        sys.stdout.flush()


class TerminalDisplay:
    """A line per step on standard error while it runs, then the answer's Markdown."""

    def __init__(self, several: bool) -> None:
        self._several = several
        self._steps = Console(stderr=True, highlight=False)

    def progress(self, message: Message, label: str = "") -> None:
        """One line: which question, how far, which step, what it does."""
        if message["type"] == "job_completed":
            return
        self._label(label)
        if message["type"] == "job_failed":
            where = f" in {message['failedStep']}" if message.get("failedStep") else ""
            self._steps.print(f"[red]failed{where}[/]  job {message['jobId']}")
            return
        step = str(message.get("step") or message["type"])
        self._steps.print(f"[dim]{message.get('progress', 0):>3} %  {step:<17}[/] ", end="", soft_wrap=True)
        self._steps.print(_said(message), markup=False, soft_wrap=True)

    def answer(self, result: dict[str, Any], label: str = "") -> None:
        """The answer as Markdown, headed by its question when there are several."""
        if self._several:
            print_whole(Text(" ".join(filter(None, ("──", label, result["query"]))), style="bold"))
        print_whole(FoldedMarkdown(result["response"]))

    def failure(self, question: str, error: str, label: str = "") -> None:
        """The reason, on standard error."""
        self._label(label)
        self._steps.print("[red]No answer:[/] ", end="")
        said = f"{shortened(question)}: {error}" if self._several else error
        self._steps.print(said, markup=False, soft_wrap=True)

    def _label(self, label: str) -> None:
        if label:
            self._steps.print(f"{label} ", end="", markup=False, soft_wrap=True)


def display_for(as_json: bool, *, several: bool) -> Display:
    """The display a command asks for; `several` says whether it has more than one answer to show."""
    return JsonDisplay() if as_json else TerminalDisplay(several)


def shortened(question: str) -> str:
    """A question in a line of its own, cut where it is far longer than one."""
    line = " ".join(question.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def _said(message: Message) -> str:
    if message["type"] == "job_replayed":
        where = "the beginning" if message.get("mode") == "restart" else "the step that failed"
        return str(message.get("reason") or f"Goes on from {where}, attempt {message.get('attempt')}")
    return str(message.get("message", ""))

"""The questions `finops ask` is given: one in words, or a file of them."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class QuestionFileError(Exception):
    """A file of questions that cannot be read; the message names the line."""


@dataclass(frozen=True)
class Question:
    """A question and the day it is asked on (None: the server's today)."""

    text: str
    today: date | None = None


def read_questions(path: Path) -> list[Question]:
    """One question a line, or JSON lines with `question` and `today`; empty lines are passed over.

    Raises QuestionFileError for an unreadable file and for a line that is neither.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise QuestionFileError(
            f"The questions in {path} cannot be read: {error.strerror}. Give a text file, a question a line."
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path} is no text in UTF-8: save it so, one question a line.") from error
    questions = [
        _read_line(line.strip(), f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not questions:
        raise QuestionFileError(f"{path} holds no question: write one a line.")
    return questions


def _read_line(line: str, place: str) -> Question:
    if not line.startswith("{"):
        return Question(line)
    try:
        record = json.loads(line)
        today = record.get("today")
        return Question(str(record["question"]), date.fromisoformat(today) if today else None)
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionFileError(
            f'{place}: not a question. Write plain text, or JSON with "question" and "today" (YYYY-MM-DD).'
        ) from error

"""What a file of questions may hold, and what is said of one that cannot be read."""

from datetime import date
from pathlib import Path

import pytest

from local.cli.questions import Question, QuestionFileError, read_questions


def test_lines_of_text_and_of_json_are_questions(tmp_path: Path) -> None:
    path = tmp_path / "questions"
    path.write_text('S3 in May?\n\n{"question": "And EC2?", "today": "2026-03-10", "expect": {}}\n')
    assert read_questions(path) == [Question("S3 in May?"), Question("And EC2?", date(2026, 3, 10))]


@pytest.mark.parametrize(
    "line", ['{"question": }', '{"today": "2026-03-10"}', '{"question": "x", "today": "March"}', "{1}"]
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions"
    path.write_text(f"S3 in May?\n{line}\n")
    with pytest.raises(QuestionFileError, match="line 2"):
        read_questions(path)


def test_an_empty_or_absent_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(QuestionFileError, match="no question"):
        read_questions(tmp_path / "empty")
    with pytest.raises(QuestionFileError, match="cannot be read"):
        read_questions(tmp_path / "absent")

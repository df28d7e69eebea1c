"""Nothing a person reads is cut: not on a terminal of 80 columns, not in a pipe."""

import io
from datetime import date

import pytest
from rich.console import Console

from local.cli.jobs import print_jobs
from local.cli.users import usage_table
from local.cli.whole_output import FoldedMarkdown, print_whole
from local.deployment.usage import UsageOfDay

ARN = "arn:aws:rds:us-east-1:111122223333:db:" + "reporting-replica-of-the-warehouse-" * 2 + "9"
SAVINGS = f"""
| Do | Resource | Account | Region | Effort | Saves a month |
|---|---|---|---|---|---:|
| Delete the idle database instance | {ARN} | production-eu | us-east-1 | low | $1,234.56 |
"""


def terminal(width: int = 80) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, color_system=None, width=width)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def column_of(output: str, heading: str) -> str:
    """What a column says, its folded lines joined."""
    lines = output.splitlines()
    header = next(line for line in lines if heading in line)
    start = header.index(heading)
    end = next((at for at in range(start, len(header)) if header[at : at + 2] == "  "), len(header))
    width = max(end, header.find("Account") - 1)
    below = lines[lines.index(header) + 2 :]
    return "".join(line[start:width].strip() for line in below)


def test_table_of_an_answer_folds_a_long_resource_on_a_narrow_terminal() -> None:
    console = terminal()
    print_whole(FoldedMarkdown(SAVINGS), console)
    assert "…" not in shown(console)
    assert max(len(line) for line in shown(console).splitlines()) <= 80
    assert column_of(shown(console), "Resource") == ARN


def test_piped_answer_has_each_row_on_a_line_and_no_blanks_behind_it() -> None:
    pipe = Console(file=io.StringIO(), width=80)
    print_whole(FoldedMarkdown(f"{'word ' * 60}\n{SAVINGS}"), pipe)
    lines = shown(pipe).splitlines()
    assert ("word " * 60).strip() in lines
    (row,) = [line for line in lines if ARN in line]
    assert "$1,234.56" in row
    assert lines == [line.rstrip() for line in lines]


def test_usage_keeps_its_days_whole_and_folds_users() -> None:
    owner = "acme#0f4c6b1e-1111-2222-3333-0123456789ab-0123456789ab-0123456789ab"
    row = UsageOfDay(date(2026, 3, 10), owner, questions=3, completed=2, failed=1, requests=41)
    console = terminal()
    print_whole(usage_table([row]), console)
    output = shown(console)
    assert "2026-03-10" in output
    assert "$0.41" in output
    assert "…" not in output
    (start,) = [line.index("User") for line in output.splitlines() if "User" in line]
    end = output.splitlines()[0].index("Questions")
    assert "".join(line[start:end].strip() for line in output.splitlines()[1:]) == owner


JOB = {
    "jobId": "0f4c6b1e-1111-2222-3333-0123456789ab",
    "createdAt": "2026-03-10T09:08:07+00:00",
    "status": "failed",
    "errorCode": "step_failed",
    "attempt": 2,
    "query": "What was the spend of [team] web " + "and of the others " * 20 + "in May?",
}


@pytest.mark.parametrize("is_terminal", [True, False])
def test_jobs_name_id_day_status_and_a_question_cut_to_a_line_or_two(
    is_terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    print_jobs([JOB])
    output = capsys.readouterr().out
    said = " ".join(output.split())
    assert str(JOB["jobId"]) in said
    assert str(JOB["query"])[:99] + "…" in said
    assert "2026-03-10 09:08:07" in output
    assert "failed (step_failed)" in " ".join(output.split())
    if is_terminal:
        assert max(len(line) for line in output.splitlines()) <= 80


def test_no_jobs_are_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_jobs([])
    said = capsys.readouterr()
    assert said.out == ""
    assert "No jobs yet" in said.err

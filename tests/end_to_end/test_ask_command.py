"""`finops ask`: the right figure of a bill to the last decimal, and every other way a question can end."""

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.expected_interpretation import assert_understood
from support.finops_command import FinopsServer, finops, finops_processes, finops_up
from support.focus import focus_rows, record_type, recount, write_csv
from support.project import ROOT

S3 = "Amazon Simple Storage Service"
LINES = (ROOT / "tests" / "data" / "questions.jsonl").read_text().splitlines()
FOCUS_SAMPLE = ROOT.parent / "shared" / "data" / "focus_sample.csv"


def json_lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def total_of(result: dict[str, Any]) -> Decimal:
    return Decimal(result["cost_analysis"]["total"]["amount"])


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return focus_rows(count=600, seed=11)


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> Path:
    return write_csv(tmp_path_factory.mktemp("bill") / "focus.csv", rows)


def test_r20_answers_of_a_bill_are_its_sums_to_the_last_decimal(
    bill: Path, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    february = (date(2024, 2, 1), date(2024, 3, 1))
    expected = {
        "What was my S3 spend in February 2024?": recount(
            rows, *february, keep=lambda row: row["ServiceName"] == S3
        )[()],
        "What did we spend in February 2024?": recount(rows, *february)[()],
        "How much tax did we pay in February 2024?": recount(
            rows, *february, keep=lambda row: record_type(row) == "Tax"
        )[()],
    }
    questions = tmp_path / "questions.txt"
    questions.write_text("\n\n".join(expected))
    answered = finops(
        *("ask", "--data", bill, "--today", "2024-04-20", "--questions", questions, "--json"), folder=tmp_path
    )
    assert answered.returncode == 0, answered.stderr
    assert list(tmp_path.rglob("*.log")) == []
    results = json_lines(answered.stdout)
    assert [result["query"] for result in results] == list(expected)
    others = sum(row["ProviderName"] == "Microsoft" for row in rows)
    # a day is given: no word of another
    assert answered.stderr == f"focus.csv: {others} rows of other providers (Microsoft) are left out.\n"
    assert [total_of(result) for result in results] == list(expected.values())


def test_r20_spend_of_a_real_bill_in_words_and_figures() -> None:
    if not FOCUS_SAMPLE.exists():
        pytest.skip("the FinOps Foundation's sample bill lies beside the project, not in it")
    question = ["ask", "--data", str(FOCUS_SAMPLE), "--today", "2024-10-01"]
    question.append("What was my S3 spend in September 2024?")
    figures, words = finops_processes(None, [*question, "--json"], question)
    with FOCUS_SAMPLE.open(newline="") as stream:
        amounts = [
            Decimal(row["BilledCost"])
            for row in csv.DictReader(stream)
            if (row["ProviderName"], row["ServiceName"]) == ("AWS", S3)
        ]
    assert total_of(json.loads(figures.stdout)) == sum(amounts)
    assert 0 < sum(amounts) < Decimal("0.005")
    assert words.returncode == 0
    left_out = "focus_sample.csv: 58 rows of other providers (Microsoft, Oracle) are left out."
    for process in (figures, words):
        assert process.stderr.splitlines().count(left_out) == 1
    assert f"${sum(amounts):.2g}" in words.stdout
    assert "$0.00 " not in words.stdout


def test_question_shows_a_line_per_step_and_its_answer(demo: FinopsServer) -> None:
    answered = finops("ask", "--url", demo.web_socket, "What did we spend last month, and where can I save?")
    assert answered.returncode == 0
    steps = [line.split()[2] for line in answered.stderr.splitlines()]
    assert list(dict.fromkeys(steps))[:2] == ["job_queued", "InterpretQuery"]
    assert set(steps) >= {"InterpretQuery", "AnalyzeCost", "AdviseSavings", "SynthesizeAnswer"}
    assert "$" in answered.stdout
    assert "Traceback" not in answered.stderr + answered.stdout


def test_every_question_of_the_list_is_understood_in_order(demo: FinopsServer) -> None:
    questions = ROOT / "tests" / "data" / "questions.jsonl"
    answered = finops("ask", "--url", demo.web_socket, "--questions", questions, "--json")
    assert answered.returncode == 0, answered.stderr
    results = json_lines(answered.stdout)
    expected = [json.loads(line) for line in LINES]
    assert [result["query"] for result in results] == [line["question"] for line in expected]
    misunderstood = []
    for line, result in zip(expected, results, strict=True):
        try:
            assert_understood(line["expect"], result["interpretation"])
        except AssertionError as error:
            misunderstood.append(f"{line['question']} {error}")
    assert not misunderstood
    for result in results:
        _assert_figures_are_whole(result)


def _assert_figures_are_whole(result: dict[str, Any]) -> None:
    """Groups, series, drivers and charge types sum to what they are parts of."""
    analysis = result["cost_analysis"]
    if analysis is None:
        return
    forecast = analysis.get("forecast")
    whole = Decimal(forecast["amount"]) if forecast and not analysis.get("total") else None
    parts = {"groups": "amount", "series": "amount", "reconciliation": "amount"}
    for table, column in parts.items():
        if analysis.get(table):
            parts_sum = sum(Decimal(row[column]) for row in analysis[table])
            assert parts_sum == (total_of(result) if whole is None else whole), result["query"]
    if analysis.get("drivers"):
        delta = Decimal(analysis["comparison"]["delta"])
        assert sum(Decimal(row["delta"]) for row in analysis["drivers"]) == delta


def test_question_that_fails_is_told_in_its_place_and_the_rest_go_on(tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("\n".join(["What did we spend last month?", " ", "x" * 5000, "Cost by region"]))
    with finops_up(tmp_path, "--ephemeral", "--today", "2026-03-10", "--fail", "SynthesizeAnswer") as server:
        answered = finops("ask", "--url", server.web_socket, "--questions", questions, "--json")
    assert answered.returncode == 1
    results = json_lines(answered.stdout)
    assert len(results) == 3
    assert list(results[1]) == ["error"]
    assert "4,000 characters" in results[1]["error"]
    failed = [result["error"] for result in (results[0], results[2]) if "error" in result]
    assert len(failed) == 1
    assert "SynthesizeAnswer" in failed[0]
    assert [result["query"] for result in (results[0], results[2]) if "query" in result]


def test_unclear_question_is_answered_by_a_question_back(demo: FinopsServer) -> None:
    answered = finops("ask", "--url", demo.web_socket, "--json", "Tell me a joke")
    assert answered.returncode == 0
    assert json.loads(answered.stdout)["interpretation"]["intent"] == "clarify"


def test_questions_of_a_conversation_go_on_from_one_another(demo: FinopsServer, tmp_path: Path) -> None:
    conversation = ["ask", "--url", demo.web_socket, "--conversation", "of-s3", "--json"]
    first = finops(*conversation, "What was my S3 spend in January 2026?")
    assert first.returncode == 0, first.stderr
    follow_up = finops(*conversation, "And in February?")
    assert follow_up.returncode == 0, follow_up.stderr
    whole = finops("ask", "--url", demo.web_socket, "--json", "What was my S3 spend in February 2026?")
    assert total_of(json.loads(follow_up.stdout)) == total_of(json.loads(whole.stdout))
    questions = tmp_path / "questions.txt"
    questions.write_text("What was my S3 spend in January 2026?\nAnd in February?\n")
    both = finops("ask", "--url", demo.web_socket, "--conversation", "b", "--json", "--questions", questions)
    assert [total_of(result) for result in json_lines(both.stdout)] == [
        total_of(json.loads(answered.stdout)) for answered in (first, follow_up)
    ]


FOCUS_HEADER = "BilledCost,ChargePeriodStart,ServiceName,BillingCurrency\n"
BAD_BILLS: dict[str, tuple[str, str]] = {
    "not FOCUS": ("a,b\n1,2\n", "FOCUS"),
    "broken row": (FOCUS_HEADER + "1,2024-09-01T00:00:00Z,S3,USD\n1x,2024-09-01T00:00:00Z,S3,USD\n", "1x"),
    "mixed currencies": (
        FOCUS_HEADER + "1,2024-09-01T00:00:00Z,S3,USD\n1,2024-09-01T00:00:00Z,S3,EUR\n",
        "EUR",
    ),
}


def test_bad_bill_is_refused_in_a_sentence(tmp_path: Path) -> None:
    commands = []
    for name, (content, _) in BAD_BILLS.items():
        bill = tmp_path / name.replace(" ", "-") / "bill.csv"
        bill.parent.mkdir()
        bill.write_text(content)
        commands.append(["ask", "--data", str(bill), "What did we spend?"])
    for refused, (name, (_, words)) in zip(
        finops_processes(tmp_path, *commands), BAD_BILLS.items(), strict=True
    ):
        assert refused.returncode == 2, name
        assert words in refused.stderr, name
        assert len(refused.stderr.splitlines()) == 1, refused.stderr
        assert refused.stdout == ""


def _unreadable(folder: Path) -> list[str]:
    path = folder / "questions.jsonl"
    path.write_text('{"question": "S3 in May?"}\n{"today": 7}\n')
    return ["--questions", str(path)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (lambda folder: [], "Give one question"),
        (lambda folder: ["S3?", "--questions", "also.txt"], "Give one question"),
        (lambda folder: ["--questions", str(folder / "absent.txt")], "absent.txt"),
        (_unreadable, "line 2"),
        (lambda folder: ["S3?", "--url", "ws://127.0.0.1:1/prod"], "finops up"),
        (lambda folder: ["S3?", "--url", "ws://127.0.0.1:1/prod", "--data", "b.csv"], "--data"),
        (lambda folder: ["S3?", "--today", "2024-02-30"], "2024-02-30"),
    ],
    ids=["nothing", "twice", "no file", "bad line", "no server", "two bills", "no such day"],
)
def test_command_that_cannot_be_run_says_why(
    tmp_path: Path, arguments: Callable[[Path], list[str]], words: str
) -> None:
    refused = finops("ask", *arguments(tmp_path))
    assert refused.returncode == 2
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_token_that_is_not_accepted_is_said(demo: FinopsServer) -> None:
    refused = finops("ask", "--url", demo.web_socket, "--token", "a.b.c", "S3?")
    assert refused.returncode == 2
    assert "sign in" in refused.stderr
    assert "Traceback" not in refused.stderr

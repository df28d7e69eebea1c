"""The log of a server that lasts as long as a command: gone after a good end, else kept and named."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import platformdirs
import pytest
import typer

import local.runtime
from local.cli.own_server import server_for
from local.cli.questions import Question
from local.runtime import Addresses, RuntimeOptions
from local.runtime.bill_summary import BillSummary


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of logs; what is started writes one there, and is nothing else."""

    @contextmanager
    def running(options: RuntimeOptions) -> Iterator[Addresses]:
        assert options.log_file is not None
        options.log_file.write_text("started\n")
        day = date(2026, 3, 10)
        yield Addresses(
            1, "prod", "demo", "", options.log_file, BillSummary(None, 1, day, day, "USD", 1, day)
        )

    monkeypatch.setattr(local.runtime, "running", running)
    monkeypatch.setattr(platformdirs, "user_log_dir", lambda _: str(tmp_path))
    return tmp_path


def ask(exit_status: int) -> None:
    with server_for([Question("S3?")], url=None, data=None) as address:
        assert address == "ws://127.0.0.1:1/prod"
        if exit_status:
            raise typer.Exit(exit_status)


def test_log_of_a_good_end_is_deleted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(0)
    assert list(folder.iterdir()) == []
    assert capsys.readouterr().err == ""


def test_log_of_a_question_without_an_answer_is_kept_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        ask(1)
    (log,) = folder.iterdir()
    assert capsys.readouterr().err == f"The server's log: {log}\n"


def asked_on(*days: str) -> None:
    questions = [Question("S3?", date.fromisoformat(day)) for day in days]
    with server_for(questions, url=None, data=None):
        pass


def test_days_before_the_servers_own_are_said_to_have_no_forecast(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_on("2026-04-21", "2026-05-02", "2026-04-20")

    assert capsys.readouterr().err == (
        "One server answers all of these, on 2026-05-02: forecasts, budgets and hourly figures as of earlier "
        "days (2026-04-20, 2026-04-21) cannot be had. Ask the questions of such a day by themselves.\n"
    )


def test_questions_of_one_day_need_no_word_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked_on("2026-04-21", "2026-04-21")

    assert capsys.readouterr().err == ""

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

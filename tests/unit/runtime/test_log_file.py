"""Log files: the user's alone, and not one more for each command for ever."""

import os
import stat
from pathlib import Path

import platformdirs
import pytest

from local.runtime.log_file import LOGS_KEPT, LogFile, default_log_file, log_file_of_process


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "log"
    monkeypatch.setattr(platformdirs, "user_log_dir", lambda _: str(folder))
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("there_already", [False, True])
def test_logs_are_the_users_alone(folder: Path, there_already: bool) -> None:
    if there_already:
        folder.mkdir(mode=0o755)
    path = default_log_file(8787)
    LogFile(path).close()
    assert (mode(folder), mode(path)) == (0o700, 0o600)


def test_newest_logs_are_kept_and_those_of_servers_that_run(folder: Path) -> None:
    running = LogFile(default_log_file(8787))
    os.utime(running.path, (1, 1))
    old = [folder / f"finops-{port}.log" for port in range(40000, 40000 + LOGS_KEPT + 5)]
    for age, path in enumerate(old):
        path.touch()
        os.utime(path, (10_000 - age, 10_000 - age))
    (folder / "notes.log").touch()
    started = LogFile(log_file_of_process())
    left = set(folder.iterdir())
    started.close()
    running.close()
    newest = set(old[: LOGS_KEPT - 1])
    assert left == {started.path, *newest, running.path, folder / "notes.log"}


def test_log_of_the_start_before_is_kept_beside_it(folder: Path) -> None:
    for line in (b"first\n", b"second\n"):
        log = LogFile(default_log_file(8787))
        log.stream.write(line)
        log.close()
    assert (folder / "finops-8787.log").read_text() == "second\n"
    assert (folder / "finops-8787.previous.log").read_text() == "first\n"

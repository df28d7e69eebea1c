"""`finops up` as a process: ready, refused in a sentence, and gone with all it started."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.finops_command import (
    PATIENCE_SECONDS,
    FinopsServer,
    children,
    finops,
    finops_up,
    free_port,
    wait_until_gone,
)


def refused(*arguments: str) -> subprocess.CompletedProcess[str]:
    return finops("up", *arguments)


def sandboxes(pid: int) -> set[int]:
    """The sandboxes of a server, once there are some."""
    while not (found := children(pid)):
        time.sleep(0.02)
    return found


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_end_of_the_server_ends_all_its_processes(tmp_path: Path, end: signal.Signals) -> None:
    with finops_up(tmp_path, "--ephemeral") as server:
        process = server.process
        started = sandboxes(process.pid)
        process.send_signal(end)
        status = process.wait(PATIENCE_SECONDS)
        output = process.stdout.read() if process.stdout else ""
        wait_until_gone(started)
    assert status == (-signal.SIGKILL if end == signal.SIGKILL else 0)
    assert "Traceback" not in output


def test_taken_port_is_refused_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = refused("--ephemeral", "--port", str(taken.getsockname()[1]))
    assert answer.returncode == 2
    assert "taken by another program" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_port_of_a_server_of_ours_names_it_and_another_port(demo: FinopsServer) -> None:
    answer = refused("--ephemeral", "--port", str(demo.port))
    assert answer.returncode == 2
    assert answer.stderr == (
        f"A finops server runs on port {demo.port} already: ask it with --url {demo.web_socket}, "
        f"or start another beside it with --port {demo.port + 1}.\n"
    )


def test_start_says_in_its_log_which_bill_is_asked(demo: FinopsServer) -> None:
    assert "the bill asked is a generated demo organisation, " in demo.log_file.read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--fail", "Nowhere"), "--fail Nowhere: there is no such step. The steps are InterpretQuery,"),
        (("--fail", "AnalyzeCost=0"), "N from 1"),
        (("--data", "/nowhere/bill.csv"), "/nowhere/bill.csv"),
        (("--without", "rain"), "rain"),
    ],
)
def test_bad_option_is_refused_in_a_sentence(arguments: tuple[str, str], words: str) -> None:
    port = free_port()
    answer = refused("--ephemeral", "--port", str(port), *arguments)
    assert answer.returncode == 2
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("day", ["2024-13-01", "tomorrow"])
def test_bad_day_is_refused(day: str) -> None:
    answer = refused("--ephemeral", "--today", day)
    assert answer.returncode == 2
    assert day in answer.stderr


def test_state_in_use_is_refused_in_a_sentence(tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    with finops_up(tmp_path, "--state", state):
        answer = refused("--port", "0", "--state", state)
    assert answer.returncode == 2
    assert "--state" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_log_that_cannot_be_written_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "no-folder"
    file.touch()
    answer = finops("up", "--ephemeral", "--port", "0", folder=file)
    assert answer.returncode == 2
    (said,) = answer.stderr.splitlines()
    assert str(file) in said
    assert "XDG_STATE_HOME" in said

"""What a failure says to do: a command that works as it is printed, or none where none would."""

import pytest

from local.cli.commands import Commands
from local.cli.failures import told
from local.cli.options import LOCAL_URL
from local.client import ConnectionLost, JobFailed, RequestRefused

ELSEWHERE = "ws://127.0.0.1:8790/prod"
LOST = ConnectionLost("Lost.")
FAILED = JobFailed({"error": "It failed.", "replayable": True})
UNKNOWN = RequestRefused({"code": "unknown_job", "message": "`list_jobs` names them."})


@pytest.mark.parametrize(
    ("failure", "job_id", "words"),
    [
        (LOST, "job-1", "finops show job-1 --url ws://127.0.0.1:8790/prod`"),
        (LOST, None, "finops jobs --url ws://127.0.0.1:8790/prod`"),
        (FAILED, "job-1", "It failed. `"),
        (FAILED, "job-1", "finops replay job-1 --url ws://127.0.0.1:8790/prod` goes on"),
        (UNKNOWN, "job-1", "finops jobs --url ws://127.0.0.1:8790/prod`"),
    ],
)
def test_command_is_named_with_the_address_of_its_server(
    failure: Exception, job_id: str | None, words: str
) -> None:
    said = told(failure, job_id, Commands(ELSEWHERE))
    assert words in said
    assert "list_jobs" not in said


def test_usual_address_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FINOPS_URL", raising=False)
    assert "--url" not in told(FAILED, "job-1", Commands(LOCAL_URL))
    monkeypatch.setenv("FINOPS_URL", ELSEWHERE)
    assert "--url" not in told(FAILED, "job-1", Commands(ELSEWHERE))
    assert f"--url {LOCAL_URL}" in told(FAILED, "job-1", Commands(LOCAL_URL))


def test_no_command_is_named_where_the_server_ends_with_this_one() -> None:
    assert told(FAILED, "job-1", None) == "It failed."


def test_failure_that_cannot_be_replayed_names_no_replay() -> None:
    spent = JobFailed({"error": "It failed.", "replayable": False})
    assert told(spent, "job-1", Commands(ELSEWHERE)) == "It failed."

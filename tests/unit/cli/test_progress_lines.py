"""The lines of several jobs side by side: each says whose it is, and what happens."""

import pytest

from local.cli.answers import TerminalDisplay


def test_lines_of_several_questions_begin_with_whose_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    display = TerminalDisplay(several=True)
    display.progress(
        {"type": "progress_update", "step": "AnalyzeCost", "progress": 30, "message": "?"}, "[7]"
    )
    display.progress({"type": "job_failed", "jobId": "job-1", "failedStep": "AnalyzeCost"}, "[8]")
    display.failure("What?", "It failed.", "[8]")
    starts = [line.split()[0] for line in capsys.readouterr().err.splitlines()]
    assert starts == ["[7]", "[8]", "[8]"]


@pytest.mark.parametrize(
    ("mode", "words"), [("redrive", "the step that failed"), ("restart", "the beginning")]
)
def test_replay_says_where_it_goes_on(mode: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    TerminalDisplay(several=False).progress({"type": "job_replayed", "mode": mode, "attempt": 2})
    assert f"Goes on from {words}, attempt 2" in capsys.readouterr().err

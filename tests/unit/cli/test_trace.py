"""How often an execution was redriven, in words."""

import pytest

from local.cli.trace import print_trace

STARTED = {"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "timestamp": "2026-03-10T09:00:00Z"}


@pytest.mark.parametrize(("times", "words"), [(0, None), (1, "(redriven once)"), (2, "(redriven 2 times)")])
def test_redrives_are_counted_in_words(
    times: int, words: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    redriven = [{**STARTED, "id": 2 + n, "type": "ExecutionRedriven"} for n in range(times)]
    print_trace("job", [STARTED, *redriven], unfolded=False)
    shown = capsys.readouterr().out
    assert (words in shown) if words else ("redriven" not in shown)

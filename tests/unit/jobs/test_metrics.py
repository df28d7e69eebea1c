"""What is measured is written so that CloudWatch reads it: one JSON document a line, whoever else writes."""

import json
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from aws_lambda_powertools import Logger
from awslambdaric.bootstrap import Unbuffered

from jobs import metrics

THREADS, EACH = 8, 200


@contextmanager
def lambdas_stdout(file: Path) -> Iterator[None]:
    """Stdout as Lambda's runtime makes it, its writes seen as they reach the descriptor."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    before, interval = sys.stdout, sys.getswitchinterval()
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        sys.stdout = Unbuffered(stream)
        sys.setswitchinterval(1e-6)
        try:
            yield
        finally:
            sys.setswitchinterval(interval)
            sys.stdout = before


def at_once(*work: Callable[[], object]) -> None:
    """Threads that do one of `work` again and again, as many of each."""
    begin = threading.Barrier(THREADS)

    def run(write: Callable[[], object]) -> None:
        begin.wait()
        for _ in range(EACH):
            write()

    threads = [threading.Thread(target=run, args=(work[number % len(work)],)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def posted() -> None:
    metrics.count("MessagesPosted", type="progress_update")


def spent() -> None:
    metrics.us_dollars("CostExplorerSpend", Decimal("0.01"))


def test_each_metric_is_a_line_of_its_own_whatever_threads_write(tmp_path: Path) -> None:
    with lambdas_stdout(tmp_path / "log"):
        at_once(posted, spent)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert Counter(
        name for line in lines for name in line if name in ("MessagesPosted", "CostExplorerSpend")
    ) == {
        "MessagesPosted": THREADS * EACH / 2,
        "CostExplorerSpend": THREADS * EACH / 2,
    }


def test_metrics_and_log_lines_do_not_run_into_each_other(tmp_path: Path) -> None:
    with lambdas_stdout(tmp_path / "log"):
        logger = Logger(service="threads", level="INFO")
        at_once(posted, lambda: logger.info("A line of the log"))
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert sum("_aws" in line for line in lines) == THREADS * EACH / 2
    assert sum(line.get("message") == "A line of the log" for line in lines) == THREADS * EACH / 2


def test_a_metric_is_as_the_embedded_format_has_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "the-stack")
    metrics.milliseconds("StepDuration", 12.5, step="cost")
    document = json.loads(capsys.readouterr().out)
    (described,) = document.pop("_aws")["CloudWatchMetrics"]
    assert described == {
        "Namespace": "FinOpsAgent",
        "Dimensions": [["step", "service"]],
        "Metrics": [{"Name": "StepDuration", "Unit": "Milliseconds"}],
    }
    assert document == {"step": "cost", "service": "the-stack", "StepDuration": [12.5]}

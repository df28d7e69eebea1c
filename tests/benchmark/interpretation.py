"""Reading questions: each of the answer key's, in a warm process."""

import json
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmark.catalog import catalog_at
from tests.benchmark.report import line, percentile, title

QUESTIONS = Path(__file__).resolve().parents[1] / "data" / "questions.jsonl"


def run(http: str) -> None:
    """Read every question twice, and print the second reading's figures."""
    from interpreter.interpret import interpret

    today = datetime.now(UTC).date()
    catalog = catalog_at(http, today)
    texts = [json.loads(text)["question"] for text in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    times = []
    for text in [*texts, *texts]:
        begin = time.perf_counter()
        interpret(text, today, catalog)
        times.append((time.perf_counter() - begin) * 1000)
    warm = times[len(texts) :]
    title(f"Reading a question, {len(texts)} different ones, warm")
    median, first = statistics.median(warm), statistics.median(times[: len(texts)])
    line("interpretation, p50", median, "ms", "bound 20 ms")
    line("interpretation, p95", percentile(warm, 95), "ms")
    line("baseline: the first reading of each, p50", first, "ms", f"ratio {median / first:.2f}")

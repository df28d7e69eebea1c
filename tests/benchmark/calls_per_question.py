"""Counts the calls of a question of each kind: `python -m tests.benchmark.calls_per_question`."""

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "functions")]

from local.deployment.question_cost import COUNTS  # noqa: E402
from support.counted_questions import count_questions  # noqa: E402

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        COUNTS.write_text(json.dumps(count_questions(Path(folder)), indent=2) + "\n")

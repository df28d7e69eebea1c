"""Which quota a growing number of questions meets first: a simulation of AWS's token buckets.

Questions arrive at random around a mean; for ten seconds of each minute the mean is three times as high.
`python -m local.deployment.scaling` prints the table of docs/scaling.md.
"""

import json
import random
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.deployment.question_cost import COUNTS, SOCKET_FUNCTIONS, Pricing

QUOTAS = Path(__file__).with_name("quotas.toml")
LOADS = (1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000)
"""Questions a second."""
SECONDS = 120
STEPS_A_SECOND = 10
PEAK, PEAK_SECONDS = 3, 10
SECONDS_BETWEEN_PINGS = 30
"""The page's heartbeat."""
SEED = 20261101


@dataclass(frozen=True)
class Quota:
    """A token bucket, refilled at `rate` a second up to `burst`; `use` is what a question takes of it."""

    name: str
    rate: float
    burst: float
    use: float
    source: str


@dataclass(frozen=True)
class Held:
    """The highest load without a refusal, and the share refused at the next one (None beyond the last)."""

    quota: Quota
    load: int
    next_load: int | None
    refused: float


def uses() -> dict[str, float]:
    """What a question of the mix takes, on average."""
    counts, pricing = json.loads(COUNTS.read_text()), Pricing()
    average = {
        name: sum(number * counts[kind][name] for kind, number in pricing.mix.items()) / 1000
        for name in ("cost explorer requests", "transitions", "messages posted")
    }
    assumed = {name: float(value) for name, value in pricing.assumed.items()}
    connections = 1 / assumed["questions_of_a_connection"]
    pings = connections * assumed["minutes_of_a_connection"] * 60 / SECONDS_BETWEEN_PINGS
    functions: defaultdict[str, float] = defaultdict(float)
    for kind, number in pricing.mix.items():
        for name, invocations in counts[kind]["invocations"].items():
            functions[name] += invocations * number / 1000
    for name, invocations in counts["connection"]["invocations"].items():
        functions[name] += invocations * connections
    # each connection is taken to drop once: it opens, authenticates and resumes again
    functions["ConnectionManagerFunction"] += 2 * connections
    functions["MessageHandlerFunction"] += connections + pings
    seconds = average["cost explorer requests"] * assumed["seconds_of_a_cost_explorer_request"]
    for name, invocations in functions.items():
        kind = "socket_function" if name in SOCKET_FUNCTIONS else "step"
        seconds += invocations * assumed[f"seconds_of_a_{kind}"]
    # the question, its connection's $connect and authenticate and those after the drop, a resume, and pings
    messages_in = 1 + connections * (2 + 2 + 1) + pings
    # all but $connect are answered
    answers = messages_in - 1 - 2 * connections
    return {
        "cost_explorer_requests": average["cost explorer requests"],
        "messages_in": messages_in,
        "messages": messages_in + average["messages posted"] + answers,
        "connections": 2 * connections,
        "executions": 1,
        "transitions": average["transitions"],
        # every message is a write to the journal before it is posted
        "journal_writes": average["messages posted"],
        "lambda_seconds": seconds,
    }


def quotas(used: Mapping[str, float]) -> list[Quota]:
    """Those of quotas.toml, with what a question takes of each."""
    entries = tomllib.loads(QUOTAS.read_text())["quota"]
    return [Quota(**{**entry, "use": used[entry["use"]]}) for entry in entries]


def arrivals(load: float) -> list[int]:
    """Questions in each tenth of a second."""
    chance = random.Random(SEED)
    counted = [0] * (SECONDS * STEPS_A_SECOND)
    now = 0.0
    while True:
        peak = now % 60 < PEAK_SECONDS
        now += chance.expovariate(load * (PEAK if peak else 1))
        if now >= SECONDS:
            return counted
        counted[int(now * STEPS_A_SECOND)] += 1


def refused_share(quota: Quota, asked: list[int]) -> float:
    """The share of questions for which the bucket was empty."""
    tokens, refused = quota.burst, 0.0
    for number in asked:
        tokens = min(quota.burst, tokens + quota.rate / STEPS_A_SECOND)
        served = min(float(number), tokens / quota.use)
        tokens -= served * quota.use
        refused += number - served
    return refused / max(1, sum(asked))


def simulate() -> list[Held]:
    """How far each quota reaches, the first that is met first."""
    asked = {load: arrivals(load) for load in LOADS}
    found = [_reach(quota, asked) for quota in quotas(uses())]
    return sorted(found, key=lambda held: (held.load, -held.refused))


def table(found: list[Held]) -> str:
    """The table of docs/scaling.md."""
    rows = [
        "| quota | a second | one question takes | held at (questions/s) | refused at the next load | says |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for held in found:
        beyond = f"{100 * held.refused:.1f} % at {held.next_load}" if held.next_load else "none simulated"
        quota = held.quota
        cells = (
            quota.name,
            f"{quota.rate:,.0f}",
            f"{quota.use:.2f}",
            f"{held.load:,}",
            beyond,
            _source(quota),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _source(quota: Quota) -> str:
    if not quota.source:
        return "not verified"
    return f"[AWS]({quota.source})" if quota.source.startswith("https:") else quota.source


def _reach(quota: Quota, asked: Mapping[int, list[int]]) -> Held:
    reached = 0
    for load, numbers in asked.items():
        refused = refused_share(quota, numbers)
        if refused > 0:
            return Held(quota, reached, load, refused)
        reached = load
    return Held(quota, reached, None, 0.0)


if __name__ == "__main__":
    sys.stdout.write(table(simulate()) + "\n")

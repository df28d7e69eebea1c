"""What a person may choose about a start, and how a start is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from local.gateway.limits import ConnectionLimits
from local.lambdas.failure_injection import StepFailure

ROOT = Path(__file__).parents[2]
DEFAULT_PORT = 8787
_FAILURE = re.compile(r"(\w+)(?:=(\d+))?")


class StartRefused(Exception):
    """Nothing was started; the message is one sentence that says why and what to do."""


@dataclass(frozen=True)
class RuntimeOptions:
    """`port` 0 takes a free one. `today` None is the real day (UTC), `data` None the demo organisation.

    `state` None keeps nothing. `without` names AWS features the account does not have. `parameters` are
    values for the template's parameters, beside its defaults. `schedule_seconds` is how often schedules run,
    where not as often as the template says.
    """

    port: int = DEFAULT_PORT
    data: Path | None = None
    today: date | None = None
    failures: tuple[StepFailure, ...] = ()
    without: frozenset[str] = frozenset()
    state: Path | None = None
    log_file: Path | None = None
    template: Path = ROOT / "template.yaml"
    page: Path = ROOT / "frontend" / "dist"
    parameters: dict[str, str] = field(default_factory=dict)
    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    schedule_seconds: float | None = None


def parse_failures(values: Iterable[str]) -> tuple[StepFailure, ...]:
    """`STEP` or `STEP=N`, each. Raises StartRefused for anything else."""
    failures = []
    for value in values:
        match = _FAILURE.fullmatch(value.strip())
        if match is None or match[2] == "0":
            raise StartRefused(f"--fail {value}: give a step's name, or STEP=N with N from 1.")
        failures.append(StepFailure(match[1], int(match[2] or 1)))
    return tuple(failures)


def parse_parameters(values: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE`, each. Raises StartRefused for anything else."""
    parameters = {}
    for value in values:
        name, separator, given = value.partition("=")
        if not name or not separator:
            raise StartRefused(f"--parameter {value}: give NAME=VALUE, such as MaxRequestsPerQuestion=5.")
        parameters[name] = given
    return parameters

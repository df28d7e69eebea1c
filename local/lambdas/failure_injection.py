"""`--fail STEP[=N]`: a step whose Lambda fails on its first calls, to see a job fail and be replayed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from local.lambdas.invocation import Invocation, failed

ERROR_TYPE = "InjectedFailure"
"""No retry rule of the state machine names it, so the step fails at once."""


class UnknownStep(Exception):
    """The state machine has no such Task; the message names those it has."""


@dataclass(frozen=True)
class StepFailure:
    """The Task `step` fails on its first `calls` calls."""

    step: str
    calls: int = 1


class FailureInjection:
    """Counts the calls that fail, by function, so that a replay goes through. Used on one event loop only."""

    def __init__(self, failures: Iterable[StepFailure], definitions: Iterable[Mapping[str, Any]]) -> None:
        """Raises UnknownStep when no definition has a Task of a failure's name."""
        functions: dict[str, str] = {}
        for definition in definitions:
            functions |= task_functions(definition)
        self._left: dict[str, StepFailure] = {}
        for failure in failures:
            if failure.step not in functions:
                known = ", ".join(functions)
                raise UnknownStep(f"--fail {failure.step}: there is no such step. The steps are {known}.")
            self._left[functions[failure.step]] = failure

    def take(self, function: str) -> Invocation | None:
        """The failure this call of a function is to answer with, or None when it runs as usual."""
        failure = self._left.get(function)
        if failure is None or failure.calls < 1:
            return None
        self._left[function] = StepFailure(failure.step, failure.calls - 1)
        return failed(
            ERROR_TYPE, f"{failure.step} fails because the server was started with --fail {failure.step}."
        )


def task_functions(definition: Mapping[str, Any]) -> dict[str, str]:
    """Task state to the name of the function it calls, those inside branches included."""
    functions: dict[str, str] = {}
    for name, state in definition["States"].items():
        if state["Type"] == "Task":
            functions[name] = str(state["Parameters"]["FunctionName"]).rsplit(":", 1)[-1]
        for branch in state.get("Branches", ()):
            functions |= task_functions(branch)
    return functions

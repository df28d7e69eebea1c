"""Lambdas that answer as a MockConfigFile.json of Step Functions Local says.

https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.project import tasks

MockedResponse = dict[str, dict[str, Any]]


class MockConfiguration:
    """The state machines, test cases and mocked responses of one file."""

    def __init__(self, path: Path) -> None:
        configuration = json.loads(path.read_text())
        self._machines: dict[str, Any] = configuration["StateMachines"]
        self._responses: dict[str, MockedResponse] = configuration["MockedResponses"]

    def test_cases(self, state_machine: str) -> list[str]:
        return list(self._machines[state_machine]["TestCases"])

    def mocked_states(self, state_machine: str, test_case: str) -> dict[str, MockedResponse]:
        """The mocked response of each state the test case names; KeyError for a response there is not."""
        names = self._machines[state_machine]["TestCases"][test_case]
        return {state: self._responses[name] for state, name in names.items()}


class MockedLambdas:
    """Give it to an engine as `invoke_lambda`: each try of a task gets its mocked answer.

    A task that is tried more often than was mocked, or is not mocked at all, fails with `NotMocked`.
    """

    def __init__(self, definition: dict[str, Any], states: dict[str, MockedResponse]) -> None:
        self._state_of = {
            task["Parameters"]["FunctionName"]: name for name, task in tasks(definition).items()
        }
        self._answers = {state: list(_attempts(response)) for state, response in states.items()}
        self.tries: Counter[str] = Counter()

    def __call__(self, function: str, payload: bytes) -> tuple[bytes, str | None]:
        state = self._state_of[function]
        attempt = self.tries[state]
        self.tries[state] += 1
        answers = self._answers.get(state, [])
        if attempt >= len(answers):
            return _failure("NotMocked", f"{state} has no mocked answer to try {attempt}.")
        answer = answers[attempt]
        if "Throw" in answer:
            return _failure(answer["Throw"]["Error"], answer["Throw"]["Cause"])
        return json.dumps(answer["Return"]["Payload"]).encode(), None


def _attempts(response: MockedResponse) -> Iterator[dict[str, Any]]:
    """One answer a try: "1-2" stands for the tries 1 and 2."""
    expected = 0
    for tries, answer in response.items():
        first, _, last = tries.partition("-")
        if int(first) != expected:
            raise ValueError(f"try {expected} is missing before {tries!r}")
        for _ in range(int(first), int(last or first) + 1):
            yield answer
            expected += 1


def _failure(error_type: str, message: str) -> tuple[bytes, str]:
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode(), "Unhandled"

"""Lambdas whose answers a test writes down, for an engine under test."""

import json
import threading
from collections.abc import Callable
from typing import Any

Answer = Callable[[dict[str, Any]], Any]


class LambdaFails(Exception):
    """What a scripted Lambda raises to fail with an errorType of its choice; None for a sandbox that died."""

    def __init__(self, error_type: str | None, message: str = "scripted") -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


class ScriptedLambdas:
    """Give it to an engine as `invoke_lambda`; functions go by the last part of their ARN.

    A function without an answer returns `{"ok": true}`.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._answers: dict[str, Answer] = {}

    def __call__(self, function: str, payload: bytes) -> tuple[bytes, str | None]:
        name = function.rpartition(":")[2]
        event = json.loads(payload)
        self.calls.append((name, event))
        try:
            answer = self._answers.get(name, lambda _: {"ok": True})(event)
        except LambdaFails as failure:
            report: dict[str, Any] = {"errorMessage": failure.message}
            if failure.error_type is not None:
                report["errorType"] = failure.error_type
            return json.dumps(report).encode(), "Unhandled"
        return json.dumps(answer).encode(), None

    @property
    def called(self) -> list[str]:
        """The functions called, in order."""
        return [name for name, _ in self.calls]

    def answer(self, name: str, value: Any) -> None:
        self._answers[name] = lambda _: value

    def answer_with(self, name: str, answer: Answer) -> None:
        self._answers[name] = answer

    def fail(self, name: str, error_type: str | None = "Boom", message: str = "scripted") -> None:
        def failing(_: dict[str, Any]) -> Any:
            raise LambdaFails(error_type, message)

        self._answers[name] = failing

    def fail_times(self, name: str, times: int, error_type: str | None = "Boom") -> None:
        """Fail this often, then return `{"ok": true}`."""
        left = [times]

        def answer(_: dict[str, Any]) -> Any:
            if left[0]:
                left[0] -= 1
                raise LambdaFails(error_type)
            return {"ok": True}

        self._answers[name] = answer

    def hold(self, name: str) -> "Held":
        """Make the function wait until it is let go."""
        held = Held()

        def waiting(_: dict[str, Any]) -> Any:
            held.reached.set()
            held.released.wait(30)
            if held.error_type is not None:
                raise LambdaFails(held.error_type)
            return {"ok": True}

        self._answers[name] = waiting
        return held


class Held:
    """A Lambda that waits: `reached` once it runs, then `release` or `fail`."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.released = threading.Event()
        self.error_type: str | None = None

    def fail(self) -> None:
        self.error_type = "Boom"
        self.release()

    def release(self) -> None:
        self.released.set()

"""Cost APIs that answer what a test gives them, and keep what they were asked."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.errors import SourceUnavailable
from protocol.result import RequestMade

Answer = dict[str, Any] | SourceUnavailable | Callable[[dict[str, Any]], dict[str, Any]]


class RecordedCostApis:
    """Implements billing.ports.CostApis. An API without an answer is denied, as AWS would."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = dict(answers)
        self._requests: list[RequestMade] = []

    def ask(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        answer = self._answers.get(api, denied(api))
        if isinstance(answer, SourceUnavailable):
            raise answer
        self._requests.append(RequestMade(api=api, parameters=parameters))
        return answer(parameters) if callable(answer) else answer

    @property
    def requests(self) -> list[RequestMade]:
        return self._requests


def denied(api: str) -> SourceUnavailable:
    """What the adapter makes of AccessDeniedException."""
    service = api.split(":", 1)[0]
    fix = f"Allow the function's role the IAM action {api}."
    return SourceUnavailable(service, "AccessDeniedException", f"{api} was denied.", fix)

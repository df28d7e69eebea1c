"""What the logic needs of AWS's cost APIs; adapters and fakes implement it."""

from typing import Any, Protocol

from protocol.result import RequestMade


class CostApis(Protocol):
    """The cost APIs, all pages of an answer joined, cached, counted and held to the caller's scope.

    `api` is a boto3 client and operation, such as `ce:GetCostAndUsage`. `parameters` are boto3's, without
    tokens. The answer is boto3's, its lists joined over all pages, its amounts still strings, its times
    ISO 8601 text.
    Raises billing.errors.SourceUnavailable for what is expected to fail (not enrolled, no support plan, no
    opt-in, denied, history too short, throttled for good, budget of requests spent), and
    billing.errors.CostApiUnavailable for what a retry may mend.
    """

    def ask(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The whole answer to one request."""
        ...

    @property
    def requests(self) -> list[RequestMade]:
        """Every request made so far, in order, for the answer's basis."""
        ...

"""What asking costs: Cost Explorer takes $0.01 for each request, and each further page is a request."""

from collections.abc import Iterable
from decimal import Decimal

from protocol.result import RequestMade

COST_EXPLORER_REQUEST_USD = Decimal("0.01")


def is_paid(api: str) -> bool:
    """Whether AWS charges for the API: Cost Explorer only; budgets, the hub and the advisor are free."""
    return api.startswith("ce:")


def paid_pages(requests: Iterable[RequestMade]) -> int:
    """The number of pages AWS charges for: `basis.requestCount`. What came from the cache is free."""
    return sum(request.pages for request in requests if is_paid(request.api) and not request.cached)


def price_usd(requests: Iterable[RequestMade]) -> Decimal:
    """The price of the requests in US dollars: `basis.queryCostUsd`."""
    return paid_pages(requests) * COST_EXPLORER_REQUEST_USD

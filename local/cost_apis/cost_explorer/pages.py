"""NextPageToken: where the next page begins, and which request it belongs to."""

import base64
import binascii
import hashlib
import json
from typing import Any, TypeVar

from local.cost_apis.context import Context
from local.cost_apis.wire import ApiError

Item = TypeVar("Item")


def page(
    context: Context,
    parameters: dict[str, Any],
    items: list[Item],
    size: int | None = None,
    token: str = "NextPageToken",
) -> tuple[list[Item], str | None]:
    """The page of `items` the request asks for, and the token of the next one (None after the last).

    Raises ApiError for a token this API did not give (InvalidNextTokenException), or gave for other
    parameters (RequestChangedException).
    """
    digest = _digest(context, {name: value for name, value in parameters.items() if name != token})
    size = size or context.options.page_size
    start = _position(parameters[token], digest) if parameters.get(token) else 0
    if start > len(items):
        raise ApiError("InvalidNextTokenException", "The pagination token is invalid.")
    end = start + size
    return items[start:end], _token(end, digest) if end < len(items) else None


def _token(position: int, digest: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([position, digest]).encode()).decode()


def _position(token: str, digest: str) -> int:
    invalid = ApiError("InvalidNextTokenException", "The pagination token is invalid.")
    try:
        position, of = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError, binascii.Error) as error:
        raise invalid from error
    if not isinstance(position, int) or isinstance(position, bool) or position < 0:
        raise invalid
    if of != digest:
        raise ApiError(
            "RequestChangedException",
            "Request parameters changed between pages; ask again without the token.",
        )
    return position


def _digest(context: Context, parameters: dict[str, Any]) -> str:
    text = json.dumps([context.bill.fingerprint, context.today.isoformat(), parameters], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]

"""Route selection.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

import json
from collections.abc import Collection

DEFAULT_ROUTE = "$default"
_BODY = "$request.body."


def select_route(expression: str, body: str, routes: Collection[str]) -> str | None:
    """The route key for a message: the field the expression names, `$default` when no route matches it.

    `expression` is a route selection expression of the form `$request.body.FIELD`. None when the message
    matches no route and there is no `$default`.
    """
    key = _field(body, expression.removeprefix(_BODY))
    # the routes that begin with $ are API Gateway's own: no message can name them
    if key is not None and key in routes and not key.startswith("$"):
        return key
    return DEFAULT_ROUTE if DEFAULT_ROUTE in routes else None


def _field(body: str, path: str) -> str | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value if isinstance(value, str) else None

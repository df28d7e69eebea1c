"""Pages of the newer APIs (`nextToken`, `maxResults`): the hub's and Trusted Advisor's."""

from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.wire import ApiError

DEFAULT_PAGE = 100


def next_token_page(
    context: Context, parameters: dict[str, Any], name: str, items: list[dict[str, Any]]
) -> dict[str, Any]:
    """The answer with one page of `items` under `name`, and `nextToken` where there are more.

    Raises ApiError ValidationException for a token of another request or of none: these APIs have no other
    error for it.
    """
    size = min(parameters.get("maxResults") or DEFAULT_PAGE, context.options.page_size)
    try:
        shown, token = page(context, parameters, items, size, "nextToken")
    except ApiError as error:
        raise ApiError("ValidationException", error.message) from error
    return {name: shown, "nextToken": token} if token else {name: shown}

"""AWS's cost APIs over a bill, as strict as AWS in what they refuse."""

from local.cost_apis.context import Context, Options
from local.cost_apis.cost_apis import CostApis
from local.cost_apis.server import serve
from local.cost_apis.wire import ApiError, ApiRequest, ApiResponse

__all__ = ["ApiError", "ApiRequest", "ApiResponse", "Context", "CostApis", "Options", "serve"]

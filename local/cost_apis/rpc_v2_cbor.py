"""Smithy's RPC v2 over CBOR, which botocore speaks with Compute Optimizer.

Only operations without parameters are needed here: no request is decoded.
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

import re
from typing import Any

import cbor2

from local.cost_apis.wire import ApiError, ApiRequest, ApiResponse

PATH = re.compile(r"/service/(?P<target_prefix>\w+)/operation/(?P<operation>\w+)")
HEADERS = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}


def target_of(request: ApiRequest) -> str | None:
    """`Prefix.Operation`, as the JSON protocols write it; None for another protocol."""
    match = PATH.fullmatch(request.path)
    if match is None or request.headers.get("smithy-protocol") != "rpc-v2-cbor":
        return None
    return f"{match['target_prefix']}.{match['operation']}"


def cbor_response(body: dict[str, Any]) -> ApiResponse:
    """A success."""
    return ApiResponse(200, HEADERS, cbor2.dumps(body))


def cbor_error(error: ApiError) -> ApiResponse:
    """A refusal, named in `__type`."""
    return ApiResponse(error.status, HEADERS, cbor2.dumps({"__type": error.code, "message": error.message}))

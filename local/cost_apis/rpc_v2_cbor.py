"""Smithy's RPC v2 over CBOR, which botocore speaks with Compute Optimizer.

Operations without parameters and answers of text, numbers and truths are all that is needed here.
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

import re
from typing import Any

from local.cost_apis.wire import ApiError, ApiRequest, ApiResponse

PATH = re.compile(r"/service/(?P<target_prefix>\w+)/operation/(?P<operation>\w+)")
HEADERS = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
MAP, TEXT, WHOLE = 5, 3, 0
"""CBOR's major types (RFC 8949, 3.1)."""


def target_of(request: ApiRequest) -> str | None:
    """`Prefix.Operation`, as the JSON protocols write it; None for another protocol."""
    match = PATH.fullmatch(request.path)
    if match is None or request.headers.get("smithy-protocol") != "rpc-v2-cbor":
        return None
    return f"{match['target_prefix']}.{match['operation']}"


def cbor_response(body: dict[str, Any]) -> ApiResponse:
    """A success."""
    return ApiResponse(200, HEADERS, _encoded(body))


def cbor_error(error: ApiError) -> ApiResponse:
    """A refusal, named in `__type`."""
    return ApiResponse(error.status, HEADERS, _encoded({"__type": error.code, "message": error.message}))


def _encoded(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(WHOLE, value)
    if isinstance(value, str):
        return _head(TEXT, len(value.encode())) + value.encode()
    return _head(MAP, len(value)) + b"".join(_encoded(key) + _encoded(one) for key, one in value.items())


def _head(major: int, number: int) -> bytes:
    """A major type with its argument, in four bytes where it does not fit beside the type."""
    return (
        bytes([major << 5 | number]) if number < 24 else bytes([major << 5 | 26]) + number.to_bytes(4, "big")
    )

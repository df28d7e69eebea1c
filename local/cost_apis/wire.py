"""Requests and responses of AWS's JSON protocols, without a socket."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

JSON_CONTENT_TYPE = "application/x-amz-json-1.1"


class ApiError(Exception):
    """A refusal as AWS words it: `code` is its exception's name, `status` the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True)
class ApiRequest:
    """One HTTP request to a cost API. Header names are lower case; `path` carries no query."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    query: dict[str, str] = field(default_factory=dict)

    @property
    def target(self) -> str | None:
        """`Prefix.Operation` of a JSON-protocol request, None for REST."""
        return self.headers.get("x-amz-target")


@dataclass(frozen=True)
class ApiResponse:
    """What goes back."""

    status: int
    headers: dict[str, str]
    body: bytes


def json_response(body: dict[str, Any]) -> ApiResponse:
    """A success."""
    return ApiResponse(200, {"content-type": JSON_CONTENT_TYPE}, json.dumps(body).encode())


def error_response(error: ApiError) -> ApiResponse:
    """A refusal: JSON protocols name it in `__type`, REST ones in a header."""
    body = {"__type": error.code, "message": error.message, "Message": error.message}
    headers = {"content-type": JSON_CONTENT_TYPE, "x-amzn-errortype": error.code}
    return ApiResponse(error.status, headers, json.dumps(body).encode())


def amount(value: Decimal | None) -> str:
    """A number as the APIs write it: every decimal it has and no more, never an exponent."""
    text = format(value or Decimal(0), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text

"""The local cost APIs: an AWS request in, an AWS response out."""

import json
import logging
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

from local.bill import Bill
from local.cost_apis.context import Context, Handler, Options
from local.cost_apis.registry import ROUTES, SERVICES
from local.cost_apis.rpc_v2_cbor import cbor_error, cbor_response, target_of
from local.cost_apis.validation import check_parameters, typed_parameters
from local.cost_apis.wire import ApiError, ApiRequest, ApiResponse, error_response, json_response
from local.cost_apis.without import answer_without

logger = logging.getLogger(__name__)


class CostApis:
    """Cost Explorer and the other cost APIs over a bill, as of a day. Holds no state: safe for any number
    of threads.

    `today` is a day (UTC), or a function that tells it.
    """

    def __init__(self, bill: Bill, today: date | Callable[[], date], options: Options | None = None) -> None:
        self._bill = bill
        self._today = today if callable(today) else lambda: today
        self._options = options or Options()

    def serves(self, request: ApiRequest) -> bool:
        """Whether the request is for one of the cost APIs, so that one port can serve other services beside
        them.
        """
        if target := _target(request):
            prefix = target.partition(".")[0]
            return any(service.target_prefix == prefix for service in SERVICES)
        return any(route.path.fullmatch(unquote(request.path)) for route in ROUTES)

    def handle(self, request: ApiRequest) -> ApiResponse:
        """Answer a request; what goes wrong is an AWS error response, never an exception."""
        is_cbor = target_of(request) is not None
        respond, refuse = (cbor_response, cbor_error) if is_cbor else (json_response, error_response)
        try:
            service, operation, handler, parameters = self._resolve(request)
            if self._options.throttle and self._options.throttle(operation):
                raise ApiError(
                    "LimitExceededException",
                    "You made too many calls in a short period of time. Try again later.",
                )
            check_parameters(service, operation, parameters)
            context = Context(self._bill, self._today(), self._options)
            lacking = answer_without(context, service, operation)
            return respond(handler(context, parameters) if lacking is None else lacking)
        except ApiError as error:
            return refuse(error)
        except Exception as error:
            # the message could hold a value of the bill, so only its kind is logged
            logger.error("%s failed: %s", _target(request) or request.path, type(error).__name__)
            return refuse(
                ApiError("InternalServerException", "The request failed inside the local cost APIs.", 500)
            )

    def _resolve(self, request: ApiRequest) -> tuple[str, str, Handler, dict[str, Any]]:
        body = {} if target_of(request) else _json_body(request.body)
        if target := _target(request):
            prefix, _, operation = target.partition(".")
            for service in SERVICES:
                if service.target_prefix == prefix and operation in service.operations:
                    return service.name, operation, service.operations[operation], body
            raise ApiError("UnknownOperationException", f"{target} is not served on this machine.")
        for route in ROUTES:
            match = route.path.fullmatch(unquote(request.path))
            if match and route.method == request.method:
                sent = typed_parameters(
                    route.service, route.operation, {**request.query, **match.groupdict()}
                )
                return route.service, route.operation, route.handler, {**sent, **body}
        raise ApiError(
            "UnknownOperationException",
            f"{request.method} {request.path} is not served on this machine.",
            404,
        )


def _target(request: ApiRequest) -> str | None:
    """`Prefix.Operation` in either of the protocols that have one; None for REST."""
    return request.target or target_of(request)


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise ApiError("SerializationException", "The request body is not JSON.") from error
    if not isinstance(parsed, dict):
        raise ApiError("SerializationException", "The request body is not a JSON object.")
    return parsed

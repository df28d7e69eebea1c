"""Every AWS call that the functions make at a running application, with what AWS would charge for it."""

from __future__ import annotations

import io
import json
import math
import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from aiohttp import web

from local.engine import engine as engine_module
from local.engine.wsgi import WsgiApplication, read_body
from local.gateway.aws_apis import AwsApis
from local.gateway.connections_api import ConnectionsApi
from local.lambdas.function import LambdaFunction
from local.lambdas.invocation import Invocation

ACCOUNT = "123456789012"
_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")
_S3_ACTIONS = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
_TRUSTED_ADVISOR = {
    re.compile(r"^/v1/recommendations$"): "ListRecommendations",
    re.compile(r"^/v1/recommendations/.+/resources$"): "ListRecommendationResources",
}
# AWS asks for another permission than the operation's name.
_PERMISSIONS = {"budgets:DescribeBudgets": "budgets:ViewBudget"}


@dataclass(frozen=True)
class Call:
    """One request: which function made it, the permission and the ARN it needs, and its units.

    `units` are DynamoDB's request units, writes to indexes included; elsewhere 1.
    """

    function: str
    action: str
    resource: str
    units: float = 1.0


@dataclass
class Recorded:
    """What a running application did: its calls, and the invocations that have ended with their seconds.

    `under_way` names the function of each invocation that has not.
    """

    calls: list[Call] = field(default_factory=list)
    invocations: list[tuple[str, float]] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what was recorded; what is under way still is."""
        self.calls.clear()
        self.invocations.clear()


@contextmanager
def recording() -> Iterator[Recorded]:
    """Records what the application started within does."""
    recorded = Recorded()
    with pytest.MonkeyPatch.context() as patch:
        server = engine_module.HttpServer
        patch.setattr(engine_module, "HttpServer", lambda app: server(_RecordingEngine(app, recorded)))
        _record_cost_apis(patch, recorded)
        _record_connections(patch, recorded)
        _record_invocations(patch, recorded)
        yield recorded


class _RecordingEngine:
    """WSGI middleware in front of the engine."""

    def __init__(self, application: WsgiApplication, recorded: Recorded) -> None:
        self._application, self._recorded = application, recorded
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = read_body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        answer = b"".join(self._application(environ, start_response))
        caller = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        if caller and caller[1].endswith("Function"):
            with self._lock:
                self._recorded.calls.append(_engine_call(caller[1], caller[3], environ, body, answer))
        return [answer]


def _engine_call(function: str, service: str, environ: dict[str, Any], body: bytes, answer: bytes) -> Call:
    operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    if service == "s3":
        bucket, _, key = environ["PATH_INFO"].strip("/").partition("/")
        arn = f"arn:aws:s3:::{bucket}"
        if not key:
            return Call(function, "s3:ListBucket", arn)
        return Call(function, f"s3:{_S3_ACTIONS[environ['REQUEST_METHOD']]}", f"{arn}/{key}")
    parameters = json.loads(body)
    if service == "states":
        return Call(
            function, f"states:{operation}", parameters.get("executionArn") or parameters["stateMachineArn"]
        )
    arn = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{parameters['TableName']}"
    if "IndexName" in parameters:
        arn += f"/index/{parameters['IndexName']}"
    return Call(function, f"dynamodb:{operation}", arn, _request_units(operation, parameters, answer))


def _request_units(operation: str, parameters: dict[str, Any], answer: bytes) -> float:
    """What the operation uses of DynamoDB's on-demand request units.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
    """
    if operation in ("GetItem", "Query"):
        read = json.loads(answer)
        items = read.get("Items", [read["Item"]] if "Item" in read else [])
        size = sum(_item_bytes(item) for item in items)
        return max(1, math.ceil(size / 4096)) * (1.0 if parameters.get("ConsistentRead") else 0.5)
    item, indexes = _stored(parameters)
    own = max(1, math.ceil(_item_bytes(item) / 1024))
    # each index that holds the item takes a write of its projected attributes, less than 1 KB here
    held_by = sum(all(key in item for key in keys) for keys in indexes)
    return float(own + held_by)


def _stored(parameters: dict[str, Any]) -> tuple[dict[str, Any], list[list[str]]]:
    """The item after a write (empty when it was deleted), and the keys of its table's indexes."""
    from local.engine.dynamodb.tables import backend, key_of, stored_item

    table = backend("us-east-1").tables[parameters["TableName"]]
    stored = stored_item(table, key_of(table, parameters.get("Item") or parameters["Key"]))
    item = {} if stored is None else stored.to_json()["Attributes"]
    indexes = [[each["AttributeName"] for each in index.schema] for index in table.global_indexes]
    return item, indexes


def _item_bytes(item: dict[str, Any]) -> int:
    """Nearly what DynamoDB counts: the names and values of the attributes as UTF-8."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: dict[str, Any]) -> int:
    ((kind, held),) = value.items()
    if kind == "L":
        return 3 + sum(1 + _value_bytes(each) for each in held)
    if kind == "SS":
        return sum(len(each.encode()) for each in held)
    return len(str(held).encode())


def _record_cost_apis(patch: pytest.MonkeyPatch, recorded: Recorded) -> None:
    handle = AwsApis.handle

    async def recording_handle(self: AwsApis, request: web.Request) -> web.Response:
        caller = _CREDENTIAL.search(request.headers.get("Authorization", ""))
        if caller and caller[1].endswith("Function"):
            service, operation = caller[3], request.headers.get("X-Amz-Target", "").rpartition(".")[2]
            if service == "trustedadvisor":
                operation = next(name for path, name in _TRUSTED_ADVISOR.items() if path.match(request.path))
            action = f"{service}:{operation}"
            arn = f"arn:aws:budgets::{ACCOUNT}:budget/any" if service == "budgets" else "*"
            recorded.calls.append(Call(caller[1], _PERMISSIONS.get(action, action), arn))
        return await handle(self, request)

    patch.setattr(AwsApis, "handle", recording_handle)


def _record_connections(patch: pytest.MonkeyPatch, recorded: Recorded) -> None:
    handle = ConnectionsApi.handle

    async def recording_handle(self: ConnectionsApi, request: web.Request) -> web.Response:
        caller = _CREDENTIAL.search(request.headers.get("Authorization", ""))
        if caller:
            stage = request.path.strip("/").partition("/")[0]
            arn = (
                f"arn:aws:execute-api:us-east-1:{ACCOUNT}:WebSocketApi/{stage}/{request.method}/@connections/"
            )
            connection = unquote(request.path.rpartition("/")[2])
            recorded.calls.append(Call(caller[1], "execute-api:ManageConnections", arn + connection))
        return await handle(self, request)

    patch.setattr(ConnectionsApi, "handle", recording_handle)


def _record_invocations(patch: pytest.MonkeyPatch, recorded: Recorded) -> None:
    invoke = LambdaFunction.invoke

    async def recording_invoke(self: LambdaFunction, payload: bytes) -> Invocation:
        name, began = self._resource.name, time.monotonic()
        recorded.under_way.append(name)
        try:
            answer = await invoke(self, payload)
            recorded.invocations.append((name, time.monotonic() - began))
        finally:
            recorded.under_way.remove(name)
        return answer

    patch.setattr(LambdaFunction, "invoke", recording_invoke)

"""AWS's APIs on the gateway's port, so that boto3 and the AWS CLI need one endpoint only."""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import aiohttp
from aiohttp import web

if TYPE_CHECKING:
    from local.cost_apis.wire import ApiRequest, ApiResponse

SIGNATURE = "AWS4-HMAC-SHA256 "
_TARGET = "X-Amz-Target"
_STEP_FUNCTIONS_TARGET = "AWSStepFunctions."
# The engine tells services apart by the scope of a signature, which it does not check.
_STEP_FUNCTIONS_SCOPE = f"{SIGNATURE}Credential=page/20000101/us-east-1/states/aws4_request"
_COST_QUERIES_AT_ONCE = 4
# They describe one connection, or are set anew by whoever sends.
_HOP_HEADERS = frozenset(
    {"connection", "content-length", "date", "host", "keep-alive", "server", "transfer-encoding"}
)


class CostApisOverBill(Protocol):
    """What this needs of `local.cost_apis.CostApis`."""

    def serves(self, request: "ApiRequest") -> bool:
        """Whether a request is for one of the cost APIs."""

    def handle(self, request: "ApiRequest") -> "ApiResponse":
        """Answer it."""


def is_aws_request(path: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is for an AWS API: signed, of a JSON protocol, or for a user pool's public keys."""
    signed = headers.get("Authorization", "").startswith(SIGNATURE)
    return signed or _TARGET in headers or path.endswith("/.well-known/jwks.json")


class AwsApis:
    """Gives requests to the cost APIs over the bill, and all others to the engine."""

    def __init__(self, engine: str, cost_apis: CostApisOverBill) -> None:
        """`engine` is its endpoint. Use within the event loop."""
        self._engine = engine
        self._cost_apis = cost_apis
        self._threads = ThreadPoolExecutor(_COST_QUERIES_AT_ONCE, thread_name_prefix="cost-apis")
        self._session = aiohttp.ClientSession(auto_decompress=False)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one AWS API request."""
        from local.cost_apis.wire import ApiRequest

        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        api_request = ApiRequest(request.method, request.path, headers, body, dict(request.query))
        if not self._cost_apis.serves(api_request):
            return await self._forward(request, body)
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._threads, self._cost_apis.handle, api_request)
        return web.Response(status=answer.status, headers=answer.headers, body=answer.body)

    async def close(self) -> None:
        """Let go of the connections to the engine."""
        await self._session.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        # the guard has looked at the Origin; the engine admits none
        headers = _end_to_end(request.headers.items(), leave_out=_HOP_HEADERS | {"origin"})
        if headers.get(_TARGET, "").startswith(_STEP_FUNCTIONS_TARGET):
            # the page has no credentials to sign with
            headers.setdefault("Authorization", _STEP_FUNCTIONS_SCOPE)
        async with self._session.request(
            request.method, self._engine + request.raw_path, headers=headers, data=body, allow_redirects=False
        ) as answer:
            return web.Response(
                status=answer.status,
                headers=_end_to_end(answer.headers.items(), leave_out=_HOP_HEADERS),
                body=await answer.read(),
            )


def _end_to_end(headers: Iterable[tuple[str, str]], leave_out: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in leave_out}

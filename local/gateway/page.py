"""The page, and what a browser client needs to know: `/` and `/config.json`."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

_NOT_BUILT = """The page is not built yet: run `make install`, which builds it, and reload.

Until then, ask from a terminal:

    finops ask --url ws://{host}/{stage} "What is my current AWS spend?"
"""


@dataclass(frozen=True)
class ClientConfig:
    """Where a client signs in and as whom on this machine, and which bill it asks, in words."""

    stage: str
    user_pool_id: str
    client_id: str
    tenant_claim: str
    demo_username: str
    demo_password: str
    state_machine_arn: str | None
    bill: str

    def as_json(self, host: str) -> dict[str, object]:
        """The content of `/config.json`, its addresses those by which the client came (HOST:PORT)."""
        return {
            "webSocketUrl": f"ws://{host}/{self.stage}",
            "cognito": {
                "endpoint": f"http://{host}",
                "userPoolId": self.user_pool_id,
                "clientId": self.client_id,
                "tenantClaim": self.tenant_claim,
            },
            "stepFunctions": {"endpoint": f"http://{host}", "stateMachineArn": self.state_machine_arn},
            "demo": {"username": self.demo_username, "password": self.demo_password},
            "bill": self.bill,
        }


class Page:
    """Serves the built single-page app: its files, and its index for every other path."""

    def __init__(self, folder: Path, config: ClientConfig) -> None:
        self._folder = folder.resolve()
        self._config = config

    async def config(self, request: web.Request) -> web.Response:
        """`/config.json`."""
        return web.json_response(self._config.as_json(request.host), headers={"Cache-Control": "no-store"})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A file of the page, or its index."""
        if request.method not in ("GET", "HEAD"):
            raise web.HTTPMethodNotAllowed(request.method, ("GET", "HEAD"))
        index = self._folder / "index.html"
        if not index.is_file():
            return web.Response(text=_NOT_BUILT.format(host=request.host, stage=self._config.stage))
        file = (self._folder / request.path.lstrip("/")).resolve()
        found = file.is_file() and file.is_relative_to(self._folder)
        if not found and Path(request.path).suffix:
            raise web.HTTPNotFound
        return web.FileResponse(
            file if found else index,
            headers=_headers(request.host, kept=found and file.is_relative_to(self._folder / "assets")),
        )


def _headers(host: str, *, kept: bool) -> dict[str, str]:
    """`kept`: the file's name changes with its content, so a browser need not ask for it again."""
    policy = (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        f"connect-src 'self' ws://{host}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Cache-Control": "public, max-age=31536000, immutable" if kept else "no-cache",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }

"""The `@connections` API: post to, look at and close a connection.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import uuid
from datetime import datetime

from aiohttp import web

from local.gateway.connections import Connection, Connections, PostRefused

CONNECTION_CLOSED_NORMALLY = 1000


class ConnectionsApi:
    """Answers API Gateway's management API for one stage."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def handle(self, request: web.Request) -> web.Response:
        """A signed POST, GET or DELETE of a connection id; anything unsigned is refused with 403."""
        if not request.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
            return _refusal(403, "ForbiddenException")
        try:
            connection = self._connections.get(request.match_info["connection_id"])
            if request.method == "GET":
                return web.json_response(_description(connection))
            if request.method == "DELETE":
                await connection.close(CONNECTION_CLOSED_NORMALLY, "Connection Closed Normally")
                return web.Response(status=204)
            connection.post(await request.read())
        except PostRefused as refusal:
            return _refusal(refusal.status, type(refusal).__name__)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(413, "PayloadTooLargeException")
        return web.Response(status=200)


def _description(connection: Connection) -> dict[str, object]:
    client = connection.client
    return {
        "connectedAt": _timestamp(client.connected_at),
        "identity": {"sourceIp": client.source_ip, "userAgent": client.user_agent},
        "lastActiveAt": _timestamp(connection.last_active_at),
    }


def _timestamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _refusal(status: int, error: str) -> web.Response:
    headers = {"x-amzn-ErrorType": error, "x-amzn-RequestId": str(uuid.uuid4())}
    body = {"message": "Forbidden"} if status == 403 else {}
    return web.json_response(body, status=status, headers=headers)

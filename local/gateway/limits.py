"""API Gateway's limits for WebSocket APIs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
"""

from dataclasses import dataclass

from protocol.frames import MAX_FRAME_BYTES

INBOUND_LIMIT_BYTES = MAX_FRAME_BYTES
"""A frame's limit on AWS, taken here for a whole message: browsers send a message as one frame."""
OUTBOUND_LIMIT_BYTES = 128 * 1024
"""A posted message's limit; a larger one is refused with 413."""

GOING_AWAY = 1001
UNSUPPORTED_DATA = 1003


@dataclass(frozen=True)
class ConnectionLimits:
    """Times in seconds, and the bytes that may wait for one slow client before posts to it are refused.

    So many messages of a connection are taken at a time, its next ones wait in its socket: a client that
    floods is held up by itself. AWS has no such limit, and a machine's worth of cores for each.
    """

    idle_seconds: float = 10 * 60
    lifetime_seconds: float = 2 * 60 * 60
    integration_seconds: float = 29
    waiting_bytes: int = 1024 * 1024
    messages_taken: int = 4

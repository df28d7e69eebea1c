"""The bytes of a message on the wire."""

import json
from typing import Any

MAX_MESSAGE_BYTES = 131_072
"""API Gateway's limit of a WebSocket message."""
MAX_FRAME_BYTES = 32_768
"""API Gateway's limit of a frame. Clients send a message as one; a larger closes the connection (1009)."""


def encode(value: Any) -> bytes:
    """Compact JSON in UTF-8: the form in which results are kept and messages are counted and sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

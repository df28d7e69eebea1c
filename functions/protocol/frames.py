"""The bytes of a message on the wire."""

import json
from typing import Any

MAX_MESSAGE_BYTES = 131_072
"""API Gateway's limit of a WebSocket message."""


def encode(value: Any) -> bytes:
    """Compact JSON in UTF-8: the form in which results are kept and messages are counted and sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

"""DynamoDB's JSON: binary attributes are base64 on the wire and in the store, bytes inside."""

import base64
import json
from typing import Any


def loads(text: str | bytes) -> Any:
    """Raises ValueError for what is not JSON."""
    return json.loads(text, object_hook=_decode_binary)


def dumps(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=_encode_binary)


def _decode_binary(value: dict[str, Any]) -> dict[str, Any]:
    if isinstance(value.get("B"), str):
        return {**value, "B": base64.b64decode(value["B"])}
    if isinstance(value.get("BS"), list):
        return {**value, "BS": [base64.b64decode(member) for member in value["BS"]]}
    return value


def _encode_binary(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is no attribute value")

"""What a client may say: each action's fields, and the reading of a frame."""

import base64
import binascii
import json
import math
from datetime import date
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, StringConstraints, ValidationError

from protocol.frames import MAX_MESSAGE_BYTES
from protocol.server_messages import Refusal
from protocol.values import WireModel

Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Name = Annotated[str, StringConstraints(max_length=200)]


class Authenticate(WireModel):
    """Who the client is: only `token` is trusted; the others count where claims are allowed."""

    token: Annotated[str, StringConstraints(max_length=16_384)] | None = None
    user_id: Name | None = None
    username: Name | None = None


EARLIEST_TODAY = date(2006, 1, 1)
"""The year AWS's first bills are of: what is counted back from there stays within the calendar."""


class QueryOptions(WireModel):
    """`today`: answer as of this day."""

    today: Annotated[date, Field(ge=EARLIEST_TODAY)] | None = None


class FinopsQuery(WireModel):
    """A question; `request_id` makes a resend harmless."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    request_id: Id | None = None
    conversation_id: Id | None = None
    options: QueryOptions = Field(default_factory=QueryOptions)


class Resume(WireModel):
    """Every message of a job after the last `seq` seen."""

    job_id: Id
    after: Annotated[int, Field(strict=True, ge=0)]


class GetResult(WireModel):
    """One part of a result, from 1."""

    job_id: Id
    part: Annotated[int, Field(strict=True, ge=1)]


class ListJobs(WireModel):
    """A page of the caller's jobs, or for an operator of everybody's (`all`)."""

    limit: Annotated[int, Field(strict=True, ge=1, le=100)] = 20
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None
    all: Annotated[bool, Field(strict=True)] = False


class Replay(WireModel):
    """A failed job to go on with (`redrive`), or to run from its beginning (`restart`)."""

    job_id: Id
    mode: Literal["redrive", "restart"] = "redrive"


class Cancel(WireModel):
    """A job to stop."""

    job_id: Id


class Ping(WireModel):
    """A heartbeat; its time goes back as it came, so that a text stays one, "NaN" among them."""

    timestamp: (
        Annotated[float, Field(strict=True, allow_inf_nan=False)]
        | Annotated[str, StringConstraints(max_length=100)]
        | None
    ) = Field(default=None, union_mode="left_to_right")


ClientMessage = Authenticate | FinopsQuery | Resume | GetResult | ListJobs | Replay | Cancel | Ping

ACTIONS: dict[str, type[ClientMessage]] = {
    "authenticate": Authenticate,
    "finops_query": FinopsQuery,
    "resume": Resume,
    "get_result": GetResult,
    "list_jobs": ListJobs,
    "replay": Replay,
    "cancel": Cancel,
    "ping": Ping,
}


def parse_client_message(body: Any, *, is_base64: bool = False) -> ClientMessage:
    """The message that a frame holds. Raises Refusal, which names no value of the message."""
    fields = _json_object(_text(body, is_base64))
    action = fields.get("action")
    if not isinstance(action, str) or action not in ACTIONS:
        raise Refusal("unknown_action", f"Send a message whose `action` is one of: {', '.join(ACTIONS)}.")
    try:
        return ACTIONS[action].model_validate(fields)
    except ValidationError as error:
        request_id = fields.get("requestId")
        raise Refusal(
            "invalid_request",
            f"`{action}` was not taken. Mend these fields and send it again: {_problems(error)}.",
            request_id=request_id if isinstance(request_id, str) and len(request_id) <= 200 else None,
        ) from None


def _text(body: Any, is_base64: bool) -> str:
    if not isinstance(body, str):
        raise Refusal("malformed_message", "Send a text frame with one JSON object.")
    if not is_base64:
        return body
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, ValueError):
        raise Refusal(
            "malformed_message", "Send a text frame in UTF-8; binary frames are not read."
        ) from None


def _json_object(text: str) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE_BYTES:
        raise Refusal("too_large", f"A message may have {MAX_MESSAGE_BYTES:,} bytes: send a shorter one.")
    try:
        fields = json.loads(text, parse_constant=_no_such_number, parse_float=_finite)
        # a lone surrogate is valid JSON, but no text that could be stored or sent
        text.encode()
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refusal("malformed_message", "The message is not JSON: send one JSON object a frame.") from None
    if not isinstance(fields, dict):
        raise Refusal("malformed_message", "Send one JSON object a frame, not another JSON value.")
    return fields


def _finite(digits: str) -> float:
    """The number; one that no float holds, such as 1e999, could not be sent back as JSON."""
    number = float(digits)
    return number if math.isfinite(number) else _no_such_number(digits)


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _problems(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'][:2])}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_context=False, include_url=False)
    ]
    return "; ".join(problems[:3])

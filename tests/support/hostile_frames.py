"""Frames that no client of ours sends: nearly right, broken, enormous, or no text at all."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from protocol.client_messages import ACTIONS

FORGED_TOKEN = "canary-token"
"""What the frames give as tokens; no answer and no log may repeat it."""

_TOKENS = st.sampled_from(
    [FORGED_TOKEN, f"{FORGED_TOKEN}.e30.", FORGED_TOKEN * 1500, "eyJhbGciOiJub25lIn0.e30." + FORGED_TOKEN]
)
_TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "\u202eabc",
            "\ufeff",
            "e\u0301" * 300,
            "\U0001f4a9" * 90,
            "../../x",
            "<script>",
            "{}",
        ]
    ),
    st.text(max_size=12),
)
_NUMBERS = st.sampled_from(
    [0, 1, -1, 2, 100, 101, 1.5, -0.0, 2**31, 2**63, 10**40, 10**400, 1e308, True, False]
)
_SCALARS = st.one_of(st.none(), _NUMBERS, _TEXTS)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["today", "x", ""]), inner, max_size=2)
    ),
    max_leaves=4,
)
_NOT_JSON: list[str | None] = [
    None, "", "null", "[]", '"ping"', "NaN", '{"action":"ping","timestamp":NaN}', "{" * 30_000, "[" * 30_000,
    '{"action":' * 20_000, '{"action":"resume","after":' + "9" * 5000 + "}",
    '{"action":"ping","timestamp":1e999}',
    '{"action":"finops_query","query":"\\ud800"}', '\ufeff{"action":"ping"}', "x" * 131_073,
    '{"action":"ping","action":"list_jobs"}', '{"__proto__":{"action":"ping"}}',
]  # fmt: skip

# what each action needs, and what else it takes
_FIELDS: dict[str, tuple[list[str], list[str]]] = {
    "finops_query": (["query"], ["requestId", "conversationId", "options"]),
    "resume": (["jobId", "after"], []),
    "get_result": (["jobId", "part"], []),
    "list_jobs": ([], ["limit", "cursor", "all"]),
    "replay": (["jobId"], ["mode"]),
    "cancel": (["jobId"], []),
    "ping": ([], ["timestamp"]),
}


@dataclass(frozen=True)
class Frame:
    """A frame as API Gateway hands it on."""

    body: str | None
    is_base64: bool = False

    @property
    def route(self) -> str:
        """Where `$request.body.action` sends it: `authenticate` or `$default`."""
        try:
            fields = json.loads(self.body or "")
        except (ValueError, RecursionError):
            return "$default"
        is_authenticate = isinstance(fields, dict) and fields.get("action") == "authenticate"
        return "authenticate" if is_authenticate and not self.is_base64 else "$default"


def hostile_frames(job_ids: list[str]) -> st.SearchStrategy[Frame]:
    """Frames of every kind; some name jobs of `job_ids`, in the right place or the wrong one."""
    messages = _messages(job_ids)
    return st.one_of(
        messages.map(Frame),
        messages.map(Frame),
        st.builds(
            _spoilt, messages, st.integers(0, 400), st.sampled_from(["", '"', "}", "\\ud800", "\x00", None])
        ),
        st.sampled_from(_NOT_JSON).map(Frame),
        st.binary(max_size=40).map(lambda raw: Frame(base64.b64encode(raw).decode(), is_base64=True)),
        messages.map(lambda text: Frame(base64.b64encode(text.encode()).decode(), is_base64=True)),
        st.text(max_size=40).map(lambda text: Frame(text, is_base64=True)),
    )


def _messages(job_ids: list[str]) -> st.SearchStrategy[str]:
    """JSON text of one object: an action, and fields that are often of the right type."""
    ids = st.sampled_from([*job_ids, "nothing", "#", "JOB#" + job_ids[0], "x" * 201])
    right: dict[str, st.SearchStrategy[Any]] = {
        "query": st.text(min_size=1, max_size=12) | st.just("q" * 4001),
        "requestId": st.text(min_size=1, max_size=2),
        "conversationId": st.sampled_from(["c", "#", "CONVERSATION#x"]),
        "options": st.fixed_dictionaries(
            {"today": st.sampled_from(["2024-09-30", "9999-12-31", "0001-01-01", 0])}
        ),
        "jobId": ids,
        "after": st.integers(0, 20),
        "part": st.integers(1, 3),
        "limit": st.integers(1, 100),
        "cursor": st.sampled_from(["0", "1", "-1", "e30=", "bnVsbA==", "x" * 1999]) | st.text(max_size=8),
        "all": st.booleans(),
        "mode": st.sampled_from(["redrive", "restart"]),
        "userId": ids,
        "username": _TEXTS,
        "timestamp": _NUMBERS,
    }
    hostile = {name: st.one_of(value, value, value, _VALUES) for name, value in right.items()}
    beside = {"token": _TOKENS, "__class__": _VALUES}
    nearly_right = [
        st.fixed_dictionaries(
            {"action": st.just(action), **{name: right[name] for name in needed}},
            optional={name: hostile[name] for name in allowed},
        )
        for action, (needed, allowed) in _FIELDS.items()
    ]
    anything = st.fixed_dictionaries(
        {"action": st.sampled_from([*ACTIONS, "unknown", "__class__", None])}, optional={**hostile, **beside}
    )
    return st.one_of(*nearly_right, *nearly_right, anything).map(json.dumps)


def _spoilt(text: str, place: int, put: str | None) -> Frame:
    """A text cut at a place, or with one character there replaced."""
    place = place % len(text)
    return Frame(text[:place] if put is None else text[:place] + put + text[place + 1 :])

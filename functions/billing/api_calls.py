"""Calls of the cost APIs through boto3: one client a service, all pages joined, errors translated."""

import json
import os
import threading
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from billing.errors import CostApiUnavailable
from billing.failures import refusal

REGION = "us-east-1"  # Cost Explorer, budgets, the hub, Trusted Advisor and Support have their endpoint there
PAGE_TOKENS = ("NextPageToken", "NextToken", "nextToken")
ECHOED_LISTS = frozenset({"GroupDefinitions"})  # the same on every page
_one_at_a_time = threading.Lock()


def call(
    api: str, parameters: dict[str, Any], before_page: Callable[[int], None]
) -> tuple[dict[str, Any], int]:
    """All pages of one answer with its lists joined, and their number.

    `before_page` is told the number of pages fetched so far before each one, and may raise to stop spending.
    Raises SourceUnavailable and CostApiUnavailable.
    """
    from botocore import xform_name
    from botocore.exceptions import BotoCoreError, ClientError

    service, operation = api.split(":", maxsplit=1)
    ask = getattr(client(service), xform_name(operation))
    sent = {**_account_of(api), **parameters}
    answer: dict[str, Any] = {}
    pages = 0
    while True:
        before_page(pages)
        try:
            page = ask(**sent)
        except ClientError as error:
            raise _translated(api, error.response) from error
        except BotoCoreError as error:
            raise CostApiUnavailable(f"{api}: {type(error).__name__}") from error
        pages += 1
        page.pop("ResponseMetadata", None)
        token_name = next((name for name in PAGE_TOKENS if page.get(name)), None)
        token = {token_name: page.pop(token_name)} if token_name else {}
        _join(answer, page)
        if not token:
            return _plain(answer), pages
        sent = {**sent, **token}


@cache
def client(service: str) -> Any:
    """The process's client of a service. Retries throttling and server errors with jittered backoff."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 5},
    )
    make: Any = boto3.client
    with _one_at_a_time:  # boto3's session makes clients for one thread; a made one serves several
        return make(service, region_name=REGION, config=config)


def _account_of(api: str) -> dict[str, str]:
    """Budgets alone asks for the account's id, which the template sets."""
    return {"AccountId": os.environ.get("ACCOUNT_ID", "")} if api.startswith("budgets:") else {}


def _join(answer: dict[str, Any], page: dict[str, Any]) -> None:
    for name, value in page.items():
        if isinstance(value, list) and isinstance(answer.get(name), list) and name not in ECHOED_LISTS:
            answer[name] = answer[name] + value
        elif name not in answer or not isinstance(value, list):
            answer[name] = value


def _translated(api: str, response: Any) -> Exception:
    error = response.get("Error", {})
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return refusal(api, str(error.get("Code", "")), str(error.get("Message", "")), status)


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as its JSON says it, so that a fresh one and a cached one are alike."""
    plain: dict[str, Any] = json.loads(json.dumps(answer, default=_as_text))
    return plain


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)

"""The events in events/ are those the functions take."""

from __future__ import annotations

import json

import connection_manager.handler
import message_handler.handler
from support.deployed_functions import Deployment
from support.project import ROOT


def test_every_event_file_is_answered(deployment: Deployment) -> None:
    """events/ holds an event of every route, as API Gateway sends them."""
    for path in sorted((ROOT / "events").glob("*.json")):
        event = json.loads(path.read_text())
        if "requestContext" not in event:
            continue
        route = event["requestContext"]["routeKey"]
        module = (
            connection_manager.handler
            if route in ("$connect", "$disconnect", "authenticate")
            else message_handler.handler
        )
        assert module.lambda_handler(event, None)["statusCode"] in (200, 403)

"""Neither the log nor an error message tells what was asked, by whom, or what broke inside."""

from __future__ import annotations

import io
import logging

import pytest

import sweeper.handler
from aws import clients
from support.deployed_functions import Deployment, completed, failed


def test_r26_nothing_personal_is_written_to_the_log(
    deployment: Deployment,
    tab: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = io.StringIO()
    for handler in logging.getLogger("service_undefined").handlers:
        monkeypatch.setattr(handler, "stream", log)
    token = deployment.sign_in("canary@example.com")
    deployment.connect("canary")
    deployment.authenticate("canary", token=token)
    deployment.failing = ["Cost"]
    deployment.send("canary", action="finops_query", query="canary-question about account 999988887777")
    deployment.send("canary", action="replay", jobId=deployment.until("canary", failed)[-1]["jobId"])
    deployment.until("canary", completed)
    deployment.send("canary", action="finops_query", query={"canary-question": 1})
    deployment.send("canary", body='{"action": "canary-question')
    deployment.authenticate("canary", token=token + "x")
    sweeper.handler.lambda_handler({}, None)
    written = log.getvalue() + "".join(capsys.readouterr())
    assert "execution status" in written
    for secret in ("canary@example.com", "canary-question", "999988887777", token, token[:40]):
        assert secret not in written


def test_an_error_inside_is_an_error_message_and_nothing_of_it(
    deployment: Deployment, tab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients.dynamodb().delete_table(TableName="jobs")
    deployment.send(tab, action="finops_query", query="What was my spend?")
    answer = deployment.sockets.sent[tab][-1]
    assert answer == {
        "type": "error",
        "code": "internal_error",
        "message": "The server met an error: send the message again.",
    }

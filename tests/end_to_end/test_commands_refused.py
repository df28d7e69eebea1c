"""Commands that cannot be run say why and what to do: one sentence, status 2, never a traceback."""

from pathlib import Path

import pytest

from support.finops_command import FinopsServer, finops, finops_processes, free_port

NOWHERE = "ws://127.0.0.1:1/prod"
STACK = "wss://127.0.0.1:1/prod"
TOKEN = ["--token", "a.b.c"]
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:Machine"
REFUSED: dict[str, tuple[list[str], str]] = {
    "an http address": (["jobs", "--url", "http://127.0.0.1:8787/"], "no WebSocket address"),
    "no address": (["ask", "--url", "", "S3?"], "no WebSocket address"),
    "half an address": (["ask", "--url", "ws://[::1/prod", "S3?"], "no WebSocket address"),
    "a port that is none": (["trace", "job", "--url", "ws://127.0.0.1:99999/prod"], "no WebSocket address"),
    "a server that is down": (["ask", "--url", NOWHERE, *TOKEN, "S3?"], "finops up"),
    "jobs of a server that is down": (["jobs", "--url", NOWHERE, *TOKEN], "finops up"),
    "a replay at a server that is down": (["replay", "job", "--url", NOWHERE], "finops up"),
    "a trace at a server that is down": (["trace", "job", "--url", NOWHERE], "finops up"),
    "usage of a server that is down": (["usage", "--url", NOWHERE], "finops up"),
    "a trace of a stack by its address": (["trace", "job", "--url", STACK], "--state-machine ARN"),
    "usage of a stack by its address": (["usage", "--url", STACK], "--stack NAME"),
    "an ARN that is none": (["trace", "job", "--state-machine", "Machine"], "StateMachineArn"),
    "a conversation that no server keeps": (["ask", "--conversation", "a", "And in June?"], "finops up"),
    "a shown job of a server that is down": (["show", "job", "--url", NOWHERE], "finops up"),
    "an empty question": (["ask", " "], "in words"),
    "a question without quotes": (["ask", "What", "was", "my", "spend"], '"What was my spend"'),
    "a folder of questions": (["ask", "--questions", "."], "a question a line"),
    "half a parameter": (["up", "--ephemeral", "--parameter", "MaxRequestsPerQuestion"], "NAME=VALUE"),
    "a parameter there is none of": (
        ["up", "--ephemeral", "--port", "0", "--parameter", "MaxRequests=3"],
        "It has ",
    ),
    "a fraction of a request": (
        ["up", "--ephemeral", "--port", "0", "--parameter", "MaxRequestsPerQuestion=2.5"],
        "The parameter MaxRequestsPerQuestion must be a whole number, 0 or more.",
    ),
    "a day for one job": (["replay", "job", "--since", "2026-01-01"], "--failed"),
    "a job and all that failed": (["replay", "job", "--failed"], "finops jobs"),
}


def test_command_that_cannot_be_run_is_refused_in_a_sentence() -> None:
    answers = finops_processes(None, *(arguments for arguments, _ in REFUSED.values()))
    for refused, (name, (_, words)) in zip(answers, REFUSED.items(), strict=True):
        assert (refused.returncode, refused.stdout) == (2, ""), (name, refused.stderr)
        assert words in refused.stderr, name
        assert len(refused.stderr.splitlines()) == 1, refused.stderr


def test_trace_on_aws_without_credentials_says_how_to_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    refused = finops("trace", "job", "--state-machine", MACHINE)
    assert refused.returncode == 2
    assert "Sign in to AWS first" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_what_a_running_server_refuses_is_a_sentence(demo: FinopsServer, tmp_path: Path) -> None:
    job = finops("ask", "--url", demo.web_socket, "--json", "What did we spend last month?")
    assert job.returncode == 0, job.stderr
    another_stage = demo.web_socket.replace("/prod", "/stage")
    commands = {
        "stage": (["ask", "--url", another_stage, "S3?"], "ends in the stage"),
        "token": (["jobs", "--url", demo.web_socket, *TOKEN], "sign in again"),
        "TLS": (["jobs", "--url", demo.web_socket.replace("ws:", "wss:"), *TOKEN], "takes ws://"),
        "trace": (["trace", "nobody", "--url", demo.web_socket], "finops jobs"),
        "user": (["user", "export", "nobody", "--url", demo.web_socket], "nobody"),
    }
    answers = finops_processes(tmp_path, *(arguments for arguments, _ in commands.values()))
    for refused, (name, (_, words)) in zip(answers, commands.items(), strict=True):
        assert refused.returncode == 2, (name, refused.stderr)
        assert words in refused.stderr, (name, refused.stderr)
        assert len(refused.stderr.splitlines()) == 1, refused.stderr


def test_address_and_token_may_come_from_the_environment(
    demo: FinopsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINOPS_URL", demo.web_socket)
    monkeypatch.setenv("FINOPS_TOKEN", demo.user_token("from-the-environment"))
    question = "What did we spend on S3 last month?"
    answered = finops("ask", question)
    assert answered.returncode == 0, answered.stderr
    assert "$" in answered.stdout
    listed = finops("jobs")
    assert [line for line in listed.stdout.splitlines() if question in line]
    assert len(listed.stdout.strip().splitlines()) == 2, "the jobs of this user alone"
    refused = finops("jobs", "--url", f"ws://127.0.0.1:{free_port()}/prod")
    assert "nothing answers there" in refused.stderr, "an option counts before the variable"


def test_bill_goes_with_no_server_not_even_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINOPS_URL", NOWHERE)
    refused = finops("ask", "--data", "bill.csv", "S3?")
    assert refused.returncode == 2
    assert "FINOPS_URL" in refused.stderr

"""The four functions around the steps, called as Lambda calls them, over the engine's services."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

import connection_manager.handler
import execution_watcher.handler
import message_handler.handler
import sweeper.handler
from aws import clients
from jobs import step_run
from local.engine import Engine
from protocol.query_plan import Interpretation, Needs, QueryPlan
from protocol.result import Basis, CostAnalysis, Result
from protocol.step import CostFindings, InterpretationOutput
from support.deployed_stores import ENVIRONMENT, create_stores, forget_clients
from support.project import ROOT, definition
from support.state_machines import ROLE

Message = dict[str, Any]
PASSWORD = "Correct-horse-7"


class ConnectionsApi:
    """boto3's `@connections` client, over lists."""

    def __init__(self) -> None:
        self.sent: dict[str, list[Message]] = {}
        self.sizes: list[int] = []
        self.gone: set[str] = set()
        self.closed: list[str] = []

    def post_to_connection(self, ConnectionId: str, Data: bytes) -> None:
        if ConnectionId in self.gone:
            raise ClientError(
                {"Error": {"Code": "GoneException"}, "ResponseMetadata": {"HTTPStatusCode": 410}},  # type: ignore[typeddict-item]
                "PostToConnection",
            )
        self.sizes.append(len(Data))
        self.sent.setdefault(ConnectionId, []).append(json.loads(Data))

    def delete_connection(self, ConnectionId: str) -> None:
        self.closed.append(ConnectionId)


class Deployment:
    """The engine, the handlers as its Lambdas, and a signed-in user."""

    def __init__(self) -> None:
        self.failing: list[str] = []
        self.status_events: list[Message] = []
        self.response = "The answer."
        self.pool = self.pool_client = ""
        self.sockets = ConnectionsApi()
        self.engine = Engine(self._invoke, self.status_events.append)
        self.engine.start()

    def _invoke(self, name: str, payload: bytes) -> tuple[bytes, str | None]:
        step = next(key for key in STEPS if key in name)
        if step in self.failing:
            self.failing.remove(step)
            return b'{"errorType": "KeyError", "errorMessage": "x"}', "Unhandled"
        return json.dumps(STEPS[step](json.loads(payload), self.response)).encode(), None

    def sign_in(self, username: str, group: str | None = None) -> str:
        """The ID token of a new user."""
        cognito = boto3.client("cognito-idp")
        cognito.admin_create_user(UserPoolId=self.pool, Username=username, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=username, Password=PASSWORD, Permanent=True
        )
        if group:
            cognito.create_group(UserPoolId=self.pool, GroupName=group)
            cognito.admin_add_user_to_group(UserPoolId=self.pool, Username=username, GroupName=group)
        return self.sign_in_again(username)

    def sign_in_again(self, username: str) -> str:
        """Another ID token of a user."""
        answer = boto3.client("cognito-idp").initiate_auth(
            ClientId=self.pool_client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"]["IdToken"])

    def connect(self, connection_id: str, **event: Any) -> Message:
        request = {"connectionId": connection_id, "eventType": "CONNECT", "routeKey": "$connect"}
        return connection_manager.handler.lambda_handler({"requestContext": request, **event}, None)

    def authenticate(self, connection_id: str, **fields: Any) -> Message:
        request = {"connectionId": connection_id, "eventType": "MESSAGE", "routeKey": "authenticate"}
        body = json.dumps({"action": "authenticate", **fields})
        connection_manager.handler.lambda_handler({"requestContext": request, "body": body}, None)
        return self.sockets.sent[connection_id][-1]

    def disconnect(self, connection_id: str) -> None:
        request = {"connectionId": connection_id, "eventType": "DISCONNECT", "routeKey": "$disconnect"}
        connection_manager.handler.lambda_handler({"requestContext": request}, None)

    def send(self, connection_id: str, body: Any = None, **fields: Any) -> None:
        request = {"connectionId": connection_id, "eventType": "MESSAGE", "routeKey": "$default"}
        event = {"requestContext": request, "body": json.dumps(fields) if body is None else body}
        assert message_handler.handler.lambda_handler(event, None) == {"statusCode": 200}

    def watch(self) -> None:
        while self.status_events:
            execution_watcher.handler.lambda_handler(self.status_events.pop(0), None)

    def until(self, connection_id: str, last: Callable[[Message], bool]) -> list[Message]:
        """What the connection was sent, once a message of that kind is there."""
        deadline = time.monotonic() + 20
        while not any(last(message) for message in self.sockets.sent.get(connection_id, [])):
            assert time.monotonic() < deadline, self.sockets.sent
            self.watch()
            time.sleep(0.01)
        return self.sockets.sent[connection_id]


def _interpret(event: Message, response: str) -> Message:
    with step_run.start_step(event, "InterpretQuery") as run:
        run.progress(10, "Reading the question")
        needs = Needs(cost=True)
        return run.output(InterpretationOutput(plan=QueryPlan(intent="spend"), needs=needs), needs=needs)


def _analyse(event: Message, response: str) -> Message:
    with step_run.start_step(event, "AnalyzeCost") as run:
        run.progress(30, "Asking Cost Explorer")
        assert run.load(InterpretationOutput, event["interpretation"]).plan.intent == "spend"
        return run.output(CostFindings(analysis=CostAnalysis()))


def _synthesize(event: Message, response: str) -> Message:
    with step_run.start_step(event, "SynthesizeAnswer") as run:
        run.progress(85, "Writing the answer")
        return run.complete(
            Result(
                query=run.job.query,
                response=response,
                interpretation=Interpretation(intent="spend"),
                basis=Basis(query_cost_usd=Decimal(0)),
            )
        )


STEPS: dict[str, Callable[[Message, str], Message]] = {
    "Interpreter": _interpret,
    "Cost": _analyse,
    "Synthesis": _synthesize,
}


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    deployed = Deployment()
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": deployed.engine.endpoint}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TODAY", raising=False)
    forget_clients()
    _forget_singletons()
    monkeypatch.setattr(clients, "connections_api", lambda: deployed.sockets)
    create_stores()
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="users")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    machine = clients.step_functions().create_state_machine(
        name="questions", definition=json.dumps(definition()), roleArn=ROLE
    )
    monkeypatch.setenv("STATE_MACHINE_ARN", machine["stateMachineArn"])
    monkeypatch.setenv("USER_POOL_ID", pool)
    monkeypatch.setenv("USER_POOL_CLIENT_ID", client)
    monkeypatch.setenv("USER_POOL_JWKS_URL", f"{deployed.engine.endpoint}/{pool}/.well-known/jwks.json")
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://finops.example.com,https://other.example.com")
    deployed.pool, deployed.pool_client = pool, client
    yield deployed
    deployed.engine.stop()
    forget_clients()
    _forget_singletons()


def _forget_singletons() -> None:
    for module in (
        connection_manager.handler,
        message_handler.handler,
        execution_watcher.handler,
        sweeper.handler,
    ):
        for name in dir(module):
            if hasattr(getattr(module, name), "cache_clear") and name.startswith("_"):
                getattr(module, name).cache_clear()
    for cached in (step_run.job_journal, step_run.result_store, step_run._poster):
        cached.cache_clear()


@pytest.fixture
def tab(deployment: Deployment) -> str:
    """The connection of a signed-in user."""
    assert deployment.connect("tab")["statusCode"] == 200
    assert deployment.authenticate("tab", token=deployment.sign_in("ann"))["type"] == "authenticated"
    return "tab"


def completed(message: Message) -> bool:
    return bool(message["type"] == "job_completed")


def failed(message: Message) -> bool:
    return bool(message["type"] == "job_failed")


def test_a_question_from_connect_to_answer(deployment: Deployment, tab: str) -> None:
    deployment.send(tab, action="finops_query", query="What was my spend?", requestId="r-1")
    messages = deployment.until(tab, completed)
    welcome, *of_job = messages
    assert welcome["message"] == "Welcome ann! WebSocket connection established."
    assert welcome["connectionId"] == "tab"
    assert welcome["jobs"] == []
    assert [message["seq"] for message in of_job] == [1, 2, 3, 4, 5]
    assert of_job[0]["requestId"] == "r-1"
    assert of_job[-1]["result"]["response"] == "The answer."
    deployment.watch()
    assert deployment.sockets.sent[tab] == messages


def test_r01_fifty_submits_at_once_over_the_real_stores(deployment: Deployment, tab: str) -> None:
    def submit(number: int) -> None:
        deployment.send(tab, action="finops_query", query="What was my spend?", requestId="r-1")

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(submit, range(50)))
    queued = [message for message in deployment.until(tab, completed) if message["type"] == "job_queued"]
    assert len({message["jobId"] for message in queued}) == 1
    assert sorted(message.get("duplicate", False) for message in queued) == [False] + [True] * 49
    executions = clients.step_functions().list_executions(
        stateMachineArn=f"{ENVIRONMENT['STATE_MACHINE_ARN']}"
    )
    assert len(executions["executions"]) == 1


def test_r04_a_failed_step_is_named_and_replayed_alone(deployment: Deployment, tab: str) -> None:
    deployment.failing = ["Synthesis"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, failed)[-1]
    assert (end["failedStep"], end["errorCode"], end["replayable"]) == (
        "SynthesizeAnswer",
        "step_failed",
        True,
    )
    deployment.send(tab, action="replay", jobId=end["jobId"])
    messages = deployment.until(tab, completed)
    replayed = [message for message in messages if message.get("attempt") == 2]
    assert [message["type"] for message in replayed] == ["job_replayed", "progress_update", "job_completed"]
    assert replayed[0]["mode"] == "redrive"


def test_r05_the_consoles_redrive_reaches_the_connection_of_that_moment(
    deployment: Deployment, tab: str
) -> None:
    deployment.failing = ["Cost"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, failed)[-1]
    deployment.disconnect(tab)
    deployment.connect("phone")
    welcome = deployment.authenticate("phone", token=deployment.sign_in_again("ann"))
    assert [job["status"] for job in welcome["jobs"]] == ["failed"]
    states = clients.step_functions()
    states.redrive_execution(
        executionArn=f"{ENVIRONMENT['STATE_MACHINE_ARN'].replace('stateMachine', 'execution')}:{end['jobId']}"
    )
    messages = deployment.until("phone", completed)
    # posts may overtake one another: the watcher's and the step's
    first = min((message for message in messages if message.get("attempt") == 2), key=lambda m: m["seq"])
    assert first["type"] == "job_replayed"
    assert messages[-1]["attempt"] == 2


def test_r12_a_result_of_a_megabyte_arrives_in_parts(deployment: Deployment, tab: str) -> None:
    deployment.response = 'é"\\\n' * 250_000
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, completed)[-1]
    assert end["result"]["complete"] is False
    for part in range(1, end["result"]["parts"] + 1):
        deployment.send(tab, action="get_result", jobId=end["jobId"], part=part)
    parts = [message for message in deployment.sockets.sent[tab] if message["type"] == "job_result_part"]
    whole = json.loads("".join(message["data"] for message in parts))
    assert whole["response"] == deployment.response
    assert max(deployment.sockets.sizes) <= 131_072


def test_a_restart_runs_the_job_from_its_beginning(deployment: Deployment, tab: str) -> None:
    deployment.failing = ["Cost"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, failed)[-1]
    deployment.send(tab, action="replay", jobId=end["jobId"], mode="restart")
    replayed = [message for message in deployment.until(tab, completed) if message.get("attempt") == 2]
    assert (replayed[0]["type"], replayed[0]["mode"]) == ("job_replayed", "restart")
    assert [message.get("step") for message in replayed[1:-1]] == [
        "InterpretQuery",
        "AnalyzeCost",
        "SynthesizeAnswer",
    ]


def test_resume_and_lists_over_the_real_stores(deployment: Deployment, tab: str) -> None:
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, completed)[-1]
    before = len(deployment.sockets.sent[tab])
    deployment.send(tab, action="resume", jobId=end["jobId"], after=3)
    deployment.send(tab, action="list_jobs")
    *resumed, lists = deployment.sockets.sent[tab][before:]
    assert [message["type"] for message in resumed] == ["progress_update", "job_completed", "resumed"]
    assert resumed[1] == end
    assert [(job["jobId"], job["status"], job["lastSeq"]) for job in lists["jobs"]] == [
        (end["jobId"], "completed", 5)
    ]


def test_r22_another_origin_gets_no_connection_and_writes_nothing(deployment: Deployment) -> None:
    for origin in (
        "null",
        "https://finops.example.com.evil.com",
        "https://evil-finops.example.com",
        "http://finops.example.com",
        "https://finops.example.com:8443",
        "https://finops.example.com/",
        "https://FINOPS.example.com",
        "",
        "https://finops.example.com,https://other.example.com",
    ):
        for headers in ({"headers": {"Origin": origin}}, {"multiValueHeaders": {"origin": [origin]}}):
            assert deployment.connect("tab", **headers) == {"statusCode": 403}
    assert clients.dynamodb().scan(TableName="connections")["Count"] == 0


def test_r22_two_origins_are_both_looked_at(deployment: Deployment) -> None:
    origins = ["https://finops.example.com", "https://evil.example.com"]
    assert deployment.connect("tab", multiValueHeaders={"Origin": origins}) == {"statusCode": 403}


def test_an_allowed_origin_or_none_may_connect(deployment: Deployment) -> None:
    for headers in ({}, {"Origin": "https://finops.example.com"}):
        assert deployment.connect("tab", headers=headers) == {"statusCode": 200}


def test_r13_connect_posts_nothing_even_with_a_token(deployment: Deployment) -> None:
    token = deployment.sign_in("ann")
    assert deployment.connect("by-query", queryStringParameters={"token": token}) == {"statusCode": 200}
    answer = deployment.connect("by-protocol", headers={"Sec-WebSocket-Protocol": f"finops, {token}"})
    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "finops"}}
    assert deployment.sockets.sent == {}
    for connection in ("by-query", "by-protocol"):
        assert deployment.authenticate(connection)["type"] == "authenticated"


def test_r21_a_bad_token_at_connect_writes_nothing(deployment: Deployment) -> None:
    token = deployment.sign_in("ann")[:-5] + "AAAAA"
    assert deployment.connect("tab", queryStringParameters={"token": token}) == {"statusCode": 401}
    assert clients.dynamodb().scan(TableName="connections")["Count"] == 0


def test_r21_a_bad_token_closes_the_connection(deployment: Deployment) -> None:
    deployment.connect("tab")
    answer = deployment.authenticate("tab", token="a.b.c", userId="ann")
    assert (answer["type"], answer["code"]) == ("error", "unauthorized")
    assert deployment.sockets.closed == ["tab"]
    deployment.send("tab", action="list_jobs")
    assert deployment.sockets.sent["tab"][-1]["code"] == "unauthenticated"


def test_another_user_on_the_same_connection_is_refused(deployment: Deployment, tab: str) -> None:
    answer = deployment.authenticate(tab, token=deployment.sign_in("bob"))
    assert answer["code"] == "unauthorized"
    assert deployment.authenticate(tab)["message"].startswith("Welcome")


def test_a_client_of_the_earlier_guide_gets_in_only_where_claims_are_allowed(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.connect("old")
    assert deployment.authenticate("old", userId="u-1", username="Ann")["code"] == "unauthorized"
    monkeypatch.setenv("ALLOW_CLAIMED_IDENTITY", "true")
    deployment.connect("old")
    answer = deployment.authenticate("old", userId="u-1", username="Ann")
    assert (answer["type"], answer["userId"], answer["connectionId"]) == ("authenticated", "u-1", "old")
    deployment.send(
        "old",
        action="finops_query",
        query="What was my S3 spend in May?",
        userId="u-1",
        username="Ann",
        timestamp=1749612773,
    )
    messages = deployment.until("old", completed)
    assert [message["type"] for message in messages[-2:]] == ["progress_update", "job_completed"]


def test_r23_a_socket_that_never_authenticated_is_closed(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = time.time()
    monkeypatch.setattr(time, "time", lambda: opened)
    _forget_singletons()
    deployment.connect("silent")
    sweeper.handler.lambda_handler({}, None)
    assert deployment.sockets.closed == []
    monkeypatch.setattr(time, "time", lambda: opened + 31)
    _forget_singletons()
    sweeper.handler.lambda_handler({}, None)
    assert deployment.sockets.closed == ["silent"]
    assert clients.dynamodb().scan(TableName="connections")["Count"] == 0


def test_r24_another_users_job_is_answered_as_one_that_never_was(deployment: Deployment, tab: str) -> None:
    deployment.send(tab, action="finops_query", query="What was my spend?")
    job_id = deployment.until(tab, completed)[-1]["jobId"]
    deployment.connect("thief")
    deployment.authenticate("thief", token=deployment.sign_in("bob"))
    for action in ("resume", "get_result", "replay", "cancel"):
        for wanted in (job_id, "8a8f1a52-0000-5000-8000-000000000000"):
            deployment.send("thief", action=action, jobId=wanted, after=0, part=1)
            answer = deployment.sockets.sent["thief"][-1]
            assert answer == {
                "type": "error",
                "code": "unknown_job",
                "message": "There is no such job of yours: `list_jobs` names those there are.",
                "jobId": wanted,
            }


def test_an_operator_lists_and_replays_what_others_asked_but_reads_no_answer(
    deployment: Deployment, tab: str
) -> None:
    deployment.failing = ["Cost"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    job_id = deployment.until(tab, failed)[-1]["jobId"]
    deployment.connect("operator")
    deployment.authenticate("operator", token=deployment.sign_in("oscar", group="operators"))
    deployment.send("operator", action="list_jobs", all=True)
    assert [job["jobId"] for job in deployment.sockets.sent["operator"][-1]["jobs"]] == [job_id]
    deployment.send("operator", action="replay", jobId=job_id)
    assert deployment.sockets.sent["operator"][-1]["type"] == "job_replayed"
    deployment.until(tab, completed)
    deployment.send("operator", action="resume", jobId=job_id, after=0)
    assert [message["type"] for message in deployment.sockets.sent["operator"][1:]] == [
        "jobs",
        "job_replayed",
        "error",
    ]
    deployment.send(tab, action="list_jobs", all=True)
    assert deployment.sockets.sent[tab][-1]["code"] == "unauthorized"


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

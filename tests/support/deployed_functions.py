"""The four functions around the steps, called as Lambda calls them, over the engine's services."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from support.deployed_stores import ENVIRONMENT, create_stores, forget_clients
from support.project import definition
from support.quick_steps import STEPS
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
        self.watched: list[str] = []
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
        self.send_authenticate(connection_id, **fields)
        return self.sockets.sent[connection_id][-1]

    def send_authenticate(self, connection_id: str, **fields: Any) -> None:
        request = {"connectionId": connection_id, "eventType": "MESSAGE", "routeKey": "authenticate"}
        body = json.dumps({"action": "authenticate", **fields})
        connection_manager.handler.lambda_handler({"requestContext": request, "body": body}, None)

    def disconnect(self, connection_id: str) -> None:
        request = {"connectionId": connection_id, "eventType": "DISCONNECT", "routeKey": "$disconnect"}
        connection_manager.handler.lambda_handler({"requestContext": request}, None)

    def send(self, connection_id: str, body: Any = None, **fields: Any) -> None:
        request = {"connectionId": connection_id, "eventType": "MESSAGE", "routeKey": "$default"}
        event = {"requestContext": request, "body": json.dumps(fields) if body is None else body}
        assert message_handler.handler.lambda_handler(event, None) == {"statusCode": 200}

    def watch(self) -> None:
        while self.status_events:
            event = self.status_events.pop(0)
            execution_watcher.handler.lambda_handler(event, None)
            self.watched.append(event["detail"]["status"])

    def until_watched(self, status: str) -> None:
        """Until the watcher has been told of an execution in that status."""
        deadline = time.monotonic() + 20
        while status not in self.watched:
            assert time.monotonic() < deadline, self.watched
            self.watch()
            time.sleep(0.01)

    def until(self, connection_id: str, last: Callable[[Message], bool]) -> list[Message]:
        """What the connection was sent, once a message of that kind is there."""
        deadline = time.monotonic() + 20
        while not any(last(message) for message in self.sockets.sent.get(connection_id, [])):
            assert time.monotonic() < deadline, self.sockets.sent
            self.watch()
            time.sleep(0.01)
        return list(self.sockets.sent[connection_id])


@contextmanager
def deployed_functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """A deployment, and the environment its functions read."""
    deployment = Deployment()
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": deployment.engine.endpoint}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TODAY", raising=False)
    forget_clients()
    forget_singletons()
    monkeypatch.setattr(clients, "connections_api", lambda: deployment.sockets)
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
    monkeypatch.setenv("USER_POOL_JWKS_URL", f"{deployment.engine.endpoint}/{pool}/.well-known/jwks.json")
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://finops.example.com,https://other.example.com")
    deployment.pool, deployment.pool_client = pool, client
    yield deployment
    deployment.engine.stop()
    forget_clients()
    forget_singletons()


def forget_singletons() -> None:
    """Makes each function begin as in a cold start."""
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


def completed(message: Message) -> bool:
    """Whether a message ends its job with an answer."""
    return bool(message["type"] == "job_completed")


def failed(message: Message) -> bool:
    """Whether a message ends its job without one."""
    return bool(message["type"] == "job_failed")

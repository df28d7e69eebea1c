"""The template's user pool in the engine, and the demo user who signs in there."""

import os
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from local.runtime.engine_client import EngineClient
from local.template.application import Application
from local.template.errors import TemplateError
from local.template.names import ACCOUNT_ID
from local.template.translation import REGION

DEMO_USER = "demo"
DEMO_TENANT = "demo"

_POOL_PROPERTIES = ("AdminCreateUserConfig", "Policies", "Schema", "UsernameConfiguration")
_CLIENT_PROPERTIES = ("ExplicitAuthFlows", "GenerateSecret", "PreventUserExistenceErrors")


@dataclass(frozen=True)
class UserPool:
    """The pool and its client, and the demo user's password, which is new at each start."""

    pool_id: str
    client_id: str
    username: str
    password: str


def create_user_pool(application: Application, engine: EngineClient) -> UserPool:
    """Create the pool, its client and groups, and the demo user, a member of every group.

    Tells the application their ids. Raises TemplateError unless there is one pool with one client.
    """
    # ids by content, not by chance: a token and a kept job outlive a restart
    os.environ["MOTO_COGNITO_IDP_USER_POOL_ID_STRATEGY"] = "HASH"
    os.environ["MOTO_COGNITO_IDP_USER_POOL_CLIENT_ID_STRATEGY"] = "HASH"
    pool_logical_id, pool_properties = _only(application, "AWS::Cognito::UserPool")
    pool = engine.call(
        "cognito-idp", "CreateUserPool", PoolName=pool_logical_id, **_taken(pool_properties, _POOL_PROPERTIES)
    )
    pool_id = pool["UserPool"]["Id"]
    application.names.assign(pool_logical_id, pool_id)
    client_logical_id, client_properties = _only(application, "AWS::Cognito::UserPoolClient")
    client = engine.call(
        "cognito-idp",
        "CreateUserPoolClient",
        UserPoolId=pool_id,
        ClientName=client_logical_id,
        **_taken(client_properties, _CLIENT_PROPERTIES),
    )
    client_id = client["UserPoolClient"]["ClientId"]
    application.names.assign(client_logical_id, client_id)
    password = _new_password()
    _create_demo_user(engine, pool_id, password)
    for group in application.properties("AWS::Cognito::UserPoolGroup").values():
        engine.call("cognito-idp", "CreateGroup", UserPoolId=pool_id, GroupName=group["GroupName"])
        engine.call(
            "cognito-idp",
            "AdminAddUserToGroup",
            UserPoolId=pool_id,
            Username=DEMO_USER,
            GroupName=group["GroupName"],
        )
    return UserPool(pool_id, client_id, DEMO_USER, password)


def _new_password() -> str:
    """Letters of both cases, digits and a symbol: what Cognito's default policy asks for."""
    return f"Demo-{secrets.randbelow(10**10):010d}"


def _create_demo_user(engine: EngineClient, pool_id: str, password: str) -> None:
    engine.call(
        "cognito-idp",
        "AdminCreateUser",
        UserPoolId=pool_id,
        Username=DEMO_USER,
        UserAttributes=[{"Name": "custom:tenant", "Value": DEMO_TENANT}],
        MessageAction="SUPPRESS",
    )
    engine.call(
        "cognito-idp",
        "AdminSetUserPassword",
        UserPoolId=pool_id,
        Username=DEMO_USER,
        Password=password,
        Permanent=True,
    )
    _keep_subject(pool_id, DEMO_USER)


def _keep_subject(pool_id: str, username: str) -> None:
    """Give a user the same `sub` at every start: moto makes a random one, and jobs belong to a `sub`."""
    from moto.cognitoidp.models import cognitoidp_backends

    user = cognitoidp_backends[ACCOUNT_ID][REGION].user_pools[pool_id].users[username]
    user.id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{pool_id}/{username}"))
    user.update_attributes([{"Name": "sub", "Value": user.id}])


def _only(application: Application, resource_type: str) -> tuple[str, dict[str, Any]]:
    resources = application.properties(resource_type)
    if len(resources) != 1:
        raise TemplateError(f"The template needs exactly one {resource_type}; it has {len(resources)}.")
    return next(iter(resources.items()))


def _taken(properties: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: properties[name] for name in names if name in properties}

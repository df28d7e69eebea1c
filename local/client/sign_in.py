"""Where a server is and who signs in: `/config.json` and Cognito's InitiateAuth."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

SIGN_IN_TARGET = "AWSCognitoIdentityProviderService.InitiateAuth"
TIMEOUT_SECONDS = 10


class SignInFailed(Exception):
    """The server could not be asked for a token; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """What `/config.json` says: where the socket is, which pool signs tokens, and the demo user if any.

    `tenant_claim` names the claim that holds a user's tenant; it is empty where there are no tenants.
    """

    web_socket_url: str
    cognito_endpoint: str
    user_pool_id: str
    client_id: str
    tenant_claim: str
    username: str | None
    password: str | None


def http_address(web_socket_url: str) -> str:
    """The server's http address, from its WebSocket address (`ws` to `http`, path left out)."""
    parts = urlsplit(web_socket_url)
    scheme = "https" if parts.scheme in ("wss", "https") else "http"
    return f"{scheme}://{parts.netloc}"


def read_config(web_socket_url: str) -> Server:
    """The server's `/config.json`. Raises SignInFailed when nothing answers there."""
    address = http_address(web_socket_url) + "/config.json"
    config = _read_json(urllib.request.Request(address))
    demo = config.get("demo") or {}
    return Server(
        web_socket_url=config["webSocketUrl"],
        cognito_endpoint=config["cognito"]["endpoint"],
        user_pool_id=config["cognito"]["userPoolId"],
        client_id=config["cognito"]["clientId"],
        tenant_claim=config["cognito"].get("tenantClaim", ""),
        username=demo.get("username"),
        password=demo.get("password"),
    )


def id_token(server: Server) -> str:
    """An ID token of the demo user. Raises SignInFailed where there is none or it is refused."""
    if not server.username or not server.password:
        raise SignInFailed("This server has no demo user. Pass an ID token of your user pool with --token.")
    body = {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": server.client_id,
        "AuthParameters": {"USERNAME": server.username, "PASSWORD": server.password},
    }
    request = urllib.request.Request(
        server.cognito_endpoint,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": SIGN_IN_TARGET},
    )
    return str(_read_json(request)["AuthenticationResult"]["IdToken"])


def _read_json(request: urllib.request.Request) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            content: dict[str, Any] = json.load(answer)
            return content
    except urllib.error.HTTPError as error:
        raise SignInFailed(f"{request.full_url} answered {error.code} {error.reason}.") from error
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        raise SignInFailed(
            f"No FinOps server answers at {request.full_url}. Start one with `finops up`, or check --url."
        ) from error

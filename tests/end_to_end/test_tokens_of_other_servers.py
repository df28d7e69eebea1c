"""A server takes the tokens of its own pool alone, before and after a restart."""

import json
import stat
import time
import urllib.request
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from moto.utilities.utils import load_resource

from support.finops_command import FinopsServer, finops_up
from support.raw_socket import raw_socket

# it comes with moto's package: anybody has it
PUBLISHED_KEY = RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))


def forged(server: FinopsServer, kid: str) -> str:
    """A token of a made-up operator, signed with the key that moto's package holds."""
    pool = server.config()["cognito"]
    claims = {
        "iss": f"https://cognito-idp.us-east-1.amazonaws.com/{pool['userPoolId']}",
        "sub": "made-up",
        "aud": pool["clientId"],
        "token_use": "id",
        "custom:tenant": "demo",
        "cognito:groups": ["operators"],
        "exp": int(time.time()) + 3600,
    }
    return jwt.encode({"kid": kid, "alg": "RS256"}, claims, PUBLISHED_KEY)


def public_key_id(server: FinopsServer) -> str:
    """The `kid` of the one key that the pool's JWKS document holds."""
    pool = server.config()["cognito"]["userPoolId"]
    with urllib.request.urlopen(f"{server.http}/{pool}/.well-known/jwks.json") as answer:
        (key,) = json.load(answer)["keys"]
    assert not set(key) & {"d", "p", "q"}
    return str(key["kid"])


async def refused(server: FinopsServer, token: str) -> bool:
    """Whether a token is answered as one that proves nothing, and its connection closed."""
    async with raw_socket(server.web_socket) as socket:
        answer = await socket.answer(action="authenticate", token=token)
        return answer.get("code") == "unauthorized" and await socket.close_code() in (1000, 1008)


@pytest.mark.parametrize("names_the_pools_key", [False, True])
async def test_token_signed_with_the_key_of_motos_package_is_refused(
    demo: FinopsServer, names_the_pools_key: bool
) -> None:
    kid = public_key_id(demo) if names_the_pools_key else "dummy"
    assert await refused(demo, forged(demo, kid))


async def test_tokens_outlive_a_restart_and_are_refused_by_another_server(
    demo: FinopsServer, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    with finops_up(tmp_path, "--state", state) as server:
        token = server.user_token("ann")
    with finops_up(tmp_path, "--state", state) as restarted:
        async with raw_socket(restarted.web_socket, token):
            pass
        assert await refused(restarted, demo.user_token("ann"))
    assert await refused(demo, token)
    assert stat.S_IMODE((state / "signing-key.json").stat().st_mode) == 0o600

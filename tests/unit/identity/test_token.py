"""Tokens: whom they let in, and the many ways in which they do not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from identity.claimed import CLAIMED_TENANT, claimed_identity
from identity.signing_keys import (
    FRESH_SECONDS,
    PAUSE_SECONDS,
    RETRY_SECONDS,
    KeysUnavailable,
    SigningKeys,
)
from identity.token import InvalidToken, TokenVerifier
from support.memory_stores import VirtualClock

NOW = 1_800_000_000
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"
CLIENT = "client-of-the-page"
CLAIMS: dict[str, Any] = {
    "sub": "7d1f6f5e-0000-4000-8000-000000000001",
    "iss": ISSUER,
    "aud": CLIENT,
    "token_use": "id",
    "exp": NOW + 3600,
    "iat": NOW,
    "cognito:username": "ann",
}


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A private key, one for each name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks(*names: str) -> dict[str, Any]:
    """The pool's document of public keys."""
    keys = []
    for name in names:
        document = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key()))
        keys.append({**document, "kid": name, "use": "sig", "alg": "RS256"})
    return {"keys": keys}


def token(claims: dict[str, Any] | None = None, signer: str = "pool-key", **headers: Any) -> str:
    """A token signed by a key, with changed claims (None leaves a claim out) and headers."""
    wanted = {name: value for name, value in {**CLAIMS, **(claims or {})}.items() if value is not None}
    return jwt.PyJWS().encode(
        json.dumps(wanted).encode(), key(signer), "RS256", headers={"kid": "pool-key", **headers}
    )


def verifier(tenant_claim: str = "custom:tenant", now: float = NOW) -> TokenVerifier:
    keys = SigningKeys(lambda: jwks("pool-key"), VirtualClock())
    return TokenVerifier(keys, ISSUER, CLIENT, tenant_claim, lambda: now)


def test_a_good_token_names_its_user_and_tenant() -> None:
    identity = verifier().verify(token({"custom:tenant": "acme", "cognito:groups": ["operators"]}))
    assert identity.owner.key == f"acme#{CLAIMS['sub']}"
    assert (identity.name, identity.operator, identity.expires_at) == ("ann", True, NOW + 3600)


def test_without_a_tenant_it_is_the_default_one_and_no_operator() -> None:
    identity = verifier().verify(token())
    assert (identity.owner.tenant, identity.operator) == ("default", False)


def test_an_access_token_counts_only_where_there_are_no_tenants() -> None:
    access = token({"token_use": "access", "aud": None, "client_id": CLIENT, "username": "ann"})
    assert verifier(tenant_claim="").verify(access).owner.user_id == CLAIMS["sub"]
    with pytest.raises(InvalidToken):
        verifier().verify(access)


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _unsigned(algorithm: str, signature: str = "") -> str:
    return f"{_encoded({'alg': algorithm, 'kid': 'pool-key', 'typ': 'JWT'})}.{_encoded(CLAIMS)}.{signature}"


def _signed_with_the_public_key() -> str:
    """HS256 with the public key as the secret, which a verifier that trusts `alg` would accept."""
    import hashlib
    import hmac

    pem = (
        key("pool-key")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signed = f"{_encoded({'alg': 'HS256', 'kid': 'pool-key'})}.{_encoded(CLAIMS)}"
    signature = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _with_other_claims(**claims: Any) -> str:
    """A good token whose payload was exchanged after signing."""
    head, _, signature = token().split(".")
    return f"{head}.{_encoded({**CLAIMS, **claims})}.{signature}"


MUTATED: dict[str, Callable[[], str]] = {
    "alg none": lambda: _unsigned("none"),
    "alg None": lambda: _unsigned("None"),
    "no alg": lambda: f"{_encoded({'kid': 'pool-key'})}.{_encoded(CLAIMS)}.",
    "HS256 with the public key": _signed_with_the_public_key,
    "RS512": lambda: jwt.encode(CLAIMS, key("pool-key"), "RS512", headers={"kid": "pool-key"}),
    "PS256": lambda: jwt.encode(CLAIMS, key("pool-key"), "PS256", headers={"kid": "pool-key"}),
    "another key under the pool's kid": lambda: token(signer="stranger"),
    "an unknown kid": lambda: token(signer="stranger", kid="stranger"),
    "no kid": lambda: jwt.encode(CLAIMS, key("pool-key"), "RS256"),
    "a kid that is no text": lambda: f"{_encoded({'alg': 'RS256', 'kid': [1]})}.{_encoded(CLAIMS)}.AAAA",
    "a key of its own in the header": lambda: token(signer="stranger", jwk=jwks("stranger")["keys"][0]),
    "another pool": lambda: token({"iss": ISSUER + "2"}),
    "a list of issuers": lambda: token({"iss": [ISSUER]}),
    "no issuer": lambda: token({"iss": None}),
    "another client": lambda: token({"aud": "another"}),
    "several clients": lambda: token({"aud": [CLIENT, "another"]}),
    "no client": lambda: token({"aud": None}),
    "an access token": lambda: token({"token_use": "access", "aud": None, "client_id": CLIENT}),
    "another use": lambda: token({"token_use": "refresh"}),
    "no use": lambda: token({"token_use": None}),
    "expired": lambda: token({"exp": NOW}),
    "long expired": lambda: token({"exp": NOW - 86_400}),
    "no expiry": lambda: token({"exp": None}),
    "an expiry that is no number": lambda: token({"exp": "never"}),
    "no subject": lambda: token({"sub": None}),
    "an empty subject": lambda: token({"sub": ""}),
    "a subject that reaches into another tenant": lambda: token({"sub": "x#y"}),
    "a tenant that reaches into another": lambda: token({"custom:tenant": "acme#user"}),
    "a tenant that is no text": lambda: token({"custom:tenant": ["acme"]}),
    "truncated": lambda: token()[:-10],
    "without a signature": lambda: token().rpartition(".")[0] + ".",
    "two parts": lambda: token().rpartition(".")[0],
    "four parts": lambda: token() + ".x",
    "another user's claims": lambda: _with_other_claims(sub="someone-else"),
    "another tenant's claims": lambda: _with_other_claims(**{"custom:tenant": "other"}),
    "operators' claims": lambda: _with_other_claims(**{"cognito:groups": ["operators"]}),
    "empty": lambda: "",
    "no token at all": lambda: "null",
    "unprintable": lambda: "\x00.\x00.\x00",
    "not ASCII": lambda: "é.é.é",
    "very long": lambda: "a" * 16_000 + ".b.c",
    "nested without end": lambda: base64.urlsafe_b64encode(b"[" * 9000).decode() + ".e30.x",
}  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATED)
def test_r21_no_mutated_token_gets_in(mutation: str) -> None:
    with pytest.raises(InvalidToken):
        verifier().verify(MUTATED[mutation]())


def test_r21_the_mutations_are_many_and_the_unmutated_token_is_good() -> None:
    assert len(MUTATED) >= 20
    assert verifier().verify(token())


def test_r21_a_hundred_unknown_kids_fetch_once_in_ten_seconds() -> None:
    clock, fetches = VirtualClock(), []

    def fetch() -> dict[str, Any]:
        fetches.append(clock())
        return jwks("pool-key")

    keys = SigningKeys(fetch, clock)
    for number in range(100):
        assert keys.find(f"kid-{number}") is None
        clock.sleep(0.09)
    assert len(fetches) == 1
    clock.sleep(PAUSE_SECONDS)
    assert keys.find("kid-100") is None
    assert len(fetches) == 2


def test_r21_a_fetch_that_fails_is_not_repeated_before_the_pause() -> None:
    clock, fetches = VirtualClock(), []

    def fetch() -> dict[str, Any]:
        fetches.append(clock())
        raise OSError("down")

    keys = SigningKeys(fetch, clock)
    for _ in range(50):
        with pytest.raises(KeysUnavailable):
            keys.find("pool-key")
    assert len(fetches) == 1


def test_a_fetch_that_failed_is_no_unknown_kid_and_is_soon_made_good() -> None:
    clock = VirtualClock()
    answers: list[dict[str, Any] | None] = [jwks("pool-key"), None]

    def fetch() -> dict[str, Any]:
        answer = answers.pop()
        if answer is None:
            clock.sleep(3)
            raise TimeoutError
        return answer

    checked = TokenVerifier(SigningKeys(fetch, clock), ISSUER, CLIENT, "custom:tenant", lambda: NOW)
    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            checked.verify(token())
    assert len(answers) == 1
    clock.sleep(RETRY_SECONDS)
    assert checked.verify(token()).name == "ann"


def test_a_kid_not_known_is_no_refusal_while_fetches_fail() -> None:
    clock = VirtualClock()
    answers: list[dict[str, Any]] = [jwks("new"), {}, jwks("old")]
    keys = SigningKeys(lambda: answers.pop(), clock)
    assert keys.find("old")
    assert keys.find("new") is None
    clock.sleep(PAUSE_SECONDS)
    with pytest.raises(KeysUnavailable):
        keys.find("new")
    assert keys.find("old")
    clock.sleep(RETRY_SECONDS)
    assert keys.find("new")


def test_old_keys_that_could_not_be_read_anew_are_asked_for_again_after_the_pause() -> None:
    clock = VirtualClock()
    answers: list[dict[str, Any]] = [jwks("new"), {}, jwks("old")]
    keys = SigningKeys(lambda: answers.pop(), clock)
    assert keys.find("old")
    clock.sleep(FRESH_SECONDS + 1)
    assert keys.find("old")
    assert keys.find("old")
    assert len(answers) == 1
    clock.sleep(PAUSE_SECONDS)
    assert keys.find("old") is None


def test_a_key_that_turns_up_later_is_found_and_a_withdrawn_one_ends() -> None:
    clock = VirtualClock()
    published = ["old"]
    keys = SigningKeys(lambda: jwks(*published), clock)
    assert keys.find("old")
    published[:] = ["new"]
    assert keys.find("new") is None
    clock.sleep(PAUSE_SECONDS)
    assert keys.find("new")
    clock.sleep(FRESH_SECONDS + 1)
    assert keys.find("old") is None


def test_known_keys_survive_a_fetch_that_fails() -> None:
    clock = VirtualClock()
    answers: list[dict[str, Any]] = [jwks("pool-key")]
    keys = SigningKeys(lambda: answers.pop(), clock)
    assert keys.find("pool-key")
    clock.sleep(FRESH_SECONDS + 1)
    assert keys.find("pool-key")


def test_a_claimed_identity_has_a_tenant_of_its_own_and_is_no_operator() -> None:
    identity = claimed_identity("user-1", "Ann", "C1", NOW)
    assert (identity.owner.tenant, identity.name, identity.operator) == (CLAIMED_TENANT, "Ann", False)
    for user_id in (None, "", "default#user-1"):
        with pytest.raises(InvalidToken):
            claimed_identity(user_id, "Ann", "C1", NOW)

"""Who a Cognito token says its bearer is, once everything about it has been checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from protocol.job import Owner

if TYPE_CHECKING:
    from identity.signing_keys import SigningKeys

DEFAULT_TENANT = "default"
OPERATORS_GROUP = "operators"


class InvalidToken(Exception):
    """A token that proves nothing. Its text names the check that failed, and nothing of the token."""


@dataclass(frozen=True)
class Identity:
    """A verified user; `name` is for greeting it, `expires_at` (epoch seconds) when the token ends."""

    owner: Owner
    name: str
    operator: bool
    expires_at: int


class TokenVerifier:
    """Verifies tokens of one user pool and one of its clients.

    The checks are those of Cognito's documentation ("Verifying JSON web tokens"): the signature by `kid`,
    RS256 alone, `iss`, `exp`, `token_use`, and the client: `aud` in ID tokens, `client_id` in access tokens.
    `tenant_claim` names the claim that holds the user's tenant, which only ID tokens carry: with one, access
    tokens are refused, or a user would leave its tenant by sending the other token.
    """

    def __init__(
        self,
        keys: SigningKeys,
        issuer: str,
        client_id: str,
        tenant_claim: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._keys, self._issuer, self._client_id = keys, issuer, client_id
        self._tenant_claim, self._clock = tenant_claim, clock

    def verify(self, token: str) -> Identity:
        """The bearer of a token. Raises InvalidToken, and KeysUnavailable when it cannot be told."""
        claims = self._signed_claims(token)
        use = claims.get("token_use")
        if use == "id":
            client = claims.get("aud")
        elif use == "access" and not self._tenant_claim:
            client = claims.get("client_id")
        else:
            raise InvalidToken("token_use")
        if client != self._client_id:
            raise InvalidToken("client")
        return self._identity(claims)

    def _signed_claims(self, token: str) -> dict[str, Any]:
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
                raise InvalidToken("header")
            key = self._keys.find(header["kid"])
            if key is None:
                raise InvalidToken("kid")
            # `exp` is compared below, by the clock that the rest goes by
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self._issuer,
                options={
                    "require": ["exp", "iss", "sub", "token_use"],
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise InvalidToken(type(error).__name__) from None
        if not isinstance(claims["exp"], int) or claims["exp"] <= self._clock():
            raise InvalidToken("exp")
        return claims

    def _identity(self, claims: dict[str, Any]) -> Identity:
        groups = claims.get("cognito:groups")
        name = claims.get("name") or claims.get("cognito:username") or claims.get("username") or ""
        return Identity(
            owner=owner_of(tenant_of(claims, self._tenant_claim), claims["sub"]),
            name=str(name),
            operator=isinstance(groups, list) and OPERATORS_GROUP in groups,
            expires_at=int(claims["exp"]),
        )


def tenant_of(claims: Mapping[str, Any], tenant_claim: str) -> Any:
    """What `tenant_claim` says the tenant is; without one, or where it is empty, all are of one tenant."""
    return (claims.get(tenant_claim) if tenant_claim else None) or DEFAULT_TENANT


def owner_of(tenant: Any, user_id: Any) -> Owner:
    """The owner of these two. Raises InvalidToken where they would not make a key that is theirs alone."""
    for part in (tenant, user_id):
        if not isinstance(part, str) or not part or "#" in part or len(part) > 200:
            raise InvalidToken("identity")
    return Owner(tenant=tenant, user_id=user_id)

"""Identities a client merely claims: for a trial with a frontend of the earlier system, without tokens."""

from __future__ import annotations

from aws_lambda_powertools import Logger

from identity.token import Identity, InvalidToken, owner_of

CLAIMED_TENANT = "claimed"
"""A tenant of its own, so that no claim can name a user who signs in."""
CLAIMED_SECONDS = 2 * 3600

logger = Logger()


def claimed_identity(user_id: str | None, username: str | None, connection_id: str, now: float) -> Identity:
    """The user a client says it is. Each connection is logged as claimed. Raises InvalidToken."""
    if not user_id:
        raise InvalidToken("identity")
    owner = owner_of(CLAIMED_TENANT, user_id)
    logger.warning("claimed identity let in: ALLOW_CLAIMED_IDENTITY is on", connection_id=connection_id)
    return Identity(
        owner=owner,
        name=username or user_id,
        operator=False,
        expires_at=int(now) + CLAIMED_SECONDS,
    )

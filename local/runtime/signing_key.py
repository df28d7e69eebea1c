"""The key that the user pool signs its tokens with: each state folder has one of its own.

Moto signs the tokens of every pool with a key that its package publishes: whoever has the package could
sign in as anybody.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from local.runtime.options import StartRefused
from local.template.names import ACCOUNT_ID
from local.template.translation import REGION

FILE_NAME = "signing-key.json"
_BITS = 2048


def signing_key(state: Path | None) -> RSAKey:
    """The key of a state folder, made at its first start; a new one each time where nothing is kept.

    The folder must be locked by the caller. Raises OSError where the file cannot be read or written,
    StartRefused where it holds no key.
    """
    if state is None:
        return _new_key()
    path = state / FILE_NAME
    if not path.exists():
        key = _new_key()
        _write_private(path, json.dumps(key.as_dict(private=True)))
        return key
    try:
        key = RSAKey.import_key(json.loads(path.read_text()))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _no_key(path) from error
    if not key.kid or not key.is_private:
        raise _no_key(path)
    return key


@contextmanager
def signs_tokens_of(pool_id: str, key: RSAKey) -> Iterator[None]:
    """While the context lasts, the key signs the pool's tokens, and its public half is published."""
    from moto.cognitoidp.models import cognitoidp_backends
    from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

    def named_in(token: Any) -> RSAKey:
        token.set_kid(key.kid)
        return key

    pool: Any = cognitoidp_backends[ACCOUNT_ID][REGION].user_pools[pool_id]
    # joserfc, which moto signs with, takes a function for a key: moto alone would name its own key's id
    pool.json_web_key = named_in
    published = CognitoIdpJsonWebKeyResponse.json_web_key
    document = {"keys": [key.as_dict(private=False)]}
    CognitoIdpJsonWebKeyResponse.json_web_key = json.dumps(document).encode()
    try:
        yield
    finally:
        CognitoIdpJsonWebKeyResponse.json_web_key = published


def _new_key() -> RSAKey:
    return RSAKey.generate_key(_BITS, {"kid": secrets.token_urlsafe(16), "use": "sig", "alg": "RS256"})


def _write_private(path: Path, content: str) -> None:
    """Write a file that only the user may read, whole or not at all."""
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    unfinished.replace(path)


def _no_key(path: Path) -> StartRefused:
    return StartRefused(
        f"{path} holds no signing key. Delete it: the next start makes a new one, "
        "and tokens given before are refused."
    )

"""The public keys of a user pool, fetched seldom: a stranger's tokens must not make the Lambda fetch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

if TYPE_CHECKING:
    from jwt import PyJWK

PAUSE_SECONDS = 10.0
"""At most one fetch in this time, whatever the tokens ask for and however the fetches end."""
FRESH_SECONDS = 3600.0
"""Keys older than this are fetched anew, so that a withdrawn key ends."""

logger = Logger()


class SigningKeys:
    """The keys by `kid`. `fetch` answers the JWKS document; `clock` gives seconds that only rise."""

    def __init__(
        self, fetch: Callable[[], dict[str, Any]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: dict[str, PyJWK] = {}
        self._asked_at: float | None = None

    def find(self, kid: str) -> PyJWK | None:
        """The key of that id; None when the pool has none, as far as is known."""
        age = None if self._asked_at is None else self._clock() - self._asked_at
        if age is None or age > FRESH_SECONDS or (kid not in self._keys and age >= PAUSE_SECONDS):
            self._refresh()
        return self._keys.get(kid)

    def _refresh(self) -> None:
        import jwt

        self._asked_at = self._clock()
        try:
            documents = self._fetch()["keys"]
            self._keys = {
                document["kid"]: jwt.PyJWK(document, algorithm="RS256")
                for document in documents
                if document.get("kty") == "RSA" and document.get("use") == "sig"
            }
        except Exception as error:
            # the keys known before stand; the next token asks again after the pause
            logger.warning("signing keys not fetched", error=type(error).__name__)


def fetch_from(url: str) -> Callable[[], dict[str, Any]]:
    """A fetch of the JWKS document at an address of the deployment's own choosing."""

    def fetch() -> dict[str, Any]:
        from urllib.request import urlopen

        with urlopen(url, timeout=3) as answer:
            document: dict[str, Any] = json.load(answer)
            return document

    return fetch

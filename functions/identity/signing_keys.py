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
RETRY_SECONDS = 1.0
"""The same after a fetch that failed, for a token that no key known so far is of."""
FRESH_SECONDS = 3600.0
"""Keys older than this are fetched anew, so that a withdrawn key ends."""

logger = Logger()


class KeysUnavailable(Exception):
    """The pool's keys could not be read, so that nothing is known of a token; it may pass in a moment."""


class SigningKeys:
    """The keys by `kid`. `fetch` answers the JWKS document; `clock` gives seconds that only rise."""

    def __init__(
        self, fetch: Callable[[], dict[str, Any]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: dict[str, PyJWK] = {}
        self._asked_at: float | None = None
        self._fetched_at: float | None = None
        self._failed = False

    def find(self, kid: str) -> PyJWK | None:
        """The key of that id; None when the pool has none, as far as is known.

        Raises KeysUnavailable for an id not known when the latest fetch failed: it may be the pool's.
        """
        if self._is_due(kid):
            self._refresh()
        key = self._keys.get(kid)
        if key is None and self._failed:
            raise KeysUnavailable("The signing keys could not be fetched.")
        return key

    def _is_due(self, kid: str) -> bool:
        if self._asked_at is None:
            return True
        now = self._clock()
        known = kid in self._keys
        if known and self._fetched_at is not None and now - self._fetched_at <= FRESH_SECONDS:
            return False
        pause = RETRY_SECONDS if self._failed and not known else PAUSE_SECONDS
        return now - self._asked_at >= pause

    def _refresh(self) -> None:
        import jwt

        try:
            documents = self._fetch()["keys"]
            self._keys = {
                document["kid"]: jwt.PyJWK(document, algorithm="RS256")
                for document in documents
                if document.get("kty") == "RSA" and document.get("use") == "sig"
            }
        except Exception as error:
            # the keys known before stand; the next token asks again after the pause
            self._failed = True
            logger.warning("signing keys not fetched", error=type(error).__name__)
        else:
            self._failed, self._fetched_at = False, self._clock()
        # a fetch that hung counts from its end, or there would be no pause
        self._asked_at = self._clock()


def fetch_from(url: str) -> Callable[[], dict[str, Any]]:
    """A fetch of the JWKS document at an address of the deployment's own choosing."""

    def fetch() -> dict[str, Any]:
        from urllib.request import urlopen

        with urlopen(url, timeout=3) as answer:
            document: dict[str, Any] = json.load(answer)
            return document

    return fetch

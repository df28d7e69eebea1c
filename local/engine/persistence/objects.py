"""Keeps S3's objects: after each request that changed one, before it is answered."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import S3Backend, s3_backends

from local.engine.persistence.store import StateStore, StoredObject
from local.engine.wsgi import WsgiApplication

_S3_CREDENTIAL = re.compile(r"Credential=[^/]+/\d+/[^/]+/s3/")


class KeptObjects:
    """WSGI middleware around the application that answers S3."""

    def __init__(self, application: WsgiApplication, store: StateStore) -> None:
        self._application = application
        self._store = store

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = self._application(environ, start_response)
        changes = environ["REQUEST_METHOD"] in ("PUT", "POST", "DELETE")
        if not changes or not _S3_CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", "")):
            return answer
        body = b"".join(answer)
        bucket, _, key = environ["PATH_INFO"].lstrip("/").partition("/")
        # WSGI gives the path's bytes as Latin-1
        key = key.encode("latin-1").decode("utf-8", errors="replace")
        if key:
            self._keep(bucket, key)
        elif "delete" in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True):
            self._forget_deleted(bucket)
        return [body]

    def _keep(self, bucket: str, key: str) -> None:
        stored = _read(bucket, key)
        if stored is None:
            self._store.forget_object(bucket, key)
        else:
            self._store.keep_object(stored)

    def _forget_deleted(self, bucket: str) -> None:
        for stored in self._store.objects():
            if stored.bucket == bucket and _read(bucket, stored.key) is None:
                self._store.forget_object(bucket, stored.key)


def restore_objects(store: StateStore) -> None:
    """Put the kept objects into the buckets that exist."""
    backend = _backend()
    for stored in store.objects():
        if stored.bucket in backend.buckets:
            key = backend.put_object(stored.bucket, stored.key, stored.body, disable_notification=True)
            key.set_metadata(stored.headers)


def _read(bucket: str, key: str) -> StoredObject | None:
    found = _backend().buckets[bucket].keys.get(key) if bucket in _backend().buckets else None
    value = getattr(found, "value", None)
    if found is None or value is None:
        return None
    return StoredObject(bucket, key, {str(k): str(v) for k, v in found.metadata.items()}, value)


def _backend() -> S3Backend:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]

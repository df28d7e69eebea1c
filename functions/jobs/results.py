"""A job's result, and step outputs too large for the state: kept by reference, read whole or in parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from aws.errors import error_code
from jobs.errors import ResultStoreUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ResultStore(Protocol):
    """Objects by key. Every method raises jobs.errors.ResultStoreUnavailable for what a retry may mend."""

    bucket: str

    def write(self, key: str, body: bytes) -> None:
        """Writes an object, in place of one that was there."""
        ...

    def write_once(self, key: str, body: bytes) -> bytes:
        """Writes an object unless there is one; answers what is there afterwards."""
        ...

    def read(self, key: str, first: int = 0, last: int | None = None) -> bytes | None:
        """An object's bytes, or those from `first` to `last` (inclusive); None where there is none."""
        ...


class S3ResultStore:
    """The results bucket."""

    def __init__(self, client: Callable[[], S3Client], bucket: str | None = None) -> None:
        self._client = client
        self.bucket = bucket or os.environ["RESULTS_BUCKET"]

    def write(self, key: str, body: bytes) -> None:
        """See ResultStore."""
        with _store_errors():
            self._client().put_object(
                Bucket=self.bucket, Key=key, Body=body, ContentType="application/json; charset=utf-8"
            )

    def write_once(self, key: str, body: bytes) -> bytes:
        """See ResultStore."""
        from botocore.exceptions import ClientError

        with _store_errors():
            try:
                self._client().put_object(
                    Bucket=self.bucket,
                    Key=key,
                    Body=body,
                    ContentType="application/json; charset=utf-8",
                    IfNoneMatch="*",
                )
            except ClientError as error:
                # 412: it is there; 409: another writer is about to have written it
                if error.response["Error"]["Code"] not in (
                    "PreconditionFailed",
                    "ConditionalRequestConflict",
                ):
                    raise
            else:
                return body
        written = self.read(key)
        if written is None:
            raise ResultStoreUnavailable("Another writer holds the result and has not written it yet.")
        return written

    def read(self, key: str, first: int = 0, last: int | None = None) -> bytes | None:
        """See ResultStore."""
        from botocore.exceptions import ClientError

        span = f"bytes={first}-{'' if last is None else last}"
        with _store_errors():
            try:
                return self._client().get_object(Bucket=self.bucket, Key=key, Range=span)["Body"].read()
            except ClientError as error:
                if error.response["Error"]["Code"] in ("NoSuchKey", "InvalidRange"):
                    return None
                raise


@contextmanager
def _store_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise ResultStoreUnavailable(f"The results bucket did not answer: {error_code(error)}") from error


def result_key(job_id: str, attempt: int) -> str:
    """Where an attempt's result lies."""
    return f"jobs/{job_id}/{attempt}/result.json"


def output_key(job_id: str, attempt: int, step: str) -> str:
    """Where a step's output lies that is too large for the state."""
    return f"jobs/{job_id}/{attempt}/{step}.json"

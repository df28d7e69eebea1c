"""The SQLite file that keeps items, objects and executions.

Each write is committed before the request that made it is answered, so a killed process loses nothing that
was answered. (The write-ahead log is not forced to disk: a power cut may lose the last moments, never more.)
"""

import errno
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.engine.dynamodb import wire
from local.engine.persistence.state_lock import StateLock

_SCHEMA = """
CREATE TABLE IF NOT EXISTS item (
    region TEXT, table_name TEXT, key TEXT, item TEXT, PRIMARY KEY (region, table_name, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS object (
    bucket TEXT, key TEXT, headers TEXT, body BLOB, PRIMARY KEY (bucket, key)
);
CREATE TABLE IF NOT EXISTS execution (
    arn TEXT PRIMARY KEY, stopped REAL, record TEXT
);
"""
ItemRow = tuple[str, str, dict[str, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class StoredObject:
    """An S3 object; `headers` are the ones a PutObject would send (Content-Type, x-amz-meta-…)."""

    bucket: str
    key: str
    headers: dict[str, str]
    body: bytes


class StateStore:
    """Safe for many threads.

    Raises StateInUse when another process has the folder, OSError when it cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._lock_file = StateLock(folder)
        self._lock = threading.Lock()
        try:
            self._database = _open(folder / "state.sqlite")
        except OSError:
            self._lock_file.release()
            raise
        except sqlite3.Error as error:
            self._lock_file.release()
            raise OSError(errno.EIO, f"state.sqlite in it cannot be opened ({error})") from error

    def close(self) -> None:
        with self._lock:
            self._database.close()
        self._lock_file.release()

    def keep_items(self, rows: Iterable[ItemRow]) -> None:
        """Keep (region, table, key, item) in one transaction; an item of None is deleted."""
        with self._lock, self._database:
            for region, table_name, key, item in rows:
                identity = (region, table_name, wire.dumps(key))
                if item is None:
                    self._database.execute(
                        "DELETE FROM item WHERE region = ? AND table_name = ? AND key = ?", identity
                    )
                else:
                    self._database.execute(
                        "INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", (*identity, wire.dumps(item))
                    )

    def items(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(region, table, item) of all that is kept."""
        for region, table_name, item in self._all("SELECT region, table_name, item FROM item"):
            yield region, table_name, wire.loads(item)

    def keep_object(self, stored: StoredObject) -> None:
        with self._lock, self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?)",
                (stored.bucket, stored.key, json.dumps(stored.headers), stored.body),
            )

    def forget_object(self, bucket: str, key: str) -> None:
        with self._lock, self._database:
            self._database.execute("DELETE FROM object WHERE bucket = ? AND key = ?", (bucket, key))

    def objects(self) -> Iterator[StoredObject]:
        for bucket, key, headers, body in self._all("SELECT bucket, key, headers, body FROM object"):
            yield StoredObject(bucket, key, json.loads(headers), body)

    def keep_execution(self, arn: str, stopped: float | None, record: str) -> None:
        """`stopped` in epoch seconds, None while it runs."""
        with self._lock, self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO execution VALUES (?, ?, ?)", (arn, stopped, record)
            )

    def executions(self) -> list[str]:
        """The records of all executions kept."""
        return [record for (record,) in self._all("SELECT record FROM execution")]

    def forget_executions_stopped_before(self, moment: float) -> None:
        with self._lock, self._database:
            self._database.execute("DELETE FROM execution WHERE stopped < ?", (moment,))

    def _all(self, statement: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(statement).fetchall()


def _open(path: Path) -> sqlite3.Connection:
    # only the user may read it, in whatever folder; SQLite gives its other files the same mode
    path.touch(mode=0o600)
    path.chmod(0o600)
    database = sqlite3.connect(path, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.executescript(_SCHEMA)
    return database

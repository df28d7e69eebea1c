"""The log file of a start: what the runtime and the Lambdas have to say, and no request's content."""

import contextlib
import fcntl
import logging
import os
import time
from pathlib import Path
from typing import IO

import platformdirs

LOGS_KEPT = 20
_NAMES = "finops-*.log"
_LOGGERS = ("local", "aiohttp", "asyncio")
_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s"


def default_log_file(port: int) -> Path:
    """A file of the user's, one a port, so that two servers do not share it."""
    return _log_folder() / f"finops-{port}.log"


def log_file_of_process() -> Path:
    """A file of the user's for a server that lasts no longer than the command in this process."""
    return _log_folder() / f"finops-ask-{os.getpid()}.log"


class LogFile:
    """The file, open, which only the user may read; the one of the start before is kept beside it.

    Of the logs beside it the newest are kept, and those of servers that run.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError where the file cannot be written."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.parent == _log_folder():
            path.parent.chmod(0o700)
        if path.exists():
            path.replace(path.with_suffix(".previous.log"))
        self.path = path
        # unbuffered and appending: several processes write to it
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        self.stream: IO[bytes] = os.fdopen(os.open(path, flags, 0o600), "ab", buffering=0)
        fcntl.flock(self.stream, fcntl.LOCK_SH)
        _forget_old_logs(path.parent)
        self._handler = logging.FileHandler(path, encoding="utf-8")
        formatter = logging.Formatter(_FORMAT, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        self._handler.setFormatter(formatter)
        for name in _LOGGERS:
            logging.getLogger(name).addHandler(self._handler)
        logging.getLogger("local").setLevel(logging.INFO)

    def close(self) -> None:
        """Write nothing more."""
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(self._handler)
        self._handler.close()
        self.stream.close()


def _log_folder() -> Path:
    return Path(platformdirs.user_log_dir("finops-agent"))


def _forget_old_logs(folder: Path) -> None:
    by_age = []
    for path in folder.glob(_NAMES):
        # another server may be starting, and clearing, at this moment
        with contextlib.suppress(OSError):
            by_age.append((path.stat().st_mtime, path))
    for _, path in sorted(by_age, reverse=True)[LOGS_KEPT:]:
        with contextlib.suppress(OSError):
            _forget_unless_in_use(path)


def _forget_unless_in_use(path: Path) -> None:
    """Delete a log. Raises BlockingIOError where a server that runs writes to it."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()

"""The log file of a start: what the runtime and the Lambdas have to say, and no request's content."""

import logging
import time
from pathlib import Path
from typing import IO

import platformdirs

_LOGGERS = ("local", "aiohttp", "asyncio")
_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s"


def default_log_file(port: int) -> Path:
    """A file of the user's, one a port, so that two servers do not share it."""
    return Path(platformdirs.user_log_dir("finops-agent"), f"finops-{port}.log")


class LogFile:
    """The file, open; the one of the start before is kept beside it."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where the file cannot be written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.replace(path.with_suffix(".previous.log"))
        self.path = path
        # unbuffered and appending: several processes write to it
        self.stream: IO[bytes] = path.open("ab", buffering=0)
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

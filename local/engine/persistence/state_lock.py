"""One runtime at a time per state folder."""

import fcntl
import os
from pathlib import Path


class StateInUse(Exception):
    """Another runtime uses the state folder; the message names its process."""


class StateLock:
    """Held until released; the system releases it when the process dies, however that happens."""

    def __init__(self, folder: Path) -> None:
        """Raises StateInUse, or OSError for a folder that cannot be written."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = (folder / "lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise StateInUse(f"The state in {folder} is in use by the process {holder}.") from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()

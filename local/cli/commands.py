"""The commands that messages name, as they can be typed: with the address where it is not the usual one."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from local.cli.options import LOCAL_URL, URL_VARIABLE


def program() -> str:
    """What starts `finops` here: its name where the shell finds it, else its path."""
    if shutil.which("finops"):
        return "finops"
    script = Path(sys.executable).with_name("finops")
    return str(script.relative_to(Path.cwd()) if script.is_relative_to(Path.cwd()) else script)


@dataclass(frozen=True)
class Commands:
    """Commands for jobs of the server at `url`."""

    url: str

    def show(self, job_id: str) -> str:
        """Prints a job's answer."""
        return self._command(f"show {job_id}")

    def replay(self, job_id: str) -> str:
        """Goes on with a failed job."""
        return self._command(f"replay {job_id}")

    def jobs(self, options: str = "") -> str:
        """Lists jobs."""
        return self._command(f"jobs {options}".strip())

    def _command(self, words: str) -> str:
        usual = os.environ.get(URL_VARIABLE) or LOCAL_URL
        address = "" if self.url == usual else f" --url {self.url}"
        return f"`{program()} {words}{address}`"

"""Node and Chromium for the tests of frontend/: those of .venv first, then the machine's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.project import ROOT

FRONTEND = ROOT / "frontend"
_PATH = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def require_node() -> None:
    """Skips the test, saying why, where frontend/ cannot be tested."""
    if shutil.which("node", path=_PATH) is None:
        pytest.skip("Node is not installed: `make install` takes it from PyPI")
    if not (FRONTEND / "node_modules" / "vitest").is_dir():
        pytest.skip("frontend/node_modules is not installed: run `make install`")


def require_built_page() -> None:
    """Skips the test, saying why, where there is no page to open or no browser to open it."""
    require_node()
    if not (FRONTEND / "dist" / "index.html").is_file():
        pytest.skip("the page is not built: run `make install`")
    if chromium() is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")


def chromium() -> str | None:
    """Chromium's path: that of CHROMIUM, or the one on the PATH."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def node(*arguments: str, stdin: str | None = None) -> str:
    """What Node prints in frontend/. Fails the test with all it said when it fails."""
    return _run(["node", *arguments], stdin)


def npm_test(script: str) -> str:
    """What a test script of package.json prints. Fails the test with all it said when it fails."""
    return _run(["npm", "run", "--silent", script], None)


def _run(command: list[str], stdin: str | None) -> str:
    environment = {**os.environ, "PATH": _PATH, "NO_COLOR": "1"}
    if browser := chromium():
        environment["CHROMIUM"] = browser
    executable = shutil.which(command[0], path=_PATH) or command[0]
    ended = subprocess.run(
        [executable, *command[1:]],
        cwd=FRONTEND,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        pytest.fail(f"{' '.join(command)}\n{ended.stdout}\n{ended.stderr}", pytrace=False)
    return ended.stdout

"""functions/Makefile, as `sam build` calls it: whole packages on any machine, and no empty one."""

import os
import subprocess
from pathlib import Path

import pytest

from support.project import ROOT

FUNCTIONS = ROOT / "functions"


def build(target: str, artifacts: Path, *, path: Path | None = None, **variables: str) -> int:
    """The exit status of a build without bytecode; what is in `path` comes first on the PATH."""
    given = {"ARTIFACTS_DIR": str(artifacts), "PYTHON_OF_RUNTIME": "", **variables}
    command = ["make", "--silent", "-C", str(FUNCTIONS), f"build-{target}"]
    environment = {**os.environ, "PATH": f"{path or artifacts}{os.pathsep}{os.environ['PATH']}"}
    made = subprocess.run(
        [*command, *(f"{name}={value}" for name, value in given.items())],
        env=environment,
        capture_output=True,
        check=False,
    )
    return made.returncode


def modules(folder: Path, *names: str) -> set[str]:
    return {str(each.relative_to(folder)) for name in names for each in (folder / name).rglob("*.py")}


@pytest.fixture
def cp_of_bsd(tmp_path: Path) -> Path:
    """A folder whose `cp`, as that of macOS, knows no long options."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "cp").write_text(
        "#!/bin/sh\n"
        'for each; do case "$each" in --*) echo "cp: illegal option -- -" >&2; exit 64;; esac; done\n'
        'PATH="${PATH#*:}" exec cp "$@"\n'
    )
    (folder / "cp").chmod(0o755)
    return folder


def test_packages_are_whole_where_cp_is_that_of_bsd(cp_of_bsd: Path, tmp_path: Path) -> None:
    function, layer = tmp_path / "function", tmp_path / "layer"
    function.mkdir()
    assert build("MessageHandlerFunction", function, path=cp_of_bsd) == 0
    assert modules(function, ".") == modules(FUNCTIONS, "message_handler")
    assert build("SharedCodeLayer", layer, path=cp_of_bsd) == 0
    assert modules(layer / "python", ".") > modules(FUNCTIONS, "billing", "jobs", "protocol")


def test_a_build_that_copies_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    refusing = tmp_path / "bin" / "cp"
    refusing.write_text("#!/bin/sh\nexit 64\n")
    refusing.chmod(0o755)
    assert build("CostFunction", tmp_path / "refused", path=refusing.parent) != 0
    assert build("NoSuchFunction", tmp_path / "unknown") != 0
    (tmp_path / "empty").mkdir()
    assert build("SharedCodeLayer", tmp_path / "nothing", SHARED=str(tmp_path / "empty")) != 0

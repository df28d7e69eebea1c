"""What a cold start of a function must not do. How long it takes is shown by `make bench`."""

import re
import subprocess
import sys

import pytest

from support.project import ROOT

SOCKET_FUNCTIONS = ("connection_manager", "message_handler")
STEPS = ("interpreter", "cost", "advisor", "synthesis")
OTHERS = ("execution_watcher", "sweeper")
SHARED = re.findall(r"^SHARED := (.+)$", (ROOT / "functions" / "Makefile").read_text(), re.M)[0].split()
IMPORT = """
import sys
import botocore.session

def refuse(*arguments, **options):
    raise AssertionError("a client was made at import")

botocore.session.Session.create_client = refuse
import {function}.handler
print(*sys.modules)
"""


def imported(function: str) -> set[str]:
    """The top-level modules that importing a function's handler brings along."""
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT.format(function=function)],
        cwd=ROOT / "functions",
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in answer.stdout.split()}


@pytest.mark.parametrize("function", [*SOCKET_FUNCTIONS, *STEPS, *OTHERS])
def test_r30_import_makes_no_client_and_brings_no_emulation(function: str) -> None:
    assert not imported(function) & {"local", "moto", "duckdb", "aiohttp", "aws_xray_sdk", "pytest"}


@pytest.mark.parametrize("function", SOCKET_FUNCTIONS)
def test_r30_socket_functions_bring_nothing_of_the_steps(function: str) -> None:
    assert not imported(function) & {*STEPS, "billing", "rapidfuzz", "language_model"}


@pytest.mark.parametrize("folder", SHARED)
def test_shared_code_imports_no_function(folder: str) -> None:
    """A layer of every function holds it, and a function's own folder is in that function's package alone."""
    modules = [path.read_text() for path in (ROOT / "functions" / folder).rglob("*.py")]
    named = {name for code in modules for name in re.findall(r"^ *(?:from|import) (\w+)", code, re.M)}
    assert not named & {*SOCKET_FUNCTIONS, *STEPS, *OTHERS}


def test_every_folder_is_shared_or_a_functions_own() -> None:
    folders = {path.name for path in (ROOT / "functions").iterdir() if any(path.glob("*.py"))}
    assert folders == {*SHARED, *SOCKET_FUNCTIONS, *STEPS, *OTHERS}

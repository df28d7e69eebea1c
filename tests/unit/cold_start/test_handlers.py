"""What a cold start of a function must not do. How long it takes is shown by `make bench`."""

import subprocess
import sys

import pytest

from support.project import ROOT

SOCKET_FUNCTIONS = ("connection_manager", "message_handler")
STEPS = ("interpreter", "cost", "advisor", "synthesis")
OTHERS = ("execution_watcher", "sweeper")
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

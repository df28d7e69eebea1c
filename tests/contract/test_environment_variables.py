"""The variables the functions read are those the template sets, function by function."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support.project import ROOT, template

FUNCTIONS = ROOT / "functions"
# Set by Lambda itself, or only where there is no AWS: a fixed day, a slower model, the page of executions.
NOT_OF_THE_TEMPLATE = {"_X_AMZN_TRACE_ID", "TODAY", "BEDROCK_TIMEOUT_SECONDS", "EXECUTION_PAGE"}
READ_BY_POWERTOOLS = {"LOG_LEVEL", "POWERTOOLS_SERVICE_NAME"}
_READ = re.compile(r"""os\.environ(?:\.get\(|\[)\s*["'](\w+)["']""")


def imported(path: Path) -> Iterator[Path]:
    """The project's own modules that a module imports, lazily or not."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            module = FUNCTIONS / (name.replace(".", "/") + ".py")
            if module.exists():
                yield module


@cache
def variables_read(handler: str) -> frozenset[str]:
    """The variables that a handler's modules read, all it imports included."""
    reached, waiting = set(), [FUNCTIONS / (handler.rsplit(".", 1)[0].replace(".", "/") + ".py")]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += imported(module)
    return frozenset(name for module in reached for name in _READ.findall(module.read_text()))


@cache
def functions() -> dict[str, tuple[str, set[str]]]:
    """Name to handler and own variables."""
    return {
        name: (
            resource["Properties"]["Handler"],
            set(resource["Properties"].get("Environment", {}).get("Variables", {})),
        )
        for name, resource in template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def shared() -> set[str]:
    return set(template()["Globals"]["Function"]["Environment"]["Variables"])


@pytest.mark.parametrize("name", functions())
def test_every_variable_a_function_reads_is_set(name: str) -> None:
    handler, own = functions()[name]
    assert set(variables_read(handler)) - own - shared() - NOT_OF_THE_TEMPLATE == set()


@pytest.mark.parametrize("name", functions())
def test_every_variable_of_a_function_is_read_by_it(name: str) -> None:
    handler, own = functions()[name]
    assert own - variables_read(handler) == set()


def test_every_shared_variable_is_read_somewhere() -> None:
    read = frozenset().union(*(variables_read(handler) for handler, _ in functions().values()))
    assert shared() - read - READ_BY_POWERTOOLS == set()

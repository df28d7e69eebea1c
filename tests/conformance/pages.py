"""The pages docs/conformance.md and docs/requirements.md, made from the tables beside this file."""

from pathlib import Path

from conformance import api_gateway, lambda_runtime, step_functions
from conformance.held_by import ROOT, holding_tests
from conformance.requirements import REQUIREMENTS
from conformance.rule import Rule

SERVICES = {
    "API Gateway WebSocket APIs and `@connections`": api_gateway.CONFORMANCE,
    "Lambda": lambda_runtime.CONFORMANCE,
    "Step Functions": step_functions.CONFORMANCE,
}
_CONFORMANCE = """# Conformance of the local runtime

Each rule of AWS that the project relies on, where AWS says it, the test that holds the local runtime to it,
and where the runtime knowingly differs. Made from `tests/conformance/` by `make docs`.
"""
_REQUIREMENTS = """# Requirements for reliability and security

Each is held by tests that name its number (`pytest -k r07`). Made from `tests/conformance/` and the names of
the tests by `make docs`.

| no | given | the system | held by |
|---|---|---|---|
"""


def conformance_page() -> str:
    """All rules, service by service."""
    return _CONFORMANCE + "".join(_service(name, rules) for name, rules in SERVICES.items())


def requirements_page() -> str:
    """All requirements, each with the files of the tests that name it."""
    held = holding_tests()
    rows = [
        f"| R{requirement.number} | {requirement.given} | {requirement.system} | "
        f"{_tests(held.get(requirement.number, []))} |\n"
        for requirement in REQUIREMENTS
    ]
    return _REQUIREMENTS + "".join(rows)


def write_pages() -> None:
    """Writes both pages into docs/."""
    (ROOT / "docs" / "conformance.md").write_text(conformance_page())
    (ROOT / "docs" / "requirements.md").write_text(requirements_page())


def _service(name: str, rules: list[Rule]) -> str:
    rows = [
        f"| {rule.rule} | [source]({rule.source}) | {_test(rule.test)} | {rule.difference} |\n"
        for rule in rules
    ]
    return f"\n## {name}\n\n| rule | AWS | test | difference |\n|---|---|---|---|\n" + "".join(rows)


def _test(test: str) -> str:
    path, function = test.split("::")
    return f"[{function.removeprefix('test_')}](../{path})"


def _tests(files: list[Path]) -> str:
    return ", ".join(f"[{path.stem}](../{path})" for path in files)

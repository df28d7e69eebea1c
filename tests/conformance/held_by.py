"""Which tests hold which requirement, by their names."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NUMBERS = re.compile(r"(?<=_)r(\d\d)(?=_)")
_FRONTEND_TEST = re.compile(r"""\b(?:test|it)(?:\.\w+)*\(\s*["'`](test_r[^"'`]*)""")


def python_tests(path: Path) -> Iterator[str]:
    """The names of the test functions of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name


def frontend_tests(path: Path) -> Iterator[str]:
    """The titles of the tests of a TypeScript file that name a requirement."""
    yield from _FRONTEND_TEST.findall(path.read_text())


def holding_tests() -> dict[str, list[Path]]:
    """Two digits to the files whose tests name that requirement."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        _note(found, path, python_tests(path))
    for path in sorted((ROOT / "frontend" / "tests").rglob("*.test.ts")):
        _note(found, path, frontend_tests(path))
    return found


def _note(found: dict[str, list[Path]], path: Path, names: Iterator[str]) -> None:
    for number in {number for name in names for number in _NUMBERS.findall(name)}:
        found[number].append(path.relative_to(ROOT))

"""Patterns are compiled when they are first used, and once."""

import subprocess
import sys

from interpreter.text.pattern import Pattern
from support.project import ROOT

IMPORT = """
import re
import sys

compile_pattern = re.compile
compiled = []

def noted(*arguments):
    compiled.append(sys._getframe(1).f_globals["__name__"])
    return compile_pattern(*arguments)

re.compile = noted
import interpreter.handler
print([name for name in compiled if name.startswith("interpreter")])
"""


def test_importing_the_interpreter_compiles_none() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT], cwd=ROOT / "functions", capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


def test_a_pattern_finds_what_its_expression_does() -> None:
    pattern = Pattern(r"\d+")

    first, at_four = pattern.search("a1b22"), pattern.search("a1b22", 4)
    assert first is not None
    assert at_four is not None
    assert (first.group(), at_four.group()) == ("1", "2")
    assert pattern.match("a1") is None
    assert [match.group() for match in pattern.finditer("a1b22")] == ["1", "22"]
    assert pattern.sub("-", "a1b22") == "a-b-"
    assert pattern.split("a1b22c") == ["a", "b", "c"]

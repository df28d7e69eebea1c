"""Where the project's own files are, and how the definition reads once its substitutions are in."""

import json
import re
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = ROOT / "statemachine" / "finops_query.asl.json"


def definition() -> dict[str, Any]:
    """The state machine's definition, with every substitution replaced by a function ARN of its name."""
    text = re.sub(
        r"\$\{(\w+)FunctionArn\}",
        r"arn:aws:lambda:us-east-1:123456789012:function:\1Function",
        DEFINITION.read_text(),
    )
    content: dict[str, Any] = json.loads(text)
    return content


def states(machine: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every state of a definition by name, those inside branches included."""
    found: dict[str, dict[str, Any]] = {}
    for name, state in machine["States"].items():
        found[name] = state
        for branch in state.get("Branches", []):
            found |= states(branch)
    return found


def tasks(machine: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The Task states of a definition by name."""
    return {name: state for name, state in states(machine).items() if state["Type"] == "Task"}


def template() -> dict[str, Any]:
    """template.yaml as written, its intrinsics in long form."""
    content: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
    return content

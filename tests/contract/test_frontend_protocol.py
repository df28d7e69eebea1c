"""The frontend's types are those of the models, and its lock file installs from any registry."""

import json
import os
import subprocess
import sys

from support.node import FRONTEND, node, require_node
from support.project import ROOT


def test_the_types_of_the_client_are_made_from_the_models_as_they_are_now() -> None:
    require_node()
    schema = subprocess.run(
        [sys.executable, str(FRONTEND / "scripts" / "protocol_schema.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "functions")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    made = node("scripts/protocol-types.mjs", stdin=schema)
    committed = (FRONTEND / "src" / "client" / "protocol.ts").read_text()
    assert made == committed, "Run `make types` and commit frontend/src/client/protocol.ts."


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_client_needs_no_package() -> None:
    assert not json.loads((FRONTEND / "package.json").read_text()).get("dependencies")

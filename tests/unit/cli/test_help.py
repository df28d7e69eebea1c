"""Each command's help shows how it is used."""

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from local.cli.main import app

COMMANDS = [name for name in get_group(app).commands if name != "user"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_with_an_example(name: str) -> None:
    shown = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    example = shown.output.split("╯")[-1]
    assert f"finops {name}" in example


def test_every_command_is_found_by_its_name() -> None:
    assert COMMANDS == ["up", "ask", "jobs", "show", "replay", "trace", "usage"]


def test_help_of_user_commands_teaches_with_an_example() -> None:
    for name in ("export", "erase"):
        shown = CliRunner().invoke(app, ["user", name, "--help"], env={"COLUMNS": "200"})
        assert f"finops user {name}" in shown.output.split("╯")[-1]

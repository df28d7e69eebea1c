"""Each command's help shows how it is used."""

import pytest
from typer.testing import CliRunner

from local.cli.main import app
from local.cli.users import app as users

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_with_an_example(name: str) -> None:
    shown = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    example = shown.output.split("╯")[-1]
    assert f"finops {name}" in example


def test_help_of_user_commands_teaches_with_an_example() -> None:
    for name in ("export", "erase"):
        shown = CliRunner().invoke(users, [name, "--help"], env={"COLUMNS": "200"})
        assert f"finops user {name}" in shown.output.split("╯")[-1]

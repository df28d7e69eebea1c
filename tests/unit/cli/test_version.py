"""`finops --version`."""

from importlib.metadata import version

from typer.testing import CliRunner

from local.cli.main import app


def test_version_is_that_of_the_package() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert (shown.exit_code, shown.output) == (0, f"finops {version('finops-agent')}\n")

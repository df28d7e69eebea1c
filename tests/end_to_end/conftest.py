"""One `finops up` for all the tests that need nothing special of it."""

from collections.abc import Iterator

import pytest

from support.finops_command import FinopsServer, finops_up

TODAY = "2026-03-10"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FinopsServer]:
    """A server of the demo organisation as of 10 March 2026, the day most questions are asked on."""
    folder = tmp_path_factory.mktemp("demo")
    with finops_up(folder, "--today", TODAY, "--ephemeral") as server:
        yield server

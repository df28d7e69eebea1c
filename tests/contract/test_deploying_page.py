"""docs/deploying.md tells whoever deploys what there is to choose and to do."""

import re
from pathlib import Path

import pytest

from identity.token import OPERATORS_GROUP
from support.project import ROOT, template

PAGE = (ROOT / "docs" / "deploying.md").read_text()
RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))


def test_table_of_parameters_has_every_parameter_of_the_template_and_no_other() -> None:
    table = PAGE.partition("## Parameters\n")[2].partition("\n\nA key")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(template()["Parameters"])


def test_operators_are_made_by_the_group_the_template_makes_and_the_code_reads() -> None:
    assert template()["Resources"]["OperatorsGroup"]["Properties"]["GroupName"] == OPERATORS_GROUP
    assert (
        f"admin-add-user-to-group --user-pool-id POOL --username ana --group-name {OPERATORS_GROUP}" in PAGE
    )


@pytest.mark.parametrize("page", RUNBOOKS, ids=lambda page: page.stem)
def test_no_token_is_put_on_a_command_line(page: Path) -> None:
    assert "--token" not in page.read_text()

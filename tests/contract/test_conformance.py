"""The generated pages are those of the tables, every test they name is there, every requirement is held."""

import pytest

from conformance.held_by import ROOT, holding_tests, python_tests
from conformance.pages import SERVICES, conformance_page, requirements_page
from conformance.requirements import REQUIREMENTS
from conformance.rule import Rule

RULES = [rule for rules in SERVICES.values() for rule in rules]
ADVICE = "run `make docs`"


def test_conformance_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "conformance.md").read_text() == conformance_page(), ADVICE


def test_requirements_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "requirements.md").read_text() == requirements_page(), ADVICE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.test.split("::")[-1])
def test_r29_rule_names_its_source_and_a_test_that_is_there(rule: Rule) -> None:
    path, function = rule.test.split("::")
    assert function in set(python_tests(ROOT / path))
    assert rule.source.startswith("https://docs.aws.amazon.com/")
    assert "|" not in rule.rule + rule.difference


def test_requirements_are_thirty() -> None:
    assert [requirement.number for requirement in REQUIREMENTS] == [f"{n:02}" for n in range(1, 31)]


def test_every_requirement_is_held_by_a_test_that_names_it() -> None:
    held = holding_tests()
    assert {requirement.number for requirement in REQUIREMENTS} == set(held)

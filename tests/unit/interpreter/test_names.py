"""Names that fit several values, none, or one plainly better."""

import re
from datetime import date

import pytest

from billing.catalog import Account, Catalog
from interpreter.interpret import interpret
from support.catalogs import COST_EXPLORER, FOCUS_SAMPLE

TODAY = date(2026, 3, 10)
ORGANISATION = Catalog(
    services=["Amazon Simple Storage Service", "EC2 - Other", "Amazon Elastic Compute Cloud - Compute"],
    regions=["us-east-1", "eu-west-1"],
    accounts=[
        Account(id="100000000001", name="payments-prod"),
        Account(id="100000000002", name="payments-dev"),
        Account(id="100000000003", name="checkout-prod"),
        Account(id="100000000004", name="staging"),
    ],
    tags={"team": ["payments", "checkout"], "Environment": ["prod", "dev", "staging"], "stage": ["beta"]},
)


def asked_back(question: str, catalog: Catalog) -> str:
    plan = interpret(question, TODAY, catalog)
    assert plan.clarification is not None, plan.filters
    return plan.clarification.message


def filters(question: str, catalog: Catalog = ORGANISATION) -> dict[str, list[str]]:
    plan = interpret(question, TODAY, catalog)
    assert plan.clarification is None, plan.clarification
    return plan.filters


def test_a_name_that_is_an_account_and_a_tag_value_is_asked_back_naming_both() -> None:
    message = asked_back("staging spend last month", ORGANISATION)

    assert "staging (account)" in message
    assert "staging (tag Environment)" in message


@pytest.mark.parametrize("question", ["the staging account last month", "spend of account staging in Feb"])
def test_the_dimension_beside_a_name_decides(question: str) -> None:
    assert filters(question) == {"LINKED_ACCOUNT": ["100000000004"]}


def test_a_name_of_another_dimension_is_not_taken_for_the_one_named() -> None:
    assert "payments-prod or payments-dev" in asked_back("payments account last month", ORGANISATION)
    assert filters("the dev account last month") == {"LINKED_ACCOUNT": ["100000000002"]}
    assert filters("spend in account checkout last month") == {"LINKED_ACCOUNT": ["100000000003"]}
    assert 'no tag Environment "checkout"' in asked_back("checkout environment costs", ORGANISATION)


def test_a_real_service_that_the_bill_does_not_have_is_said_to_be_one() -> None:
    assert "Amazon SageMaker is an AWS service" in asked_back("SageMaker cost last month", ORGANISATION)


def test_costs_found_by_usage_type_are_not_guessed_without_them() -> None:
    assert "x_UsageType" in asked_back("How much did NAT gateways cost in February?", FOCUS_SAMPLE)


def test_an_unknown_dimension_names_those_there_are() -> None:
    message = asked_back("Group my spend by INVALID_DIMENSION", COST_EXPLORER)

    for name in ("service", "region", "account", "tag team", "tag Environment"):
        assert name in message


def test_a_corrected_word_is_said() -> None:
    plan = interpret("spend on Amazn Redshft in Febuary", TODAY, COST_EXPLORER)

    assert 'Read "redshft" as "redshift".' in plan.assumptions
    assert 'Read "febuary" as "february".' in plan.assumptions


def test_every_service_of_ec2_is_named() -> None:
    plan = interpret("EC2 cost in February", TODAY, COST_EXPLORER)

    assert "EC2 is Amazon Elastic Compute Cloud - Compute and EC2 - Other." in plan.assumptions


@pytest.mark.parametrize(
    ("word", "kept"), [("including tax", []), ("excluding tax", ["Tax"]), ("without tax", ["Tax"])]
)
def test_including_is_not_read_as_excluding(word: str, kept: list[str]) -> None:
    plan = interpret(f"January spend {word}", TODAY, COST_EXPLORER)

    assert plan.charge_types.exclude == kept


def test_the_usage_types_a_kind_of_cost_stands_for_are_counted() -> None:
    (note,) = interpret("data transfer cost in February", TODAY, COST_EXPLORER).assumptions

    assert re.fullmatch(r"Took data transfer as the usage types \S+, \S+, \S+, \S+ and \d+ more\.", note)


def test_a_usage_type_by_its_own_name_needs_no_note() -> None:
    usage_type = next(name for name in COST_EXPLORER.usage_types if "DataTransfer" in name)

    plan = interpret(f"{usage_type} cost in February", TODAY, COST_EXPLORER)

    assert plan.filters == {"USAGE_TYPE": [usage_type]}
    assert plan.assumptions == []


def test_ec2_other_is_its_usage_types_where_the_bill_has_no_such_service() -> None:
    services = [name for name in COST_EXPLORER.services if name != "EC2 - Other"]
    catalog = COST_EXPLORER.model_copy(update={"services": services})

    found = filters("ec2-other last month", catalog)

    assert found["SERVICE"] == ["Amazon Elastic Compute Cloud - Compute"]
    assert {"NatGateway-Hours", "EBS:VolumeUsage.gp3"} <= set(found["USAGE_TYPE"])
    assert not any("BoxUsage" in name for name in found["USAGE_TYPE"])
    assert "x_UsageType" in asked_back("EC2 - Other in February", FOCUS_SAMPLE)


def test_instances_of_a_service_are_not_those_of_ec2() -> None:
    usage_types = [*COST_EXPLORER.usage_types, "EUC1-Node:ra3.xlplus"]
    catalog = COST_EXPLORER.model_copy(update={"usage_types": usage_types})

    assert filters("redshift instances last month", catalog) == {
        "SERVICE": ["Amazon Redshift"],
        "USAGE_TYPE": ["EUC1-Node:ra3.xlplus"],
    }
    assert "instances of Amazon Redshift" in asked_back("redshift instances last month", COST_EXPLORER)


def test_accounts_are_all_with_the_name_though_a_tag_has_it_too() -> None:
    plan = interpret("the payments accounts in January", TODAY, ORGANISATION)

    assert plan.filters == {"LINKED_ACCOUNT": ["100000000001", "100000000002"]}
    assert 'Took "payments" as the accounts payments-prod and payments-dev.' in plan.assumptions

"""What the template takes for its parameters, and what it refuses before anything is deployed."""

import json

import pytest

from local.template.errors import TemplateError
from support.project import template
from support.translated import application, resources

LAMBDA_VARIABLES_BYTES = 4096
CAPS = ("MaxRequestsPerQuestion", "MaxRequestsPerUserPerDay")
LIMITS = (
    "MaxQuestionCharacters",
    "MaxMessagesPerMinute",
    "MaxJobsAtOnce",
    "StageMessagesPerSecond",
    "StageMessagesBurst",
)


@pytest.mark.parametrize("name", [*CAPS, *LIMITS, "ReservedConcurrencyOfSteps"])
@pytest.mark.parametrize("value", ["2.5", "-2", "1e3", "", "many", " 5", "99999999999"])
def test_counts_are_whole_numbers(name: str, value: str) -> None:
    with pytest.raises(TemplateError, match=rf"^The parameter {name} must be .*a whole number, [01] or more"):
        application(**{name: value})
    assert application(**{name: "7"})


def test_nothing_may_be_spent_but_limits_let_something_through() -> None:
    for name in CAPS:
        assert application(**{name: "0"})
    for name in LIMITS:
        with pytest.raises(TemplateError, match="a whole number, 1 or more"):
            application(**{name: "0"})


def test_every_number_of_the_template_has_bounds() -> None:
    numbers = {
        name: parameter
        for name, parameter in template()["Parameters"].items()
        if parameter["Type"] == "Number"
    }
    assert [name for name, each in numbers.items() if not {"MinValue", "AllowedValues"} & set(each)] == []


def test_a_scope_is_refused_before_it_outgrows_a_functions_variables() -> None:
    def scope(tenants: int) -> str:
        return json.dumps({f"t{number}": {"tags": {"team": ["data", "ml"]}} for number in range(tenants)})

    tenants = max(number for number in range(100) if len(scope(number)) <= 2000)
    long_names = {"BedrockModelId": "m" * 120, "StageName": "s" * 64, "CostScope": scope(tenants)}
    with pytest.raises(TemplateError, match=r"^The parameter CostScope must have at most 2000 characters\.$"):
        application(CostScope=scope(tenants + 1))
    # what a long stack name adds to those of three tables, the bucket and the service
    names = 4 * 60 + 40
    for name, function in resources("AWS::Lambda::Function", **long_names).items():
        measured = json.dumps(function["Environment"]["Variables"])
        assert len(measured) + names <= LAMBDA_VARIABLES_BYTES, name


def test_the_scope_goes_to_the_functions_that_ask_the_bill_alone() -> None:
    functions = resources("AWS::Lambda::Function", CostScope="{}")
    having = {name for name, each in functions.items() if "COST_SCOPE" in each["Environment"]["Variables"]}
    assert having >= {"InterpreterFunction", "CostFunction", "AdvisorFunction"}
    assert not having & {"ConnectionManagerFunction", "ExecutionWatcherFunction", "SweeperFunction"}

"""The definition is held by its own test: neither sam validate nor cfn-lint looks into the file."""

import importlib
import json
import re
import shutil
import subprocess
from typing import Any

import boto3
import pytest
from moto import mock_aws

from support.project import DEFINITION, ROOT, definition, states, tasks, template

AWS_ERRORS = re.compile(r"^(Lambda|States|Sandbox)\.")
ERROR_MODULES = ("jobs.errors", "billing.errors")
TRANSIENT_LAMBDA_ERRORS = {
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
}


def retried_errors(task: dict[str, Any]) -> set[str]:
    return {error for rule in task["Retry"] for error in rule["ErrorEquals"]}


def retryable_classes() -> set[str]:
    """Every exception class of the code that says, by its module, that a retry may help."""
    names = set()
    for module_name in ERROR_MODULES:
        module = importlib.import_module(module_name)
        names |= {
            name
            for name, value in vars(module).items()
            if isinstance(value, type) and issubclass(value, Exception) and name.endswith("Unavailable")
        }
    return names - {"SourceUnavailable"}


def test_every_substitution_of_the_definition_is_given_by_the_template() -> None:
    used = set(re.findall(r"\$\{(\w+)\}", DEFINITION.read_text()))
    given = template()["Resources"]["FinOpsQueryStateMachine"]["Properties"]["DefinitionSubstitutions"]
    assert used == set(given)


def test_the_definition_can_be_created() -> None:
    with mock_aws():
        created = boto3.client("stepfunctions", region_name="us-east-1").create_state_machine(
            name="contract", definition=json.dumps(definition()), roleArn="arn:aws:iam::123456789012:role/r"
        )
    assert created["stateMachineArn"].endswith(":contract")


def test_the_four_tasks_are_those_the_frontend_is_told_of() -> None:
    assert set(tasks(definition())) == {"InterpretQuery", "AnalyzeCost", "AdviseSavings", "SynthesizeAnswer"}


@pytest.mark.parametrize("name", sorted(tasks(definition())))
def test_a_task_retries_only_what_is_transient_and_named(name: str) -> None:
    errors = retried_errors(tasks(definition())[name])
    assert TRANSIENT_LAMBDA_ERRORS | {"Lambda.Unknown", "Sandbox.Timedout"} <= errors
    assert not errors & {"States.ALL", "States.TaskFailed", "States.Timeout"}
    assert {error for error in errors if not AWS_ERRORS.match(error)} <= retryable_classes()


def test_every_retryable_class_of_the_code_is_retried_somewhere() -> None:
    retried = set().union(*(retried_errors(task) for task in tasks(definition()).values()))
    assert retryable_classes() <= retried


@pytest.mark.parametrize("name", sorted(tasks(definition())))
def test_a_task_outlives_its_function_and_the_machine_its_tasks(name: str) -> None:
    resources = template()["Resources"]
    arn = tasks(definition())[name]["Parameters"]["FunctionName"]
    function_timeout = resources[arn.rsplit(":", 1)[1]]["Properties"]["Timeout"]
    assert function_timeout < tasks(definition())[name]["TimeoutSeconds"] < definition()["TimeoutSeconds"]


def test_no_state_catches_errors_or_fails_by_itself() -> None:
    for name, state in states(definition()).items():
        assert "Catch" not in state, f"{name} would hide its error from a redrive"
        assert state["Type"] != "Fail", f"{name} would fail again on every redrive"


def test_every_state_says_in_a_sentence_what_it_does() -> None:
    for name, state in states(definition()).items():
        assert state.get("Comment", "").endswith("."), name


def test_the_definition_stays_within_what_step_functions_local_takes() -> None:
    text = DEFINITION.read_text()
    assert "JSONata" not in text
    assert "QueryLanguage" not in text
    assert '"Assign"' not in text


@pytest.mark.parametrize("validator", ["statelint", "asl-validator"])
def test_the_definition_passes_the_validators(validator: str) -> None:
    command = _validator_command(validator)
    if command is None:
        pytest.skip(f"{validator} is not installed here")
    outcome = subprocess.run([*command, str(DEFINITION)], capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def _validator_command(validator: str) -> list[str] | None:
    if validator == "statelint":
        return [str(ROOT / ".venv" / "bin" / "statelint")] if (ROOT / ".venv").exists() else None
    installed = ROOT / "frontend" / "node_modules" / ".bin" / "asl-validator"
    node = shutil.which("node")
    return [node, str(installed), "--json-path"] if node and installed.exists() else None

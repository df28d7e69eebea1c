"""A recorded failure run again as a test: each step with the input it had, from an exported history.

`finops trace JOB --export FILE` makes such a file of any execution, of AWS too. Copy it beside this test and
give `recorded_steps` its path: what failed there fails here, where a debugger can stop in it.
"""

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from aws import clients
from billing import api_calls
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.job import Event, Job
from local.bill import load_bill
from local.cost_apis.server import serve
from local.trace.history import StateTrace, read_history
from protocol.job import JobInput
from support.deployed_stores import ENVIRONMENT, deployed_stores
from support.finops_command import finops, finops_up
from support.focus import focus_rows, write_csv
from support.project import definition, tasks

TODAY = "2024-04-20"
QUESTION = "What did we spend by service in February 2024?"


@dataclass(frozen=True)
class RecordedStep:
    """A Task of a recorded execution: what its Lambda was given, and how it ended."""

    name: str
    event: dict[str, Any]
    status: str
    output: dict[str, Any] | None


def recorded_steps(export: Path) -> list[RecordedStep]:
    """The Tasks of an exported execution, in the order they were entered."""
    recorded = json.loads(export.read_text())
    events = [
        {**event, "timestamp": datetime.fromisoformat(event["timestamp"])} for event in recorded["events"]
    ]
    execution = {
        "Id": recorded["execution"]["executionArn"],
        "Name": recorded["execution"]["name"],
        "RedriveCount": recorded["execution"].get("redriveCount", 0),
    }
    return [_step(state, execution) for state in read_history(events).walk() if state.type == "Task"]


def _step(state: StateTrace, execution: dict[str, Any]) -> RecordedStep:
    """The Task's Parameters, filled from the state's input as the definition says."""
    given = json.loads(state.input or "{}")
    parameters = tasks(definition())[state.name]["Parameters"]["Payload"]
    event: dict[str, Any] = {}
    for field, path in parameters.items():
        value: Any = execution if path == "$$.Execution" else given
        for part in [] if path == "$$.Execution" else path.removeprefix("$.").split("."):
            value = value[part]
        event[field.removesuffix(".$")] = value
    return RecordedStep(state.name, event, state.status, json.loads(state.output) if state.output else None)


def run_again(step: RecordedStep) -> dict[str, Any]:
    """The step's own handler, called with the recorded input; its output."""
    function = tasks(definition())[step.name]["Parameters"]["FunctionName"].rsplit(":", 1)[-1]
    package = function.removesuffix("Function").lower()
    output: dict[str, Any] = importlib.import_module(f"{package}.handler").lambda_handler(step.event, None)
    return output


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("bill") / "focus.csv", focus_rows())


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory, bill: Path) -> Path:
    """The export of a job that failed in its last step, as a person makes it."""
    folder = tmp_path_factory.mktemp("failed")
    with finops_up(
        folder, "--data", bill, "--today", TODAY, "--ephemeral", "--fail", "SynthesizeAnswer"
    ) as server:
        finops("ask", "--url", server.web_socket, QUESTION)
        listed = finops("jobs", "--url", server.web_socket)
        job_id = listed.stdout.splitlines()[1].split()[0]
        path = folder / "failed.json"
        assert finops("trace", job_id, "--url", server.web_socket, "--export", path).returncode == 0
    return path


@pytest.fixture
def application(bill: Path, export: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The stores of the template with the recorded job in them, and the cost APIs over the same bill."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with deployed_stores(), serve(load_bill(bill), date.fromisoformat(TODAY)) as url:
        for service in ("COST_EXPLORER", "COST_OPTIMIZATION_HUB"):
            monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", url)
        api_calls.client.cache_clear()
        _keep_job(export)
        yield
        api_calls.client.cache_clear()


def _keep_job(export: Path) -> None:
    """The job of the export, as it was before its first step."""
    job = JobInput.model_validate(recorded_steps(export)[0].event["job"])
    queued = Event("queued", "job_queued", 0, {"message": "", "query": job.query, "progress": 5})
    DynamoDbJobStore(clients.dynamodb, "jobs", lambda: 0.0).create(
        Job(
            job_id=job.job_id,
            owner=job.owner,
            query=job.query,
            today=job.today,
            created_at=datetime.now(UTC).isoformat(),
            attempt_keys=[f"{job.job_id}#0"],
            events=[queued],
        )
    )


def test_export_tells_what_each_step_was_given_and_which_failed(export: Path) -> None:
    steps = recorded_steps(export)
    assert [(step.name, step.status) for step in steps] == [
        ("InterpretQuery", "succeeded"),
        ("AnalyzeCost", "succeeded"),
        ("SynthesizeAnswer", "failed"),
    ]
    assert steps[0].event["job"]["query"] == QUESTION


def test_recorded_inputs_run_through_todays_code(export: Path, application: None) -> None:
    interpret, analyse, synthesize = recorded_steps(export)
    assert interpret.output is not None
    understood = interpret.output["interpretation"]["output"]["inline"]["plan"]
    assert run_again(interpret)["inline"]["plan"] == understood
    assert analyse.output is not None
    found = run_again(analyse)["inline"]["analysis"]
    assert found == analyse.output["output"]["inline"]["analysis"]
    # this is the step that failed when it was recorded
    stored = run_again(synthesize)["stored"]
    result = json.loads(clients.s3().get_object(Bucket=stored["bucket"], Key=stored["key"])["Body"].read())
    assert result["query"] == QUESTION
    assert result["cost_analysis"]["total"] == found["total"]

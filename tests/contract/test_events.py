"""events/ holds a real event for every route, action and task; `sam local invoke -e` takes the same files."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from local.events.patterns import matches
from protocol.client_messages import ACTIONS, parse_client_message
from protocol.server_messages import Refusal
from protocol.step import InterpretationOutput, StepEvent, StepOutput
from support.project import ROOT, definition, tasks, template

EVENTS = ROOT / "events"
MESSAGES = {path.stem: path for path in EVENTS.glob("*.json") if path.stem in ACTIONS}


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def test_every_route_of_the_template_has_an_event() -> None:
    routes = set(template()["Resources"]["WebSocketApi"]["Properties"]["Routes"])
    covered = {
        event["requestContext"]["routeKey"]
        for event in map(read, EVENTS.glob("*.json"))
        if "requestContext" in event
    }
    assert covered == routes


def test_every_action_has_an_event() -> None:
    assert set(MESSAGES) == set(ACTIONS)


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_the_message_of_an_action_is_read_as_such(action: str) -> None:
    assert isinstance(parse_client_message(read(EVENTS / f"{action}.json")["body"]), ACTIONS[action])


@pytest.mark.parametrize(
    ("name", "code"), [("unknown_action", "unknown_action"), ("malformed_message", "malformed_message")]
)
def test_what_is_no_message_is_refused_by_its_code(name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_client_message(read(EVENTS / f"{name}.json")["body"])
    assert refused.value.error.code == code


@pytest.mark.parametrize("task", sorted(tasks(definition())))
def test_every_task_has_an_event_its_step_can_read(task: str) -> None:
    event = read(EVENTS / f"{snake_case(task)}.json")
    assert set(event) == {
        key.removesuffix(".$") for key in tasks(definition())[task]["Parameters"]["Payload"]
    }
    assert StepEvent.model_validate(event).execution.name == event["job"]["jobId"]
    if "interpretation" in event:
        output = StepOutput.model_validate(event["interpretation"])
        assert InterpretationOutput.model_validate(output.inline).plan.intent


def test_the_watcher_and_the_sweeper_have_the_events_their_rules_send() -> None:
    rule = template()["Resources"]["ExecutionWatcherFunction"]["Properties"]["Events"]["StatusChange"]
    pattern, event = rule["Properties"]["Pattern"], read(EVENTS / "execution_status_change.json")
    assert [event["source"]] == pattern["source"]
    assert [event["detail-type"]] == pattern["detail-type"]
    either = {"$or": pattern["detail"]["$or"]}
    first_run = {**event["detail"], "status": "RUNNING"}
    assert matches(either, event["detail"])
    assert matches(either, {**first_run, "redriveCount": 1})
    assert not matches(either, first_run)
    assert read(EVENTS / "every_minute.json")["detail-type"] == "Scheduled Event"

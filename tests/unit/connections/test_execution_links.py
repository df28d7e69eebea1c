"""Who is sent a link to a job's execution, and where it leads."""

import json
from typing import Any

import pytest

from connections.execution_links import ExecutionLinks, console_page
from support.simulated_agent import SimulatedAgent

PAGE = "https://console.example/executions/"


def messages(answers: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Those of one type."""
    return [answer for answer in answers if answer["type"] == kind]


def failing_agent(*, for_everybody: bool = False) -> SimulatedAgent:
    """An agent whose synthesis fails three times."""
    agent = SimulatedAgent(links=ExecutionLinks(PAGE, for_everybody=for_everybody))
    agent.executions.failing["SynthesizeAnswer"] = 3
    return agent


@pytest.mark.parametrize(("operator", "for_everybody"), [(True, False), (True, True), (False, True)])
def test_a_failed_job_links_to_its_execution(operator: bool, for_everybody: bool) -> None:
    agent = failing_agent(for_everybody=for_everybody)
    client = agent.connect(operator=operator)
    job_id = agent.ask(client)
    agent.settle()
    posted = agent.deliver(client)
    resumed = agent.send(client, action="resume", jobId=job_id, after=0)
    for received in (posted, resumed):
        for kind in ("job_queued", "job_failed"):
            assert messages(received, kind)[0]["executionUrl"] == PAGE + job_id
        linked = {message["type"] for message in received if "executionUrl" in message}
        assert linked == {"job_queued", "job_failed"}


def test_a_user_who_is_no_operator_gets_the_same_messages_without_links() -> None:
    agent = failing_agent()
    user, operator = agent.connect(), agent.connect(operator=True)
    job_id = agent.ask(user, requestId="r-1")
    agent.settle()
    plain, linked = agent.deliver(user), agent.deliver(operator)
    assert PAGE not in json.dumps(plain)
    assert PAGE not in json.dumps(agent.send(user, action="resume", jobId=job_id, after=0))
    assert PAGE not in json.dumps(
        agent.send(user, action="finops_query", query="What was my spend?", requestId="r-1")
    )
    assert [{**message, "executionUrl": None} for message in linked] == [
        {**message, "executionUrl": None} for message in plain
    ]


def test_a_question_sent_again_links_to_the_execution_it_has() -> None:
    agent = failing_agent()
    operator = agent.connect(operator=True)
    job_id = agent.ask(operator, requestId="r-1")
    again = agent.send(operator, action="finops_query", query="What was my spend?", requestId="r-1")
    assert [(answer["duplicate"], answer["executionUrl"]) for answer in again] == [(True, PAGE + job_id)]


def test_a_restarted_job_links_to_its_new_execution_and_a_redriven_one_to_its_own() -> None:
    agent = failing_agent()
    operator = agent.connect(operator=True)
    job_id = agent.ask(operator)
    for mode in ("redrive", "restart"):
        agent.settle()
        agent.send(operator, action="replay", jobId=job_id, mode=mode)
    agent.settle()
    agent.deliver(operator)
    failures = messages(agent.send(operator, action="resume", jobId=job_id, after=0), "job_failed")
    assert [failure["executionUrl"] for failure in failures] == [
        PAGE + job_id,
        PAGE + job_id,
        f"{PAGE}{job_id}-3",
    ]


def test_the_journal_holds_no_link() -> None:
    agent = failing_agent(for_everybody=True)
    job_id = agent.ask(agent.connect(operator=True))
    agent.settle()
    assert PAGE not in json.dumps(agent.jobs.jobs[job_id].messages())


@pytest.mark.parametrize(
    ("partition", "region", "console"),
    [
        ("aws", "eu-central-1", "https://eu-central-1.console.aws.amazon.com"),
        ("aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com"),
    ],
)
def test_the_console_is_that_of_the_region_and_partition(partition: str, region: str, console: str) -> None:
    machine = f"arn:{partition}:states:{region}:123456789012:stateMachine:Machine"
    assert console_page(machine) + "job" == (
        f"{console}/states/home?region={region}#/v2/executions/details/"
        f"arn:{partition}:states:{region}:123456789012:execution:Machine:job"
    )


def test_a_partition_without_a_public_console_has_no_links() -> None:
    prefix = console_page("arn:aws-iso:states:us-iso-east-1:123456789012:stateMachine:Machine")
    message = {"type": "job_queued"}
    assert ExecutionLinks(prefix).copy(message, "job", operator=True) is message


@pytest.mark.parametrize(
    ("page", "prefix"),
    [
        ("http://here/#/execution/", "http://here/#/execution/"),
        ("", "https://us-east-1.console.aws.amazon.com/"),
    ],
)
def test_links_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, page: str, prefix: str) -> None:
    monkeypatch.setenv("STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:Machine")
    monkeypatch.setenv("EXECUTION_PAGE", page)
    monkeypatch.setenv("EXECUTION_LINKS", "operators")
    links = ExecutionLinks.from_environment()
    assert links.prefix.startswith(prefix)
    assert not links.for_everybody
    monkeypatch.setenv("EXECUTION_LINKS", "everybody")
    assert ExecutionLinks.from_environment().for_everybody

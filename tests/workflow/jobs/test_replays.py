"""A failed job runs again: from the step that failed, or from its beginning."""

from __future__ import annotations

from aws import clients
from support.deployed_functions import Deployment, completed, failed
from support.deployed_stores import ENVIRONMENT


def test_r04_a_failed_step_is_named_and_replayed_alone(deployment: Deployment, tab: str) -> None:
    deployment.failing = ["Synthesis"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, failed)[-1]
    assert (end["failedStep"], end["errorCode"], end["replayable"]) == (
        "SynthesizeAnswer",
        "step_failed",
        True,
    )
    deployment.send(tab, action="replay", jobId=end["jobId"])
    messages = deployment.until(tab, completed)
    replayed = [message for message in messages if message.get("attempt") == 2]
    assert [message["type"] for message in replayed] == ["job_replayed", "progress_update", "job_completed"]
    assert replayed[0]["mode"] == "redrive"


def test_r05_the_consoles_redrive_reaches_the_connection_of_that_moment(
    deployment: Deployment, tab: str
) -> None:
    deployment.failing = ["Cost"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, failed)[-1]
    deployment.disconnect(tab)
    deployment.connect("phone")
    welcome = deployment.authenticate("phone", token=deployment.sign_in_again("ann"))
    assert [job["status"] for job in welcome["jobs"]] == ["failed"]
    states = clients.step_functions()
    states.redrive_execution(
        executionArn=f"{ENVIRONMENT['STATE_MACHINE_ARN'].replace('stateMachine', 'execution')}:{end['jobId']}"
    )
    messages = deployment.until("phone", completed)
    # posts may overtake one another: the watcher's and the step's
    first = min((message for message in messages if message.get("attempt") == 2), key=lambda m: m["seq"])
    assert first["type"] == "job_replayed"
    assert messages[-1]["attempt"] == 2


def test_a_restart_runs_the_job_from_its_beginning(deployment: Deployment, tab: str) -> None:
    deployment.failing = ["Cost"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, failed)[-1]
    deployment.send(tab, action="replay", jobId=end["jobId"], mode="restart")
    replayed = [message for message in deployment.until(tab, completed) if message.get("attempt") == 2]
    assert (replayed[0]["type"], replayed[0]["mode"]) == ("job_replayed", "restart")
    assert [message.get("step") for message in replayed[1:-1]] == [
        "InterpretQuery",
        "AnalyzeCost",
        "SynthesizeAnswer",
    ]

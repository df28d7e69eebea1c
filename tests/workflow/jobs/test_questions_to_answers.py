"""A question's messages from its submission to its answer, and what brings them again."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from aws import clients
from support.deployed_functions import Deployment, completed
from support.deployed_stores import ENVIRONMENT


def test_a_question_from_connect_to_answer(deployment: Deployment, tab: str) -> None:
    deployment.send(tab, action="finops_query", query="What was my spend?", requestId="r-1")
    welcome, *of_job = deployment.until(tab, completed)
    assert welcome["message"] == "Welcome ann! WebSocket connection established."
    assert welcome["connectionId"] == "tab"
    assert welcome["jobs"] == []
    assert [message["seq"] for message in of_job] == [1, 2, 3, 4, 5]
    assert of_job[0]["requestId"] == "r-1"
    assert of_job[-1]["result"]["response"] == "The answer."
    deployment.until_watched("SUCCEEDED")
    assert deployment.sockets.sent[tab] == [welcome, *of_job]


def test_r01_fifty_submits_at_once_over_the_real_stores(deployment: Deployment, tab: str) -> None:
    def submit(number: int) -> None:
        deployment.send(tab, action="finops_query", query="What was my spend?", requestId="r-1")

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(submit, range(50)))
    queued = [message for message in deployment.until(tab, completed) if message["type"] == "job_queued"]
    assert len({message["jobId"] for message in queued}) == 1
    assert sorted(message.get("duplicate", False) for message in queued) == [False] + [True] * 49
    executions = clients.step_functions().list_executions(
        stateMachineArn=f"{ENVIRONMENT['STATE_MACHINE_ARN']}"
    )
    assert len(executions["executions"]) == 1


def test_r12_a_result_of_a_megabyte_arrives_in_parts(deployment: Deployment, tab: str) -> None:
    deployment.response = 'é"\\\n' * 250_000
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, completed)[-1]
    assert end["result"]["complete"] is False
    for part in range(1, end["result"]["parts"] + 1):
        deployment.send(tab, action="get_result", jobId=end["jobId"], part=part)
    parts = [message for message in deployment.sockets.sent[tab] if message["type"] == "job_result_part"]
    whole = json.loads("".join(message["data"] for message in parts))
    assert whole["response"] == deployment.response
    assert max(deployment.sockets.sizes) <= 131_072


def test_resume_and_lists_over_the_real_stores(deployment: Deployment, tab: str) -> None:
    deployment.send(tab, action="finops_query", query="What was my spend?")
    end = deployment.until(tab, completed)[-1]
    before = len(deployment.sockets.sent[tab])
    deployment.send(tab, action="resume", jobId=end["jobId"], after=3)
    deployment.send(tab, action="list_jobs")
    *resumed, lists = deployment.sockets.sent[tab][before:]
    assert [message["type"] for message in resumed] == ["progress_update", "job_completed", "resumed"]
    assert resumed[1] == end
    assert [(job["jobId"], job["status"], job["lastSeq"]) for job in lists["jobs"]] == [
        (end["jobId"], "completed", 5)
    ]

"""What a user and an operator may do with a job another user asked for."""

from __future__ import annotations

from support.deployed_functions import Deployment, completed, failed


def test_r24_another_users_job_is_answered_as_one_that_never_was(deployment: Deployment, tab: str) -> None:
    deployment.send(tab, action="finops_query", query="What was my spend?")
    job_id = deployment.until(tab, completed)[-1]["jobId"]
    deployment.connect("thief")
    deployment.authenticate("thief", token=deployment.sign_in("bob"))
    for action in ("resume", "get_result", "replay", "cancel"):
        for wanted in (job_id, "8a8f1a52-0000-5000-8000-000000000000"):
            deployment.send("thief", action=action, jobId=wanted, after=0, part=1)
            answer = deployment.sockets.sent["thief"][-1]
            assert answer == {
                "type": "error",
                "code": "unknown_job",
                "message": "There is no such job of yours: `list_jobs` names those there are.",
                "jobId": wanted,
            }


def test_an_operator_lists_and_replays_what_others_asked_but_reads_no_answer(
    deployment: Deployment, tab: str
) -> None:
    deployment.failing = ["Cost"]
    deployment.send(tab, action="finops_query", query="What was my spend?")
    job_id = deployment.until(tab, failed)[-1]["jobId"]
    deployment.connect("operator")
    deployment.authenticate("operator", token=deployment.sign_in("oscar", group="operators"))
    deployment.send("operator", action="list_jobs", all=True)
    assert [job["jobId"] for job in deployment.sockets.sent["operator"][-1]["jobs"]] == [job_id]
    deployment.send("operator", action="replay", jobId=job_id)
    assert deployment.sockets.sent["operator"][-1]["type"] == "job_replayed"
    deployment.until(tab, completed)
    deployment.send("operator", action="resume", jobId=job_id, after=0)
    assert [message["type"] for message in deployment.sockets.sent["operator"][1:]] == [
        "jobs",
        "job_replayed",
        "error",
    ]
    deployment.send(tab, action="list_jobs", all=True)
    assert deployment.sockets.sent[tab][-1]["code"] == "unauthorized"

"""The link in an operator's messages leads to the execution that the Step Functions API knows."""

from support.finops_command import FinopsServer
from support.raw_socket import raw_socket

QUESTION = "What was my AWS spend last month?"


async def test_operators_are_sent_a_link_and_others_none(demo: FinopsServer) -> None:
    operator = demo.user_token("link-operator", groups=("operators",))
    async with raw_socket(demo.web_socket, operator) as socket:
        job_id = await socket.ask(QUESTION)
        await socket.end_of(job_id)
        again, _ = await socket.resumed(job_id, 0)
    queued = socket.of_job(job_id)[0]
    assert queued["executionUrl"] == again[0]["executionUrl"] == f"{demo.http}/#/execution/{job_id}"
    machine = demo.client("stepfunctions").list_state_machines()["stateMachines"][0]["stateMachineArn"]
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{queued['executionUrl'].rpartition('/')[2]}"
    assert demo.client("stepfunctions").describe_execution(executionArn=arn)["name"] == job_id

    async with raw_socket(demo.web_socket, demo.user_token("link-user")) as socket:
        job_id = await socket.ask(QUESTION)
        await socket.end_of(job_id)
        again, _ = await socket.resumed(job_id, 0)
    assert not [message for message in [*socket.received, *again] if "executionUrl" in message]

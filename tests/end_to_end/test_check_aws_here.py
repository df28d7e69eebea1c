"""The part of `make check-aws` that needs no AWS, against a server on this machine: nothing differs."""

from local.deployment.check_aws import SPEND_QUESTION, ask_twice, report
from local.deployment.dropped_connection import drop_and_resume
from support.finops_command import FinopsServer


async def test_questions_are_observed_as_they_are_here(demo: FinopsServer) -> None:
    observations = await ask_twice(demo.web_socket, demo.user_token("checker"))
    assert [each.name for each in observations if each.here and each.differs] == [], report(observations)


async def test_r09_nothing_is_missing_after_a_dropped_connection(demo: FinopsServer) -> None:
    token = demo.user_token("dropper")
    assert await drop_and_resume(demo.web_socket, token, SPEND_QUESTION) == "none"

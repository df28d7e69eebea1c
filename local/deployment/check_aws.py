"""`make check-aws STACK=...`: a deployed stack does what the application does on one machine.

Signs in as a user of the pool (FINOPS_USER and FINOPS_PASSWORD, else it asks for them), looks at the tenant
in the token, asks, makes a step fail, redrives it, drops a connection, reads the metrics, and prints what
differs from here. It creates nothing, and restores what it changes. The questions may cost some $0.20 of Cost
Explorer requests.
"""

import argparse
import asyncio
import getpass
import os
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from websockets.exceptions import WebSocketException

from local.client import FinOpsSession, JobFailed, RequestRefused
from local.deployment.dropped_connection import drop_and_resume
from local.deployment.observation import Observation, report
from local.deployment.stores import NoSuchStack, stack_outputs
from local.deployment.tenant_in_token import tenant_in_token

SPEND_QUESTION = "What is my current AWS spend?"
SAVINGS_QUESTION = "How can I save money?"
STEP_TO_FAIL = "AdvisorFunction"
NAME_OF_THE_STEP = "AdviseSavings"
USER_VARIABLE, PASSWORD_VARIABLE = "FINOPS_USER", "FINOPS_PASSWORD"
WATCHER_SECONDS = 30
"""A failure told later than that was told by the sweeper: the status event did not come."""
METRIC_WAIT_SECONDS = 300
CHECK_SECONDS = 600
"""What has not ended after that never will."""


@dataclass
class Deployment:
    """A stack, and a signed-in user of it. `resource` gives a resource's physical id."""

    outputs: dict[str, str]
    token: str
    resource: Callable[[str], str]

    @property
    def url(self) -> str:
        """The WebSocket's address."""
        return self.outputs["WebSocketUrl"]


class CannotSignIn(Exception):
    """Nobody can be signed in; the message says why and what to do."""


def credentials() -> tuple[str, str]:
    """The user and the password: of the environment, else asked at the terminal. Raises CannotSignIn."""
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE)
    if not (user and password) and not sys.stdin.isatty():
        raise CannotSignIn(
            "There is no terminal to ask for a user of the pool: "
            f"give {USER_VARIABLE} and {PASSWORD_VARIABLE} in the environment."
        )
    try:
        return user or input("User of the pool: "), password or getpass.getpass()
    except EOFError as error:
        raise CannotSignIn("A user of the pool and the password are needed.") from error


def sign_in(stack: str, outputs: dict[str, str], user: str, password: str) -> Deployment:
    """Signs in by InitiateAuth. Raises CannotSignIn, and ClientError where AWS refuses something else."""
    import boto3

    cognito = boto3.client("cognito-idp")
    try:
        answer = cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=outputs["UserPoolClientId"],
            AuthParameters={"USERNAME": user, "PASSWORD": password},
        )
    except (cognito.exceptions.NotAuthorizedException, cognito.exceptions.UserNotFoundException) as error:
        raise CannotSignIn(
            f"The pool refuses the user {user}: {error.response['Error']['Message']} "
            f"Check {USER_VARIABLE} and {PASSWORD_VARIABLE}, or what was typed."
        ) from error
    if "AuthenticationResult" not in answer:
        raise CannotSignIn(
            f"The pool asks the user {user} for more than a password ({answer['ChallengeName']}). "
            "`aws cognito-idp admin-set-user-password --permanent` makes a temporary password a lasting one."
        )
    cloudformation = boto3.client("cloudformation")

    def resource(logical_id: str) -> str:
        described = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
        return str(described["StackResourceDetail"]["PhysicalResourceId"])

    return Deployment(outputs, str(answer["AuthenticationResult"]["IdToken"]), resource)


async def ask_twice(url: str, token: str) -> list[Observation]:
    """A question and its repeat: the messages of a job, and that the repeat costs nothing."""
    kinds: list[str] = []
    took = []
    async with FinOpsSession(url, token) as session:
        for _ in range(2):
            began = time.monotonic()
            kinds.clear()
            result = await session.ask(
                SPEND_QUESTION, on_message=lambda message: kinds.append(message["type"])
            )
            took.append(time.monotonic() - began)
    return [
        Observation("messages of a job", "job_queued, progress_update, job_completed", _once(kinds)),
        Observation("paid requests of a repeat", "0", str(result["basis"]["requestCount"])),
        Observation("the answer is whole", "True", str(result.get("complete", True))),
        Observation("seconds of a cold and of a warm question", "", f"{took[0]:.1f}, {took[1]:.1f}"),
    ]


async def fail_and_redrive(deployment: Deployment) -> list[Observation]:
    """A step that Lambda refuses to run fails its job; once it runs again, the job goes on from there."""
    async with FinOpsSession(deployment.url, deployment.token) as session:
        with without_concurrency(deployment.resource(STEP_TO_FAIL)):
            try:
                await session.ask(SAVINGS_QUESTION)
            except JobFailed as failed:
                message = failed.message
            else:
                return [
                    Observation("a step without concurrency fails its job", "job_failed", "job_completed")
                ]
    told_after = message["timestamp"] - _failed_at(deployment, message["jobId"])
    async with FinOpsSession(deployment.url, deployment.token) as session:
        job_id = message["jobId"]
        replay = {"action": "replay", "jobId": job_id, "mode": "redrive"}
        replayed = await session.request(replay, f"job_replayed:{job_id}")
        await session.follow(job_id, after=replayed["seq"] - 1)
    entered = _states_entered(deployment, job_id)
    return [
        Observation("the failed step", NAME_OF_THE_STEP, str(message.get("failedStep"))),
        Observation("the failure is told by its event", "True", str(told_after < WATCHER_SECONDS)),
        Observation("the replay is a redrive", "redrive, attempt 2", _replay_text(replayed)),
        Observation("runs of the finished step", "1", str(entered.count("InterpretQuery"))),
    ]


@contextmanager
def without_concurrency(function: str) -> Iterator[None]:
    """Lambda refuses every invocation of a function meanwhile; what was reserved before is restored."""
    import boto3

    client = boto3.client("lambda")
    before = client.get_function_concurrency(FunctionName=function).get("ReservedConcurrentExecutions")
    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        if before is None:
            client.delete_function_concurrency(FunctionName=function)
        else:
            client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=before)


def metrics(stack: str, since: datetime) -> list[Observation]:
    """The jobs that CloudWatch has counted since; embedded metrics take a minute or two to show."""
    import boto3

    client = boto3.client("cloudwatch")
    counted = f'{{FinOpsAgent,intent,outcome,service}} MetricName="JobsEnded" service="{stack}"'
    deadline = time.monotonic() + METRIC_WAIT_SECONDS
    ended = 0.0
    while ended == 0 and time.monotonic() < deadline:
        time.sleep(15)
        found = client.get_metric_data(
            MetricDataQueries=[{"Id": "ended", "Expression": f"SEARCH('{counted}', 'Sum', 60)"}],
            StartTime=since - timedelta(minutes=1),
            EndTime=datetime.now(UTC) + timedelta(minutes=1),
        )
        ended = sum(sum(each["Values"]) for each in found["MetricDataResults"])
    return [Observation("JobsEnded is counted", "True", str(ended > 0))]


def main(arguments: list[str]) -> int:
    """Exit status 0 where AWS does as here, 1 where something differs, 2 where nothing could be checked."""
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        NoCredentialsError,
        NoRegionError,
        ProfileNotFound,
    )

    parser = argparse.ArgumentParser(prog="make check-aws STACK=", description=__doc__)
    parser.add_argument("stack")
    parser.add_argument("--no-failure", action="store_true", help="do not make a step fail")
    options = parser.parse_args(arguments)
    since = datetime.now(UTC)
    try:
        # before anybody is asked for a password: is there anything to sign in to?
        outputs = stack_outputs(options.stack)
        deployment = sign_in(options.stack, outputs, *credentials())
        observations = [tenant_in_token(outputs, deployment.token)]
        observations += asyncio.run(_socket_observations(deployment, fail=not options.no_failure))
        observations += metrics(options.stack, since)
    except (NoCredentialsError, ProfileNotFound) as error:
        return _refused(f"{error}. Sign in to AWS first, such as with `aws sso login`, or set AWS_PROFILE.")
    except NoRegionError as error:
        return _refused(f"{error} Set AWS_DEFAULT_REGION to that of the stack.")
    except NoSuchStack as error:
        return _refused(f"{error} Check the name, AWS_PROFILE and the region (AWS_DEFAULT_REGION).")
    except (CannotSignIn, BotoCoreError, ClientError, OSError) as error:
        return _refused(str(error))
    sys.stdout.write(report(observations) + "\n")
    return int(any(each.differs and each.here for each in observations))


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


async def _socket_observations(deployment: Deployment, *, fail: bool) -> list[Observation]:
    observations = await _observed("questions", ask_twice(deployment.url, deployment.token))
    if fail:
        observations += await _observed("a failure and its redrive", fail_and_redrive(deployment))
    return observations + await _observed("a dropped connection", _drop(deployment))


async def _observed(name: str, check: Coroutine[object, object, list[Observation]]) -> list[Observation]:
    """What a check saw; where it came to no end, that: the others are still worth looking at."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check
    except (JobFailed, RequestRefused, WebSocketException, OSError) as failure:
        return [Observation(name, "looked at", f"{type(failure).__name__} {failure}".rstrip())]


async def _drop(deployment: Deployment) -> list[Observation]:
    missed = await drop_and_resume(deployment.url, deployment.token, SPEND_QUESTION)
    return [Observation("messages missing after a dropped connection", "none", missed)]


def _once(kinds: list[str]) -> str:
    return ", ".join(dict.fromkeys(kinds))


def _replay_text(replayed: dict[str, Any]) -> str:
    return f"{replayed['mode']}, attempt {replayed['attempt']}"


def _failed_at(deployment: Deployment, job_id: str) -> float:
    import boto3

    described = boto3.client("stepfunctions").describe_execution(executionArn=_arn(deployment, job_id))
    return float(described["stopDate"].timestamp())


def _states_entered(deployment: Deployment, job_id: str) -> list[str]:
    import boto3

    pages = boto3.client("stepfunctions").get_paginator("get_execution_history")
    return [
        event["stateEnteredEventDetails"]["name"]
        for page in pages.paginate(executionArn=_arn(deployment, job_id), includeExecutionData=False)
        for event in page["events"]
        if "stateEnteredEventDetails" in event
    ]


def _arn(deployment: Deployment, job_id: str) -> str:
    return f"{deployment.outputs['StateMachineArn'].replace(':stateMachine:', ':execution:')}:{job_id}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

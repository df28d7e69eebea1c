"""`finops usage` and `finops user`: what a user did and cost, all that is kept of them, and its erasure."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jobs.dynamodb_store import DynamoDbJobStore
from jobs.job import Event, Job, timestamp_text
from local.cli.main import app
from local.cli.users import app as user_app
from local.client import FinOpsSession
from local.deployment.owners import owner_today
from local.deployment.stores import Stores, stores_at
from local.deployment.usage import usage
from local.runtime import RuntimeOptions, running
from protocol.job import Owner
from support.finops_command import FinopsServer
from support.focus import focus_rows, write_csv

QUESTION = "What did we spend on S3 from 11 to 17 January 2026?"
QUIET = "A question of another user"


@pytest.fixture(scope="module")
def stores(demo: FinopsServer) -> Stores:
    """A server at which two users have asked."""
    for user in ("ursula", "otto"):
        asyncio.run(ask_twice(demo, demo.user_token(user)))
    return stores_at(demo.web_socket)


async def ask_twice(server: FinopsServer, token: str) -> None:
    async with FinOpsSession(server.web_socket, token) as session:
        await session.ask(QUESTION, conversation_id="ours")
        await session.ask("And in February?", conversation_id="ours")


def run(server: FinopsServer, *arguments: str) -> str:
    outcome = CliRunner().invoke(user_app, [*arguments, "--url", server.web_socket])
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def exported(server: FinopsServer, user: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(run(server, "export", user))
    return content


def test_usage_counts_questions_and_paid_requests_by_user_and_day(stores: Stores, demo: FinopsServer) -> None:
    today = datetime.now(UTC).date()
    row = next(each for each in usage(stores, today, today) if each.owner == owner_today(stores, "ursula"))
    assert (row.questions, row.completed, row.failed, row.under_way) == (2, 2, 0, 0)
    paid = [
        json.loads(body) if isinstance(body, str) else body
        for key, body in exported(demo, "ursula")["results"].items()
        if key.endswith("result.json")
    ]
    assert row.requests >= sum(result["basis"]["requestCount"] for result in paid)
    assert row.price_usd * 100 == row.requests
    printed = CliRunner().invoke(app, ["usage", "--json", "--url", demo.web_socket])
    assert row.owner in {each["owner"] for each in json.loads(printed.output)}


def test_export_holds_all_that_is_the_users_and_nothing_of_others(
    stores: Stores, demo: FinopsServer, tmp_path: Path
) -> None:
    file = tmp_path / "ursula.json"
    run(demo, "export", "ursula", "--output", str(file))
    content = json.loads(file.read_text())
    assert {job["query"] for job in content["jobs"]} == {QUESTION, "And in February?"}
    assert all(job["events"][-1][1] == "job_completed" for job in content["jobs"])
    assert [each["latestJobId"] for each in content["conversations"]] == [content["jobs"][0]["jobId"]]
    assert content["spending"]
    assert len([key for key in content["results"] if key.endswith("result.json")]) == 2
    assert owner_today(stores, "otto") not in file.read_text()


def test_erasure_leaves_nothing_of_the_user_and_all_of_others(stores: Stores, demo: FinopsServer) -> None:
    owner = owner_today(stores, "ursula")
    others = exported(demo, "otto")
    said = run(demo, "erase", "ursula", "--yes")
    assert "2 jobs" in said
    assert all(f"{days} days" in said for days in (90, 35, 14))
    left = stores.dynamodb.scan(TableName=stores.jobs_table)["Items"]
    left += stores.dynamodb.scan(TableName=stores.connections_table)["Items"]
    assert owner not in json.dumps(left)
    keys = [
        each["Key"] for each in stores.s3.list_objects_v2(Bucket=stores.results_bucket).get("Contents", [])
    ]
    kept = {item["jobId"]["S"] for item in left if "jobId" in item}
    assert {key.split("/")[1] for key in keys if key.startswith("jobs/")} <= kept
    assert exported(demo, "otto") == others
    for command in (["export"], ["erase", "--yes"]):
        nothing = CliRunner().invoke(user_app, [*command, "ursula", "--url", demo.web_socket])
        assert (nothing.exit_code, nothing.stdout) == (2, "")
        assert f"Nothing is kept of {owner}." in " ".join(nothing.stderr.split())


def test_what_was_asked_under_an_earlier_tenant_is_the_users_too(demo: FinopsServer) -> None:
    stores = stores_at(demo.web_socket)
    asyncio.run(ask_twice(demo, demo.user_token("mover", tenant="acme")))
    before = owner_today(stores, "mover")
    stores.user_pool.admin_update_user_attributes(
        UserPoolId=stores.user_pool_id,
        Username="mover",
        UserAttributes=[{"Name": "custom:tenant", "Value": "globex"}],
    )
    asyncio.run(ask_once(demo.web_socket, demo.user_token("mover")))
    now = owner_today(stores, "mover")
    user_id = now.removeprefix("globex#")
    assert (before, now) == (f"acme#{user_id}", f"globex#{user_id}")
    # another's conversation may be called as the user is
    asyncio.run(ask_in(demo.web_socket, demo.user_token("namesake"), conversation=f"else#{user_id}"))

    content = exported(demo, "mover")
    assert content["owners"] == [now, before]
    assert [job["tenant"] for job in content["jobs"]] == ["globex", "acme", "acme"]
    assert len(content["conversations"]) == 1
    assert {row["pk"] for row in content["connections"]} == {f"OWNER#{now}", f"OWNER#{before}"}
    assert len(exported(demo, before)["jobs"]) == 2
    said = run(demo, "erase", "mover", "--yes")
    kept = f"3 jobs, {len(content['results'])} stored results, 1 conversations"
    assert f"Erased: {kept} of {now}, {before}.\n" in said
    left = stores.dynamodb.scan(TableName=stores.jobs_table)["Items"]
    left += stores.dynamodb.scan(TableName=stores.connections_table)["Items"]
    assert before not in json.dumps(left)
    assert now not in json.dumps(left)
    objects = stores.s3.list_objects_v2(Bucket=stores.results_bucket)["Contents"]
    assert not {each["Key"] for each in objects} & set(content["results"])
    assert len(exported(demo, "namesake")["conversations"]) == 1


async def ask_in(web_socket: str, token: str, conversation: str) -> None:
    async with FinOpsSession(web_socket, token) as session:
        await session.ask(QUESTION, conversation_id=conversation)


def test_erasure_waits_for_jobs_under_way(stores: Stores, demo: FinopsServer) -> None:
    now = datetime.now(UTC).timestamp()
    job = Job(
        job_id="still-running",
        owner=Owner(tenant="demo", user_id="busy"),
        query=QUIET,
        today=datetime.now(UTC).date(),
        created_at=timestamp_text(now),
        attempt_keys=["still-running#0"],
        events=[Event("queued", "job_queued", int(now), {"progress": 5})],
    )
    DynamoDbJobStore(lambda: stores.dynamodb, stores.jobs_table, lambda: now).create(job)
    refused = CliRunner().invoke(user_app, ["erase", "demo#busy", "--yes", "--url", demo.web_socket])
    assert refused.exit_code == 2
    assert "1 jobs of the user are under way" in refused.output
    stores.dynamodb.delete_item(TableName=stores.jobs_table, Key={"pk": {"S": "JOB#still-running"}})


@pytest.mark.parametrize(("claim", "tenant"), [("custom:org", "acme"), ("", "default")])
def test_user_is_found_by_the_claim_the_deployment_goes_by(claim: str, tenant: str, tmp_path: Path) -> None:
    bill = write_csv(tmp_path / "bill.csv", focus_rows())
    options = RuntimeOptions(
        port=0, data=bill, log_file=tmp_path / "server.log", parameters={"TenantClaim": claim}
    )
    with running(options) as addresses:
        stores = stores_at(addresses.web_socket)
        asyncio.run(ask_once(addresses.web_socket, new_users_token(stores, "ana")))
        (item,) = stores.dynamodb.scan(
            TableName=stores.jobs_table, FilterExpression="attribute_exists(jobId)"
        )["Items"]
        assert item["tenant"]["S"] == tenant
        said = CliRunner().invoke(user_app, ["erase", "ana", "--yes", "--url", addresses.web_socket])
        assert said.exit_code == 0, said.output
        assert "Erased: 1 jobs" in said.output
        left = stores.dynamodb.scan(TableName=stores.jobs_table)["Items"]
        assert owner_today(stores, "ana").rpartition("#")[2] not in json.dumps(left)


def new_users_token(stores: Stores, username: str) -> str:
    """The ID token of a new user who has a tenant by either claim."""
    pool, password = stores.user_pool_id, "Test-0123456789"
    stores.user_pool.admin_create_user(
        UserPoolId=pool,
        Username=username,
        UserAttributes=[{"Name": "custom:org", "Value": "acme"}, {"Name": "custom:tenant", "Value": "other"}],
        MessageAction="SUPPRESS",
    )
    stores.user_pool.admin_set_user_password(
        UserPoolId=pool, Username=username, Password=password, Permanent=True
    )
    (client,) = stores.user_pool.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"]
    answer = stores.user_pool.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=client["ClientId"],
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


async def ask_once(web_socket: str, token: str) -> None:
    async with FinOpsSession(web_socket, token) as session:
        await session.ask("What did we spend in February 2024?")


def test_unknown_user_is_told_in_a_sentence(stores: Stores, demo: FinopsServer) -> None:
    refused = CliRunner().invoke(user_app, ["export", "nobody", "--url", demo.web_socket])
    assert refused.exit_code == 2
    assert "The user pool has no user nobody" in refused.output

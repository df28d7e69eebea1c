"""What outlives a stop and a kill: items, objects, finished executions and their histories."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.engine import StateInUse
from support.engine_under_test import EngineUnderTest, running_engine
from support.project import ROOT
from support.state_machines import event_types, finished, history, one_task


def create_table(aws: EngineUnderTest) -> Any:
    client = aws.client("dynamodb")
    client.create_table(
        TableName="jobs",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    return client


def create_bucket(aws: EngineUnderTest) -> Any:
    client = aws.client("s3")
    client.create_bucket(Bucket="results")
    return client


def item_of(client: Any, pk: str) -> Any:
    return client.get_item(TableName="jobs", Key={"pk": {"S": pk}}).get("Item")


def test_items_are_there_after_a_restart(tmp_path: Path) -> None:
    item = {"pk": {"S": "a"}, "n": {"N": "1.50"}, "l": {"L": [{"B": b"\x00"}, {"NULL": True}]}}
    with running_engine(tmp_path) as aws:
        dynamodb = create_table(aws)
        dynamodb.put_item(TableName="jobs", Item=item)
        dynamodb.put_item(TableName="jobs", Item={"pk": {"S": "gone"}})
        dynamodb.delete_item(TableName="jobs", Key={"pk": {"S": "gone"}})
        dynamodb.transact_write_items(
            TransactItems=[{"Put": {"TableName": "jobs", "Item": {"pk": {"S": "b"}}}}]
        )
        dynamodb.batch_write_item(RequestItems={"jobs": [{"PutRequest": {"Item": {"pk": {"S": "c"}}}}]})
        dynamodb.update_item(
            TableName="jobs",
            Key={"pk": {"S": "c"}},
            UpdateExpression="SET n = :n",
            ExpressionAttributeValues={":n": {"N": "7"}},
        )

    with running_engine(tmp_path) as aws:
        dynamodb = create_table(aws)
        aws.engine.restore()

        assert item_of(dynamodb, "a") == item
        assert item_of(dynamodb, "b") == {"pk": {"S": "b"}}
        assert item_of(dynamodb, "c") == {"pk": {"S": "c"}, "n": {"N": "7"}}
        assert item_of(dynamodb, "gone") is None


def test_objects_are_there_after_a_restart(tmp_path: Path) -> None:
    body = os.urandom(300_000)
    with running_engine(tmp_path) as aws:
        s3 = create_bucket(aws)
        s3.put_object(
            Bucket="results",
            Key="jobs/ü/1 2.json",
            Body=body,
            ContentType="application/json",
            Metadata={"a": "b"},
        )
        for key in ("deleted", "deleted too", "overwritten"):
            s3.put_object(Bucket="results", Key=key, Body=b"first")
        s3.put_object(Bucket="results", Key="overwritten", Body=b"second")
        s3.delete_object(Bucket="results", Key="deleted")
        s3.delete_objects(Bucket="results", Delete={"Objects": [{"Key": "deleted too"}]})

    with running_engine(tmp_path) as aws:
        s3 = create_bucket(aws)
        aws.engine.restore()
        kept = s3.get_object(Bucket="results", Key="jobs/ü/1 2.json")

        assert kept["Body"].read() == body
        assert kept["ContentType"] == "application/json"
        assert kept["Metadata"] == {"a": "b"}
        keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="results")["Contents"]]
        assert keys == ["jobs/ü/1 2.json", "overwritten"]
        assert s3.get_object(Bucket="results", Key="overwritten")["Body"].read() == b"second"


def test_a_finished_execution_is_described_with_its_history_after_a_restart(tmp_path: Path) -> None:
    with running_engine(tmp_path) as aws:
        arn = aws.start(one_task(), payload={"a": 1})
        before = finished(aws.states, arn)
        events = history(aws.states, arn)

    with running_engine(tmp_path) as aws:
        machine = aws.create_state_machine(one_task())
        aws.engine.restore()
        after = aws.states.describe_execution(executionArn=arn)

        del before["ResponseMetadata"], after["ResponseMetadata"]
        assert after == before
        assert history(aws.states, arn) == events
        listed = aws.states.list_executions(stateMachineArn=machine)["executions"]
        assert [execution["executionArn"] for execution in listed] == [arn]


def test_a_failed_execution_can_be_redriven_after_a_restart(tmp_path: Path) -> None:
    with running_engine(tmp_path) as aws:
        aws.lambdas.fail("only")
        arn = aws.start(one_task())
        finished(aws.states, arn)

    with running_engine(tmp_path) as aws:
        aws.create_state_machine(one_task())
        aws.engine.restore()
        aws.states.redrive_execution(executionArn=arn)

        assert finished(aws.states, arn)["status"] == "SUCCEEDED"
        assert aws.lambdas.calls[0][1]["execution"]["RedriveCount"] == 1


def assert_interrupted(aws: EngineUnderTest, arn: str) -> None:
    description = aws.states.describe_execution(executionArn=arn)
    assert description["status"] == "ABORTED"
    assert description["error"] == "LocalRuntime.Stopped"
    assert "stopped while the execution was running" in description["cause"]
    assert event_types(history(aws.states, arn))[-1] == "ExecutionAborted"
    with pytest.raises(ClientError) as raised:
        aws.states.redrive_execution(executionArn=arn)
    assert raised.value.response["Error"]["Code"] == "ExecutionNotRedrivable"
    assert description["redriveStatus"] == "NOT_REDRIVABLE"


def test_what_ran_when_the_runtime_was_stopped_is_aborted_and_not_redrivable(tmp_path: Path) -> None:
    with running_engine(tmp_path) as aws:
        held = aws.lambdas.hold("only")
        arn = aws.start(one_task())
        assert held.reached.wait(10)
    held.release()

    with running_engine(tmp_path) as aws:
        aws.create_state_machine(one_task())
        aws.engine.restore()

        assert_interrupted(aws, arn)
        assert "TaskStarted" in event_types(history(aws.states, arn))
        assert [event["detail"]["status"] for event in aws.status_events] == ["ABORTED"]


KILLED_PROCESS = """
import os, signal, sys
from pathlib import Path
from support.engine_under_test import EngineUnderTest
from support.state_machines import finished, one_task
aws = EngineUnderTest(Path(sys.argv[1]))
dynamodb = aws.client("dynamodb")
dynamodb.create_table(
    TableName="jobs", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
)
s3 = aws.client("s3")
s3.create_bucket(Bucket="results")
done = aws.start(one_task(), name="done")
finished(aws.states, done)
held = aws.lambdas.hold("only")
running = aws.start(one_task(), name="running")
held.reached.wait(10)
s3.put_object(Bucket="results", Key="k", Body=b"body")
dynamodb.put_item(TableName="jobs", Item={"pk": {"S": "last"}})
print(done, running, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_that_was_answered_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_PROCESS, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    done, running = killed.stdout.split()

    with running_engine(tmp_path) as aws:
        dynamodb, s3 = create_table(aws), create_bucket(aws)
        aws.create_state_machine(one_task())
        aws.engine.restore()

        assert item_of(dynamodb, "last") is not None
        assert s3.get_object(Bucket="results", Key="k")["Body"].read() == b"body"
        assert aws.states.describe_execution(executionArn=done)["status"] == "SUCCEEDED"
        assert_interrupted(aws, running)
        assert [event["detail"]["status"] for event in aws.status_events] == ["ABORTED"]


def test_a_state_folder_in_use_is_refused_naming_its_holder(tmp_path: Path) -> None:
    with (
        running_engine(tmp_path),
        pytest.raises(StateInUse, match=f"in use by the process {os.getpid()}"),
        running_engine(tmp_path),
    ):
        pass


def test_a_damaged_state_file_is_told_and_lets_go_of_the_folder(tmp_path: Path) -> None:
    damaged = tmp_path / "state.sqlite"
    damaged.write_bytes(b"no database" * 100)
    with pytest.raises(OSError, match=r"state\.sqlite in it cannot be opened"), running_engine(tmp_path):
        pass
    damaged.unlink()

    with running_engine(tmp_path) as aws:
        assert aws.states.list_state_machines()["stateMachines"] == []


def test_what_is_kept_is_the_users_alone_in_whatever_folder(tmp_path: Path) -> None:
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir(mode=0o755)
    (given / "state.sqlite").touch(mode=0o644)
    for folder in (given, own):
        with running_engine(folder) as aws:
            create_table(aws).put_item(TableName="jobs", Item={"pk": {"S": "a"}})
            kept = list(folder.glob("state.sqlite*"))
            assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert stat.S_IMODE(own.stat().st_mode) == 0o700


def test_without_a_state_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with running_engine() as aws:
        create_table(aws).put_item(TableName="jobs", Item={"pk": {"S": "a"}})
        finished(aws.states, aws.start(one_task()))
    with running_engine() as aws:
        dynamodb = create_table(aws)
        aws.engine.restore()

        assert item_of(dynamodb, "a") is None
        machine = aws.create_state_machine(one_task())
        assert aws.states.list_executions(stateMachineArn=machine)["executions"] == []
    assert list(tmp_path.iterdir()) == []


def test_a_redrive_that_was_interrupted_is_not_redriven_again(tmp_path: Path) -> None:
    with running_engine(tmp_path) as aws:
        aws.lambdas.fail("only")
        arn = aws.start(one_task())
        finished(aws.states, arn)
        held = aws.lambdas.hold("only")
        aws.states.redrive_execution(executionArn=arn)
        assert held.reached.wait(10)
    held.release()

    with running_engine(tmp_path) as aws:
        aws.create_state_machine(one_task())
        aws.engine.restore()

        assert_interrupted(aws, arn)
        assert json.loads(aws.states.describe_execution(executionArn=arn)["input"]) == {}

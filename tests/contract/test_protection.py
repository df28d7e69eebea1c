"""What the template promises about data at rest, in transit and in time, and about who may connect."""

import json

import pytest
import yaml

from local.template.errors import TemplateError
from support.permissions import roles, statements
from support.project import ROOT, template
from support.translated import EVERY_OPTION, KEY, application, resources, translated

CHECKOV = ROOT / "docs" / "checkov.yaml"


@pytest.mark.parametrize("name", ["ConnectionsTable", "JobsTable", "CostCacheTable"])
def test_tables_are_encrypted_expire_and_can_be_protected(name: str) -> None:
    with_key = resources("AWS::DynamoDB::Table", **EVERY_OPTION)[name]
    assert with_key["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    assert with_key["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}
    assert with_key["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert with_key["DeletionProtectionEnabled"] is True
    assert resources("AWS::DynamoDB::Table")[name]["DeletionProtectionEnabled"] is False


def test_results_are_private_encrypted_and_expire() -> None:
    bucket = resources("AWS::S3::Bucket", **EVERY_OPTION)["ResultsBucket"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    encryption = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    assert encryption["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules} == {"jobs/": 90, "cost-cache/": 2}


def test_results_travel_over_tls_only() -> None:
    policy = resources("AWS::S3::BucketPolicy")["ResultsBucketPolicy"]["PolicyDocument"]["Statement"][0]
    assert (policy["Effect"], policy["Principal"], policy["Action"]) == ("Deny", "*", "s3:*")
    assert policy["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(policy["Resource"]) == 2


def test_every_log_group_is_kept_for_days_and_takes_the_key() -> None:
    groups = resources("AWS::Logs::LogGroup", **EVERY_OPTION)
    assert {(group["RetentionInDays"], group["KmsKeyId"]) for group in groups.values()} == {("30", KEY)}


def test_every_function_logs_to_a_group_of_its_own() -> None:
    functions = resources("AWS::Lambda::Function")
    groups = [function["LoggingConfig"]["LogGroup"] for function in functions.values()]
    assert len(set(groups)) == len(functions) == 8


def test_the_log_level_asked_for_is_the_one_lambda_lets_through_and_never_one_that_drops_metrics() -> None:
    parameter = template()["Parameters"]["LogLevel"]
    assert set(parameter["AllowedValues"]) == {"DEBUG", "INFO"}
    for level in parameter["AllowedValues"]:
        for function in resources("AWS::Lambda::Function", LogLevel=level).values():
            assert function["LoggingConfig"]["ApplicationLogLevel"] == level
            assert function["LoggingConfig"]["LogFormat"] == "JSON"
            assert function["Environment"]["Variables"]["LOG_LEVEL"] == level


def test_queue_and_topic_take_the_key() -> None:
    assert resources("AWS::SQS::Queue", **EVERY_OPTION)["DeadLetterQueue"]["KmsMasterKeyId"] == KEY
    assert resources("AWS::SQS::Queue")["DeadLetterQueue"]["SqsManagedSseEnabled"] is True
    assert resources("AWS::SNS::Topic", **EVERY_OPTION)["AlarmTopic"]["KmsMasterKeyId"] == KEY


def test_functions_invoked_asynchronously_keep_what_they_fail_on() -> None:
    rules = resources("AWS::Events::Rule").values()
    asynchronous = {target["Arn"].rpartition(":")[2] for rule in rules for target in rule["Targets"]}
    queue = "arn:aws:sqs:us-east-1:123456789012:DeadLetterQueue"
    kept = {
        each["FunctionName"]: each["DestinationConfig"]["OnFailure"]["Destination"]
        for each in resources("AWS::Lambda::EventInvokeConfig").values()
    }
    assert kept == dict.fromkeys(asynchronous, queue)
    for function in asynchronous:
        allowed = [each for each in statements(roles()[f"{function}Role"]) if queue in each.resources]
        assert [(each.actions, each.resources) for each in allowed] == [(("sqs:SendMessage",), (queue,))]


def test_users_are_made_by_operators_and_cannot_move_to_another_tenant() -> None:
    pool = resources("AWS::Cognito::UserPool")["UserPool"]
    client = resources("AWS::Cognito::UserPoolClient")["UserPoolClient"]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert client["WriteAttributes"] == ["name", "email"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_tokens_may_hold_the_tenant_and_what_the_page_shows() -> None:
    """Cognito leaves out of an ID token what the client may not read: unsaid, all but its standard ones."""
    client = resources("AWS::Cognito::UserPoolClient")["UserPoolClient"]
    of_the_pools_own = {
        f"custom:{each['Name']}" for each in resources("AWS::Cognito::UserPool")["UserPool"]["Schema"]
    }
    assert translated().parameters["TenantClaim"]["Default"] in of_the_pools_own
    assert set(client["ReadAttributes"]) == {"name", "email"} | of_the_pools_own


def test_stage_is_throttled_and_access_logs_hold_no_personal_data() -> None:
    limits = {"StageMessagesPerSecond": "50", "StageMessagesBurst": "60"}
    (stage,) = resources("AWS::ApiGatewayV2::Stage", **EVERY_OPTION, **limits).values()
    assert stage["DefaultRouteSettings"] == {"ThrottlingBurstLimit": "60", "ThrottlingRateLimit": "50"}
    logged = stage["AccessLogSettings"]["Format"]
    # one of API Gateway's values is quoted already: in quotes, the line of an error would be no JSON
    assert "messageString" not in logged
    assert set(json.loads(logged)) >= {"requestId", "status", "error"}
    for personal in ("identity", "authorizer", "sourceIp", "userAgent", "connectionId", "messageId"):
        assert personal not in logged


def test_reserved_concurrency_is_a_parameter_of_the_steps() -> None:
    def reserved(**parameters: str) -> set[str]:
        functions = resources("AWS::Lambda::Function", **parameters)
        return {name for name, each in functions.items() if "ReservedConcurrentExecutions" in each}

    steps = {"InterpreterFunction", "CostFunction", "AdvisorFunction", "SynthesisFunction"}
    assert (reserved(), reserved(**EVERY_OPTION)) == (set(), steps)


@pytest.mark.parametrize(
    "stage", ["prod", "PROD", "Prod", "prd", "production", "live", "main", "Trial", "v1"]
)
def test_claimed_identity_is_refused_for_what_is_not_a_trial_by_name(stage: str) -> None:
    with pytest.raises(TemplateError, match=r"^AllowClaimedIdentity lets anybody in as anybody"):
        application(StageName=stage, AllowClaimedIdentity="true")
    assert application(StageName=stage, AllowClaimedIdentity="false")


@pytest.mark.parametrize("stage", ["dev", "test", "trial", "staging", "sandbox", "local"])
def test_claimed_identity_may_be_tried_in_a_trial(stage: str) -> None:
    manager = application(StageName=stage, AllowClaimedIdentity="true").properties("AWS::Lambda::Function")
    variables = manager["ConnectionManagerFunction"]["Environment"]["Variables"]
    assert variables["ALLOW_CLAIMED_IDENTITY"] == "true"


def test_claimed_identity_is_off_by_default() -> None:
    assert translated().parameters["AllowClaimedIdentity"]["Default"] == "false"
    manager = application().properties("AWS::Lambda::Function")["ConnectionManagerFunction"]
    assert manager["Environment"]["Variables"]["ALLOW_CLAIMED_IDENTITY"] == "false"


def test_the_stack_is_tagged() -> None:
    assert 'tags = "application=finops-agent"' in (ROOT / "samconfig.toml").read_text()


def test_each_check_left_out_has_its_reason() -> None:
    lines = CHECKOV.read_text().splitlines()
    skipped = yaml.safe_load(CHECKOV.read_text())["skip-check"]
    for check in skipped:
        at = next(number for number, line in enumerate(lines) if line.strip() == f"- {check}")
        assert lines[at - 1].strip().startswith("#"), check

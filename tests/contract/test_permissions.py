"""Who may do what on AWS, read from the translated template.

After a wanted change, write the snapshot anew: `UPDATE_SNAPSHOTS=1 make test ARGS=tests/contract`.
"""

import json
import os

from support.permissions import readable, roles, statements
from support.project import ROOT
from support.translated import EVERY_OPTION, resources

SNAPSHOT = ROOT / "tests" / "contract" / "snapshots" / "iam.json"
# SAM attaches these to every function: its log streams, and X-Ray, which knows no resources.
MANAGED = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
}


def test_permissions_are_those_of_the_snapshot() -> None:
    now = {name: readable(role) for name, role in sorted(roles().items())}
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(now, indent=2) + "\n")
    assert now == json.loads(SNAPSHOT.read_text())


def test_r28_no_action_is_a_wildcard() -> None:
    actions = [action for role in roles().values() for each in statements(role) for action in each.actions]
    assert actions
    assert not [action for action in actions if "*" in action]


def test_r28_connections_are_managed_on_this_api_and_stage_only() -> None:
    arn = "arn:aws:execute-api:us-east-1:123456789012:WebSocketApi/prod/"
    allowed = {arn + "POST/@connections/*", arn + "DELETE/@connections/*"}
    managed = {
        resource
        for role in roles().values()
        for each in statements(role)
        if "execute-api:ManageConnections" in each.actions
        for resource in each.resources
    }
    assert managed == allowed


def test_r28_every_resource_is_exact_or_justified_beside_it() -> None:
    lines = (ROOT / "template.yaml").read_text().splitlines()
    unjustified = []
    for number, line in enumerate(lines):
        if line.strip() == 'Resource: "*"':
            begin = next(at for at in range(number, 0, -1) if "- Sid:" in lines[at])
            if not lines[begin - 1].strip().startswith("#"):
                unjustified.append(lines[begin].strip())
    starred = [each.sid for role in roles().values() for each in statements(role) if "*" in each.resources]
    written = sum(line.strip() == 'Resource: "*"' for line in lines)
    assert unjustified == []
    assert len(starred) == written > 0


def test_r28_what_ends_in_a_wildcard_is_inside_one_resource() -> None:
    """Objects below a prefix, executions of one machine, budgets of the account, connections of one stage."""
    inside = (
        ":execution:FinOpsQueryStateMachine:*",
        "/@connections/*",
        "/jobs/*",
        "/cost-cache/*",
        ":budget/*",
    )
    wild = [
        resource
        for role in roles().values()
        for each in statements(role)
        for resource in each.resources
        if "*" in resource and resource != "*"
    ]
    assert [resource for resource in wild if not resource.endswith(inside)] == []


def test_r28_managed_policies_are_only_those_sam_attaches_to_every_function() -> None:
    attached = {policy for role in roles().values() for policy in role.get("ManagedPolicyArns", [])}
    assert attached == MANAGED


def test_an_inference_profile_is_invoked_through_the_arns_given_and_no_others() -> None:
    arns = [
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.the-model",
        "arn:aws:bedrock:us-east-1::foundation-model/the-model",
        "arn:aws:bedrock:us-west-2::foundation-model/the-model",
    ]
    options = {**EVERY_OPTION, "BedrockModelId": "us.the-model", "BedrockModelArns": ",".join(arns)}
    allowed = [
        list(each.resources)
        for role in resources("AWS::IAM::Role", **options).values()
        for each in statements(role)
        if "bedrock:InvokeModel" in each.actions
    ]
    assert allowed == [arns, arns]


def test_each_function_has_a_role_of_its_own() -> None:
    assert len(roles()) == 8 + 1
    assert all(statements(role) for role in roles().values())

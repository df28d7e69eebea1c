"""What a deployed stack tells of where it keeps things, and of whom."""

import pytest

from local.deployment import stores
from support.project import template


@pytest.mark.parametrize("claim", ["custom:org", ""])
def test_a_stack_tells_the_claim_that_holds_a_users_tenant(
    claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = template()
    assert declared["Outputs"]["TenantClaim"] == {
        "Condition": "HasTenantClaim",
        "Value": {"Ref": "TenantClaim"},
    }
    outputs = {name: name for name in declared["Outputs"]} | {"TenantClaim": claim}
    if not claim:
        del outputs["TenantClaim"]
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(stores, "stack_outputs", lambda stack: outputs)
    assert stores.stores_of("finops-agent").tenant_claim == claim

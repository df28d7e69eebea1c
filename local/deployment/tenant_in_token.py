"""Whether the tokens of the pool name the tenant that an administrator gave a user.

Cognito leaves out of a token what the pool's client may not read, and says nothing: all would be of one
tenant.
"""

import base64
import json
from typing import Any

from identity.token import tenant_of
from local.deployment.observation import Observation

NAME = "the tenant that the token names"


def tenant_in_token(outputs: dict[str, str], token: str) -> Observation:
    """The tenant by the ID token, held against the pool's own record of its bearer.

    `outputs` are those of the stack. Nothing can be compared where there are no tenants, or where the pool's
    record names none: the claim may be a trigger's.
    """
    import boto3
    from botocore.exceptions import ClientError

    claim = outputs.get("TenantClaim", "")
    if not claim:
        return Observation(NAME, "", "there are no tenants")
    claims = _claims_of(token)
    try:
        user = boto3.client("cognito-idp").admin_get_user(
            UserPoolId=outputs["UserPoolId"], Username=claims["cognito:username"]
        )
    except ClientError as error:
        return Observation(NAME, "looked at", f"AdminGetUser {error.response['Error']['Code']}")
    attributes = {each["Name"]: each["Value"] for each in user["UserAttributes"]}
    if not attributes.get(claim):
        return Observation(
            NAME, "", f"{tenant_of(claims, claim)}; the pool has no {claim} of this user to compare with"
        )
    return Observation(NAME, tenant_of(attributes, claim), tenant_of(claims, claim))


def _claims_of(token: str) -> dict[str, Any]:
    """What a token says; whether it is true is for the functions to check."""
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims

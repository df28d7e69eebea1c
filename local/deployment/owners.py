"""Under which owners a user has asked: one a tenant, of which a user may have had several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from identity.token import tenant_of

if TYPE_CHECKING:
    from local.deployment.stores import Stores


class UnknownUser(Exception):
    """There is no such user in the pool; the message says what to give instead."""


def owners_of(stores: Stores, user: str) -> list[str]:
    """The owners of a user's jobs: TENANT#ID as it is; by username, that of today's tenant and all earlier.

    By username it reads the tables whole: no index goes by the user without the tenant. Raises UnknownUser.
    """
    if "#" in user:
        return [user]
    today = owner_today(stores, user)
    user_id = today.rpartition("#")[2]
    earlier = {owner for owner in _owners_kept(stores, user_id) if owner.rpartition("#")[2] == user_id}
    return [today, *sorted(earlier - {today})]


def owner_today(stores: Stores, username: str) -> str:
    """The owner that a user of the pool asks as, by the tenant of today. Raises UnknownUser."""
    try:
        found = stores.user_pool.admin_get_user(UserPoolId=stores.user_pool_id, Username=username)
    except stores.user_pool.exceptions.UserNotFoundException as error:
        raise UnknownUser(
            f"The user pool has no user {username}. Give TENANT#ID, as `finops usage` shows it, instead."
        ) from error
    attributes = {each["Name"]: each["Value"] for each in found["UserAttributes"]}
    return f"{tenant_of(attributes, stores.tenant_claim)}#{attributes['sub']}"


def _owners_kept(stores: Stores, user_id: str) -> Iterator[str]:
    """The owners of all items that may be a user's: of jobs, conversations, spending and connections."""
    for table in (stores.jobs_table, stores.connections_table):
        pages = stores.dynamodb.get_paginator("scan").paginate(
            TableName=table,
            ProjectionExpression="pk, #owner",
            FilterExpression="contains(pk, :id) OR contains(#owner, :id)",
            ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues={":id": {"S": f"#{user_id}"}},
            ConsistentRead=True,
        )
        for page in pages:
            for item in page["Items"]:
                # KIND#TENANT#ID#..., of which neither tenant nor id has a #
                yield item["owner"]["S"] if "owner" in item else "#".join(item["pk"]["S"].split("#")[1:3])

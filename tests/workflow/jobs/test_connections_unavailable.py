"""A connections table that refuses: the failure is loud, and its text names no account."""

from __future__ import annotations

import pytest

from aws import clients
from connections.errors import ConnectionsUnavailable
from support.deployed_functions import Deployment


def test_r26_a_table_that_refuses_is_named_by_its_code_alone(deployment: Deployment, tab: str) -> None:
    clients.dynamodb().delete_table(TableName="connections")
    for meet in (lambda: deployment.connect("new"), lambda: deployment.disconnect(tab)):
        with pytest.raises(ConnectionsUnavailable) as failure:
            meet()
        assert str(failure.value) == "The connections table did not answer: ResourceNotFoundException"

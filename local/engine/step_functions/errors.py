"""Refusals of the Step Functions API that moto does not know, by their AWS names."""

from moto.core.exceptions import AWSError


class ExecutionNotRedrivable(AWSError):
    TYPE = "ExecutionNotRedrivable"


class InvalidToken(AWSError):
    TYPE = "InvalidToken"

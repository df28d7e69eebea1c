"""AWS on one machine: moto, mended where it differs from AWS in what this application relies on."""

from local.engine.engine import Engine
from local.engine.persistence.state_lock import StateInUse
from local.engine.step_functions.lambda_invocation import FunctionThrottled

__all__ = ["Engine", "FunctionThrottled", "StateInUse"]

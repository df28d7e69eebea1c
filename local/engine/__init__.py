"""AWS on one machine: moto, mended where it differs from AWS in what this application relies on."""

from local.engine.engine import Engine

__all__ = ["Engine"]

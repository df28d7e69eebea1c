"""template.yaml, running on one machine: what `finops up` starts."""

from local.runtime.addresses import Addresses
from local.runtime.options import RuntimeOptions, StartRefused
from local.runtime.runtime import Runtime, running

__all__ = ["Addresses", "Runtime", "RuntimeOptions", "StartRefused", "running"]

"""A rule of AWS that the project relies on, and what holds the local runtime to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`test` is a pytest id (file::function); `difference` is where the runtime knowingly does otherwise."""

    rule: str
    source: str
    test: str
    difference: str = ""

"""Which attempt of a job a step, a status event or a replay belongs to."""

from typing import Literal

Relation = Literal["current", "stale", "new"]


def attempt_key(execution_name: str, redrive_count: int) -> str:
    """(execution name, redrive count) as one string; it names an attempt."""
    return f"{execution_name}#{redrive_count}"


def redrives_known(attempt_keys: list[str], execution_name: str) -> int:
    """The highest redrive count seen of an execution; -1 when none of its attempts was."""
    counts = (key.rpartition("#") for key in attempt_keys)
    return max((int(count) for name, _, count in counts if name == execution_name), default=-1)


def relation(attempt_keys: list[str], key: str) -> Relation:
    """How an attempt stands to those a job has seen.

    An attempt never seen is new, whatever began it, unless its execution was redriven since.
    """
    if key == attempt_keys[-1]:
        return "current"
    name, _, count = key.rpartition("#")
    if key in attempt_keys or int(count) < redrives_known(attempt_keys, name):
        return "stale"
    return "new"


def replay_mode(attempt_keys: list[str], key: str) -> Literal["redrive", "restart"]:
    """How a new attempt began: as a redrive of an execution, or as a new execution of the job."""
    name, _, count = key.rpartition("#")
    return "redrive" if int(count) > 0 or redrives_known(attempt_keys, name) >= 0 else "restart"

"""What "instances" are beside a service: its own, where they would be EC2's on their own."""

from itertools import pairwise

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.text.stem import stem
from interpreter.unclear import Unclear
from interpreter.values.index import ValueIndex
from interpreter.values.value import Value

_OF_EC2 = "EC2 instances"
_DATABASE = Pattern(r"(^|-)(?:InstanceUsage|Multi-AZUsage|Multi-AZClusterUsage):")
_USAGE_TYPES = {
    "rds": _DATABASE,
    "aurora": _DATABASE,
    "documentdb": _DATABASE,
    "neptune": _DATABASE,
    "redshift": Pattern(r"(^|-)Node:"),
    "opensearch": Pattern(r"(^|-)ESInstance:"),
    "elasticache": Pattern(r"(^|-)NodeUsage:"),
    "msk": Pattern(r"(^|-)Kafka\."),
}
_EC2 = "ec2"
_RDS_STORAGE = "RDS storage"


def read_instances_of_services(sentence: Sentence, named: list[Mention], index: ValueIndex) -> None:
    """Reads "redshift instances" as Redshift's nodes. Raises Unclear where the bill tells none apart."""
    for service, instances in pairwise(named):
        said = sentence.text[instances.start : instances.end]
        if instances.what.name != _OF_EC2 or stem(said) != "instance":
            continue
        beside = sentence.text[service.end : instances.start] == " "
        if service.what.name == _RDS_STORAGE:
            value = _of("rds", "RDS", index)
        elif service.what.dimension == "SERVICE" and beside and not _is(_EC2, service.what, index):
            alias = next((alias for alias in _USAGE_TYPES if _is(alias, service.what, index)), "")
            value = _of(alias, service.what.name, index)
        else:
            continue
        sentence.mentions.remove(instances)
        sentence.claim(instances.start, instances.end, instances.kind, value)


def _of(alias: str, name: str, index: ValueIndex) -> Value:
    pattern = _USAGE_TYPES.get(alias)
    matching = tuple(each for each in index.catalog.usage_types if pattern and pattern.search(each))
    if not matching:
        raise Unclear(
            f"This bill does not tell the instances of {name} apart. Ask for the service, or by usage type.",
            [f"Spend on {name} last month", f"Spend on {name} by usage type last month"],
        )
    return Value("USAGE_TYPE", matching, f"{name} instances")


def _is(alias: str, service: Value, index: ValueIndex) -> bool:
    """Whether a service is the one of that everyday name, or a part of it."""
    return any(set(service.values) <= set(known.values) for known in index.phrases.get((alias,), []))

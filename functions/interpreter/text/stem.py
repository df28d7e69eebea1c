"""Singular and plural as one."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import WORD

_HUMPS = Pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ES = ("sses", "xes", "ches", "shes")


def stem(word: str) -> str:
    """The word without a plural ending: "gateways" and "gateway" are one, "aws" and "ecs" stay."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_ES):
        return word[:-2]
    return word[:-1]


def stems(text: str) -> tuple[str, ...]:
    """The stems of a name's words, in lower case, separators dropped."""
    return tuple(stem(match.group()) for match in WORD.finditer(text.lower()))


def spellings(name: str) -> list[tuple[str, ...]]:
    """The stems of a name in the ways it is spoken: "BusinessUnit" as two words, "R&D" as "R and D"."""
    spoken = (name, _HUMPS.sub(" ", name), name.replace("&", " and ").replace("+", " and "))
    return list(dict.fromkeys(phrase for phrase in map(stems, spoken) if phrase))

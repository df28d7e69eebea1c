"""The stack's parameters that bound spending: a value that is no whole number allows nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """The most requests allowed; `wrong` says what is the matter with the parameter, empty if nothing is."""

    requests: int
    wrong: str = ""


def configured_limit(parameter: str, text: str, default: int) -> Limit:
    """The limit a parameter sets by its text; `default` where it sets none.

    Anything but a whole number of 0 or more is a limit of 0: a slip must not lift what bounds spending.
    """
    text = text.strip()
    if not text:
        return Limit(default)
    if text.isascii() and text.isdigit():
        return Limit(int(text))
    return Limit(0, f'The parameter {parameter} is "{text}", which is no whole number of 0 or more')

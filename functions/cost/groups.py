"""The rows of a breakdown: ordered, limited, and summing to the total."""

from collections.abc import Collection
from decimal import Decimal

from cost.numbers import share
from protocol.result import Group

OTHER = "Other"
Amounts = dict[tuple[str, ...], Decimal]
Rows = list[tuple[tuple[str, ...], Decimal]]


def breakdown_groups(amounts: Amounts, limit: int | None, *, ascending: bool = False) -> list[Group]:
    """The groups largest first (smallest first when asked so), ties by key; past `limit` one group Other.

    Of credits, which are all negative, the first few are those that give most. The groups sum exactly to the
    sum of the amounts; shares are fractions of it.
    """
    gives_most_first = bool(limit) and all(amount <= 0 for amount in amounts.values())
    ordered = _ordered(amounts, ascending != gives_most_first)
    shown = ordered[:limit] if limit else ordered
    return _rows(shown, ordered[len(shown) :])


def chosen_groups(amounts: Amounts, chosen: Collection[tuple[str, ...]]) -> list[Group]:
    """The groups of these keys, largest first, ties by key; what is left is one group Other."""
    named = {keys: amount for keys, amount in amounts.items() if keys in chosen}
    rest = {keys: amount for keys, amount in amounts.items() if keys not in chosen}
    return _rows(_ordered(named, ascending=False), list(rest.items()))


def first_named(amounts: Amounts, *, ascending: bool = False) -> tuple[str, Decimal] | None:
    """The first value of one dimension and its amount, where what has no value stands before it."""
    ordered = _ordered(amounts, ascending)
    if len(ordered) < 2 or any(ordered[0][0]):
        return None
    (key,), amount = ordered[1]
    return key, amount


def _rows(shown: Rows, rest: Rows) -> list[Group]:
    """A group a row, and one of the rest added up where there is any."""
    if rest:
        keys = (OTHER,) * len(rest[0][0])
        shown = [*shown, (keys, sum((amount for _, amount in rest), Decimal(0)))]
    total = sum((amount for _, amount in shown), Decimal(0))
    return [Group(keys=list(keys), amount=amount, share=share(amount, total)) for keys, amount in shown]


def _ordered(amounts: Amounts, ascending: bool) -> Rows:
    return sorted(amounts.items(), key=lambda item: (item[1] if ascending else -item[1], item[0]))

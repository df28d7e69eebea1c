"""The rows of a breakdown: ordered, limited, and summing to the total."""

from decimal import Decimal

from cost.numbers import share
from protocol.result import Group

OTHER = "Other"
Amounts = dict[tuple[str, ...], Decimal]


def breakdown_groups(amounts: Amounts, limit: int | None, *, ascending: bool = False) -> list[Group]:
    """The groups largest first (smallest first when asked so), ties by key; past `limit` one group Other.

    Of credits, which are all negative, the first few are those that give most. The groups sum exactly to the
    sum of the amounts; shares are fractions of it.
    """
    total = sum(amounts.values(), Decimal(0))
    gives_most_first = bool(limit) and all(amount <= 0 for amount in amounts.values())
    ordered = _ordered(amounts, ascending != gives_most_first)
    shown = ordered[:limit] if limit else ordered
    rest = ordered[len(shown) :]
    if rest:
        keys = (OTHER,) * len(rest[0][0])
        shown = [*shown, (keys, sum((amount for _, amount in rest), Decimal(0)))]
    return [Group(keys=list(keys), amount=amount, share=share(amount, total)) for keys, amount in shown]


def first_named(amounts: Amounts, *, ascending: bool = False) -> tuple[str, Decimal] | None:
    """The first value of one dimension and its amount, where what has no value stands before it."""
    ordered = _ordered(amounts, ascending)
    if len(ordered) < 2 or any(ordered[0][0]):
        return None
    (key,), amount = ordered[1]
    return key, amount


def _ordered(amounts: Amounts, ascending: bool) -> list[tuple[tuple[str, ...], Decimal]]:
    return sorted(amounts.items(), key=lambda item: (item[1] if ascending else -item[1], item[0]))

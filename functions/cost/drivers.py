"""What drove a change: each group's part of it, told apart into usage and price where quantities allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cost.charge_table import MIXED_UNITS, ZERO, Charge
from cost.groups import OTHER
from cost.numbers import AVERAGE_PLACES
from cost.two_periods import USAGE_TYPES_OF_CHARGE, TwoPeriods
from protocol.query_plan import Direction
from protocol.result import Driver, Figure

Keys = tuple[str, ...]
Kind = Literal["new", "gone", "usage", "price", "usage_and_price"]
SEVERAL: Kind = "usage_and_price"
NEGLIGIBLE = Decimal("1e-6")
HARDLY_ANY = Decimal("1e-4")
HALF_A_CENT = Decimal("0.005")
NEARLY_ALL = Decimal("0.95")  # of a change, for it to be called one of usage or of price alone


@dataclass(frozen=True)
class Change:
    """One group's change: what more or less usage, and what other prices, made of it; `unsplit` the rest."""

    keys: Keys
    usage: Decimal
    price: Decimal
    unsplit: Decimal
    is_new: bool
    is_gone: bool

    @property
    def delta(self) -> Decimal:
        """The whole change."""
        return self.usage + self.price + self.unsplit

    @property
    def kind(self) -> Kind:
        """What the change is due to."""
        if self.is_new:
            return "new"
        if self.is_gone:
            return "gone"
        moved = abs(self.usage) + abs(self.price) + abs(self.unsplit)
        if abs(self.usage) >= NEARLY_ALL * moved:
            return "usage"
        return "price" if abs(self.price) >= NEARLY_ALL * moved else SEVERAL

    def driver(self, told_apart: bool) -> Driver:
        """The change as a driver; with its causes where they are several and quantities tell them apart."""
        kind = self.kind
        causes = (self.usage, self.price, self.unsplit) if told_apart and kind == SEVERAL else (None,) * 3
        by_usage, by_price, by_other = causes
        return Driver(
            keys=list(self.keys),
            delta=self.delta,
            kind=kind,
            by_usage=by_usage,
            by_price=by_price,
            by_other=by_other,
        )


class Changes(list[Change]):
    """The changes of all groups, largest first whichever way, ties by key; they sum to the whole change."""

    def listed(
        self, limit: int | None, moved: Direction | None = None, *, ascending: bool = False
    ) -> list[Driver]:
        """Those that are not zero as drivers; past `limit` one driver Other.

        With `moved`, the `limit` are of those that rose, or fell, furthest (least far when `ascending`).
        """
        told_apart = any(one.usage or one.price for one in self)
        drivers = [one.driver(told_apart) for one in self if one.delta]
        if not limit:
            return drivers
        ranked = [one for one in drivers if moved is None or (one.delta > 0) == (moved == "up")]
        if moved and ascending:
            ranked.sort(key=lambda one: (abs(one.delta), one.keys))
        shown = ranked[:limit]
        if len(shown) == len(drivers):
            return shown
        rest = sum((one.delta for one in drivers), ZERO) - sum((one.delta for one in shown), ZERO)
        return [*shown, Driver(keys=[OTHER] * len(drivers[0].keys), delta=rest, kind=SEVERAL)]


@dataclass(frozen=True)
class _Cell:
    """The finest group there is, within which quantities have one unit."""

    amount: Decimal = ZERO
    quantity: Decimal = ZERO
    unit: str = ""


def drivers_of(charges: TwoPeriods, usage: TwoPeriods | None, depth: int) -> Changes:
    """The change of each group, a group being the first `depth` keys; finer keys of usage tell its causes."""
    now, then = charges.current.by_keys(depth), charges.previous.by_keys(depth)
    causes = _causes(usage, depth) if usage else {}
    changes = []
    for keys in dict.fromkeys([*now, *then]):
        by_usage, by_price = causes.get(keys, (ZERO, ZERO))
        delta = now.get(keys, ZERO) - then.get(keys, ZERO)
        unsplit = delta - by_usage - by_price
        changes.append(Change(keys, by_usage, by_price, unsplit, keys not in then, keys not in now))
    return Changes(sorted(changes, key=lambda change: (-abs(change.delta), change.keys)))


def change_figures(changes: Iterable[Change], currency: str) -> list[Figure]:
    """The whole change by cause; the figures that are not zero, which sum to it exactly."""
    parts = {"new": ZERO, "gone": ZERO, "usage": ZERO, "price": ZERO, "unsplit": ZERO}
    for change in changes:
        if change.is_new or change.is_gone:
            parts["new" if change.is_new else "gone"] += change.delta
        else:
            parts["usage"] += change.usage
            parts["price"] += change.price
            parts["unsplit"] += change.unsplit
    labels = {
        "new": "Change from what is new",
        "gone": "Change from what is gone",
        "usage": "Change from usage",
        "price": "Change from prices",
        "unsplit": "Change from other charges",
    }
    return [
        Figure(id=f"change_{part}", label=labels[part], value=value, unit=currency)
        for part, value in parts.items()
        if value
    ]


def _causes(usage: TwoPeriods, depth: int) -> dict[Keys, tuple[Decimal, Decimal]]:
    """What usage, and what prices, changed of each group; nothing where quantities cannot tell."""
    now, then = _cells(usage.current.charges), _cells(usage.previous.charges)
    causes: dict[Keys, tuple[Decimal, Decimal]] = {}
    for place in dict.fromkeys([*now, *then]):
        keys = place[0][:depth]
        by_usage, by_price = _split(then.get(place, _Cell()), now.get(place, _Cell()))
        usage_before, price_before = causes.get(keys, (ZERO, ZERO))
        causes[keys] = usage_before + by_usage, price_before + by_price
    return causes


def _cells(charges: Iterable[Charge]) -> dict[tuple[Keys, str | None], _Cell]:
    cells: dict[tuple[Keys, str | None], _Cell] = {}
    for charge in charges:
        if charge.record_type not in (None, *USAGE_TYPES_OF_CHARGE):
            continue
        place = (charge.keys, charge.record_type)
        cell = cells.get(place, _Cell(unit=charge.unit))
        cells[place] = _Cell(
            cell.amount + charge.amount,
            cell.quantity + (charge.quantity or ZERO),
            cell.unit if cell.unit == charge.unit else "",
        )
    return cells


def _split(then: _Cell, now: _Cell) -> tuple[Decimal, Decimal]:
    """The change by usage (at the earlier price) and by price; zeros where quantities cannot tell."""
    delta = now.amount - then.amount
    units = {cell.unit for cell in (then, now) if cell.quantity}
    if len(units) != 1 or units & set(MIXED_UNITS):
        return ZERO, ZERO
    if not then.quantity or not now.quantity:
        return delta, ZERO
    by_usage = ((now.quantity - then.quantity) * then.amount / then.quantity).quantize(AVERAGE_PLACES)
    by_price = delta - by_usage
    return (delta, ZERO) if _is_rounding(by_price, now.amount) else (by_usage, by_price)


def _is_rounding(by_price: Decimal, amount: Decimal) -> bool:
    """Whether it comes of a division, or of the bill's own rounding of amounts and quantities."""
    part = abs(by_price) / abs(amount) if amount else Decimal(by_price != 0)
    return part <= NEGLIGIBLE or (abs(by_price) < HALF_A_CENT and part <= HARDLY_ANY)

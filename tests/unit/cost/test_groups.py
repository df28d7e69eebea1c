"""Groups are ordered, limited, and sum to the total."""

from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from cost.groups import breakdown_groups
from cost.numbers import EXACT

KEYS = st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["", "x", "y"]))
AMOUNTS = st.dictionaries(KEYS, st.decimals("-1e9", "1e9", places=16), max_size=15)


@given(amounts=AMOUNTS, limit=st.none() | st.integers(1, 6), ascending=st.booleans())
def test_r20_groups_sum_exactly_to_the_total_with_other_last(
    amounts: dict[tuple[str, ...], Decimal], limit: int | None, ascending: bool
) -> None:
    with localcontext(EXACT):
        groups = breakdown_groups(amounts, limit, ascending=ascending)
        assert sum((group.amount for group in groups), Decimal(0)) == sum(amounts.values(), Decimal(0))
    has_rest = limit is not None and len(amounts) > limit
    assert (bool(groups) and groups[-1].keys == ["Other", "Other"]) == has_rest
    shown = [group.amount for group in (groups[:-1] if has_rest else groups)]
    only_credits = limit is not None and all(amount <= 0 for amount in amounts.values())
    assert shown == sorted(shown, reverse=ascending if only_credits else not ascending)


def test_the_first_few_credits_are_those_that_give_most() -> None:
    credited = {("ec2",): Decimal(-2500), ("s3",): Decimal(-88), ("rds",): Decimal(-300)}

    groups = breakdown_groups(credited, 1)

    assert [(group.keys, group.amount) for group in groups] == [(["ec2"], -2500), (["Other"], -388)]
    assert [group.keys for group in breakdown_groups(credited, None)] == [["s3"], ["rds"], ["ec2"]]


def test_ties_go_by_key() -> None:
    tied = {(name,): Decimal(1) for name in "cab"}
    assert [group.keys for group in breakdown_groups(tied, None)] == [["a"], ["b"], ["c"]]


def test_shares_are_fractions_and_nothing_of_nothing() -> None:
    halves = breakdown_groups({("a",): Decimal("1.50"), ("b",): Decimal("4.50")}, None)
    assert [str(group.share) for group in halves] == ["0.75", "0.25"]
    assert breakdown_groups({("a",): Decimal(1), ("b",): Decimal(-1)}, None)[0].share is None

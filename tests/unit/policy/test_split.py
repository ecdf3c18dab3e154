"""The split: the parts always add up to the fen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.dated import NoValueOn, read_dated
from policy.pack import Pack
from policy.refs import NO_BASIS
from policy.split import SplitRule, split, split_rule_on

SOURCES = ("central", "province", "city", "district", "town")


@st.composite
def rules(draw: st.DrawFn) -> SplitRule:
    """Any number of sources, shares in millionths that add up to 1, any one of them taking the remainder."""
    count = draw(st.integers(min_value=1, max_value=len(SOURCES)))
    cuts = sorted(draw(st.lists(st.integers(0, 1_000_000), min_size=count - 1, max_size=count - 1)))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 1_000_000], strict=True)]
    shares = {name: Decimal(part) / 1_000_000 for name, part in zip(SOURCES, parts, strict=False)}
    return SplitRule(shares, draw(st.sampled_from(sorted(shares))), NO_BASIS)


@given(rule=rules(), award_fen=st.integers(min_value=0, max_value=10**16))
def test_the_parts_add_up_to_the_award(rule: SplitRule, award_fen: int) -> None:
    parts = split(award_fen, rule)

    assert sum(parts.values()) == award_fen
    assert parts.keys() == rule.shares.keys()
    assert all(part >= 0 for part in parts.values())


@given(rule=rules(), award_fen=st.integers(min_value=0, max_value=10**12))
def test_only_the_remainder_taker_gets_more_than_its_share(rule: SplitRule, award_fen: int) -> None:
    parts = split(award_fen, rule)

    for source, share in rule.shares.items():
        exact = award_fen * share
        if source == rule.remainder:
            assert exact <= parts[source] < exact + len(parts)
        else:
            assert exact - 1 < parts[source] <= exact


def test_the_rule_is_that_of_the_day(pack: Pack) -> None:
    before, after = pack.split_on(date(2024, 12, 31)), pack.split_on(date(2025, 1, 1))

    assert split(101, before) == {"central": 30, "district": 40, "city": 31}
    assert split(101, after) == {"city": 101}
    assert before.basis.article == "办法 第九条"
    assert after.basis.assumed == "2025年没有规定"


def test_nothing_is_split_below_zero(pack: Pack) -> None:
    with pytest.raises(ValueError, match="not negative"):
        split(-1, pack.split_on(date(2024, 1, 1)))


def test_a_missing_rule_is_a_refusal_not_a_guess() -> None:
    spec = {
        "title": "分担",
        "unit": "shares",
        "by": "planned_on",
        "values": [{"from": "2024-01-01", "value": {"shares": {"city": "1"}, "remainder": "city"}, "assumed": "示例"}],
    }

    with pytest.raises(NoValueOn):
        split_rule_on(read_dated("split", spec, {}), date(2023, 12, 31))

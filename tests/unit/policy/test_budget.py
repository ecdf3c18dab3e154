"""Budget pools: never below zero, loans balance, and the order of what is handed in does not matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.apportion import LARGEST, PRO_RATA, RESTS, apportioned
from policy.budget import FIRST_COME, QUEUE, RANKING, STOP, BudgetRules, Demand, Pool, loans_in
from policy.budget_service import CUT, QUEUED, SERVED, STOPPED, Service, serve
from policy.pack import Pack

ON = date(2025, 3, 1)
CATEGORIES = ("transformation", "services", "training")
SOURCES = ("central", "city")
FEW = settings(max_examples=100, deadline=None)


def _in_tenths(pool: Pool) -> Pool:
    return replace(pool, committed_fen=pool.allocated_fen * pool.committed_fen // 10)


pools = st.lists(
    st.builds(
        Pool,
        key=st.tuples(st.sampled_from(SOURCES), st.just(2025), st.sampled_from(CATEGORIES)),
        allocated_fen=st.integers(0, 1000),
        committed_fen=st.integers(0, 10),  # tenths
    ),
    max_size=6,
).map(lambda found: {pool.key: _in_tenths(pool) for pool in found})

demands = st.lists(
    st.builds(
        Demand,
        code=st.integers(0, 10**6).map(str),
        category=st.sampled_from(CATEGORIES),
        year=st.just(2025),
        parts=st.dictionaries(st.sampled_from(SOURCES), st.integers(0, 400), min_size=1),
        came_on=st.dates(date(2025, 1, 1), date(2025, 1, 5)),
        score=st.none() | st.integers(0, 5).map(Decimal),
    ),
    max_size=8,
    unique_by=lambda demand: demand.code,
)
rule_changes = st.tuples(st.sampled_from([STOP, QUEUE, PRO_RATA]), st.sampled_from([FIRST_COME, RANKING]))


def rules_of(pack: Pack, changes: tuple[str, str]) -> BudgetRules:
    """The pack's rules with another exhaustion and another order."""
    assert pack.budget is not None
    exhaustion, order = changes
    return replace(
        pack.budget,
        exhaustion=replace(pack.budget.exhaustion, rule=exhaustion),
        order=replace(pack.budget.order, rule=order),
    )


@FEW
@given(pools, demands, rule_changes)
def test_pools_stay_above_zero_and_carry_exactly_what_was_granted(
    constructs: Pack, pools: Any, demands: list[Demand], changes: tuple[str, str]
) -> None:
    service = serve(rules_of(constructs, changes), pools, demands, on=ON)

    granted = Counter[Any]()
    by_code = {demand.code: demand for demand in demands}
    for outcome in service.outcomes:
        for source, fen in outcome.parts.items():
            granted[source, 2025, by_code[outcome.code].category] += fen
    assert all(pool.left_fen >= 0 for pool in service.pools.values())
    for key, pool in service.pools.items():
        before = pools[key].committed_fen if key in pools else 0
        assert pool.committed_fen - before == granted[key]


@FEW
@given(pools, demands, rule_changes)
def test_what_is_borrowed_was_lent(
    constructs: Pack, pools: Any, demands: list[Demand], changes: tuple[str, str]
) -> None:
    rules = rules_of(constructs, changes)

    service = serve(rules, pools, demands, on=ON)

    assert sum(pool.borrowed_fen for pool in service.pools.values()) == 0
    assert sum(pool.allocated_fen for pool in service.pools.values()) == sum(p.allocated_fen for p in pools.values())
    shares = {("training", "services"): Decimal("0.5"), ("transformation", "services"): Decimal("0.1")}
    for loan in service.loans:
        assert loan.lender[:2] == loan.borrower[:2]
        lent = sum(each.fen for each in service.loans if each.lender == loan.lender)
        assert 0 < lent <= pools[loan.lender].allocated_fen * shares[loan.lender[2], loan.borrower[2]]


@FEW
@given(pools, demands, rule_changes, st.randoms(use_true_random=False))
def test_the_order_in_which_demands_are_handed_in_does_not_matter(
    constructs: Pack, pools: Any, demands: list[Demand], changes: tuple[str, str], random: Any
) -> None:
    rules = rules_of(constructs, changes)
    shuffled = list(demands)
    random.shuffle(shuffled)

    assert serve(rules, pools, demands, on=ON) == serve(rules, pools, shuffled, on=ON)


@FEW
@given(pools, demands, st.sampled_from([STOP, QUEUE]))
def test_nobody_is_overtaken_and_everybody_is_served_in_full_or_not_at_all(
    constructs: Pack, pools: Any, demands: list[Demand], rule: str
) -> None:
    service = serve(rules_of(constructs, (rule, RANKING)), pools, demands, on=ON)

    by_code = {demand.code: demand for demand in demands}
    for category in CATEGORIES:
        statuses = [each.status for each in service.outcomes if by_code[each.code].category == category]
        turned_away = STOPPED if rule == STOP else QUEUED
        assert statuses == sorted(statuses, key=[SERVED, turned_away].index)
    for outcome in service.outcomes:
        parts = dict(by_code[outcome.code].parts)
        assert outcome.parts == (parts if outcome.status == SERVED else dict.fromkeys(parts, 0))


@FEW
@given(pools, demands)
def test_a_cut_pro_rata_uses_a_pool_up(constructs: Pack, pools: Any, demands: list[Demand]) -> None:
    rules = replace(rules_of(constructs, (PRO_RATA, FIRST_COME)), borrowing=(), reserves=())

    service = serve(rules, pools, demands, on=ON)

    by_code = {demand.code: demand for demand in demands}
    for outcome in service.outcomes:
        asked = by_code[outcome.code]
        assert outcome.status == (SERVED if outcome.parts == asked.parts else CUT)
        for source, fen in outcome.parts.items():
            assert fen <= asked.parts[source]
            pool = service.pools.get((source, 2025, asked.category))
            if fen < asked.parts[source] and pool is not None:
                assert pool.left_fen == 0


def test_a_category_that_cannot_serve_its_own_lends_nothing(constructs: Pack) -> None:
    rules = replace(rules_of(constructs, (QUEUE, FIRST_COME)), reserves=())
    found = {("city", 2025, name): Pool(key=("city", 2025, name), allocated_fen=100) for name in CATEGORIES}
    asked = [
        Demand(code=name, category=name, year=2025, parts={"city": fen}, came_on=ON)
        for name, fen in (("services", 120), ("training", 101), ("transformation", 0))
    ]

    service = serve(rules, found, asked, on=ON)

    assert dict(zip([each.code for each in service.outcomes], statuses(service), strict=True)) == {
        "services": QUEUED,
        "training": QUEUED,
        "transformation": SERVED,
    }


def test_a_lender_lends_no_more_than_its_own_demands_leave(constructs: Pack) -> None:
    rules = replace(rules_of(constructs, (QUEUE, FIRST_COME)), reserves=())
    found = {("city", 2025, name): Pool(key=("city", 2025, name), allocated_fen=100) for name in CATEGORIES}
    own = Demand(code="0", category="training", year=2025, parts={"city": 90}, came_on=ON)
    other = [
        Demand(code=str(number), category="services", year=2025, parts={"city": fen}, came_on=ON)
        for number, fen in enumerate((108, 8, 5), start=1)
    ]

    service = serve(rules, found, [own, *other], on=ON)

    assert statuses(service) == [SERVED, SERVED, SERVED, QUEUED]
    assert [(loan.lender[2], loan.fen) for loan in service.loans] == [
        ("training", 8),
        ("training", 2),
        ("transformation", 6),
    ]


def test_what_was_lent_before_counts_against_what_may_be_lent(constructs: Pack) -> None:
    rules = rules_of(constructs, (QUEUE, FIRST_COME))
    found = {("city", 2025, name): Pool(key=("city", 2025, name), allocated_fen=100) for name in CATEGORIES}
    asked = Demand(code="1", category="services", year=2025, parts={"city": 130}, came_on=ON)
    first = serve(rules, found, [asked], on=ON)

    second = serve(rules, first.pools, [replace(asked, code="2", parts={"city": 31})], on=ON, lent_before=first.loans)

    assert statuses(first) == [SERVED]
    assert statuses(second) == [QUEUED]
    assert loans_in(found, first.loans)["city", 2025, "training"].left_fen == 70


@pytest.mark.parametrize(("reenters", "left"), [(True, 60), (False, 30)])
def test_recovered_money_can_be_promised_again_or_leaves_the_budget(reenters: bool, left: int) -> None:
    pool = Pool(key=("city", 2025, "services"), allocated_fen=100, committed_fen=70)

    assert pool.after_recovery(30, reenters=reenters).left_fen == left


@FEW
@given(
    st.lists(st.integers(0, 10**6), max_size=12),
    st.integers(0, 10**7),
    st.sampled_from([PRO_RATA, "in_order"]),
    st.sampled_from(RESTS),
)
def test_parts_that_are_cut_add_up_and_none_grows(parts: list[int], total: int, rule: str, rest: str) -> None:
    served = apportioned(parts, total, rule, rest)

    assert sum(served) == min(total, sum(parts))
    assert all(0 <= one <= other for one, other in zip(served, parts, strict=True))


@pytest.mark.parametrize(("rest", "served"), [("first", [34, 33, 33]), ("last", [33, 33, 34]), (LARGEST, [34, 33, 33])])
def test_what_rounding_leaves_over_goes_where_the_pack_says(rest: str, served: list[int]) -> None:
    assert apportioned([100, 100, 100], 100, PRO_RATA, rest) == served


def test_a_whole_below_zero_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not negative"):
        apportioned([1], -1, PRO_RATA)


def statuses(service: Service) -> list[str]:
    return [outcome.status for outcome in service.outcomes]

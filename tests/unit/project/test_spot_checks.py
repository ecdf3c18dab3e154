"""Spot checks (抽查, XB8): a draw that anybody can repeat, and what the checks came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from services.project.domain.errors import NothingToDraw
from services.project.domain.spot_check import (
    LineState,
    Outcome,
    Result,
    SpotCheck,
    draw,
    drawn_spot_check,
    with_result,
)
from tests.builders_project import CITY, NOON, OFFICER, an_id

RESULT = Result(
    at=NOON, by=OFFICER.account_id, checked_on=NOON.date(), place="车间", outcome=Outcome.IN_ORDER, text="设备在用"
)
CANDIDATES = st.lists(st.uuids(), max_size=30)


def a_spot_check(candidates: list[UUID], size: int = 2) -> SpotCheck:
    return drawn_spot_check(candidates, city=CITY, by=OFFICER, at=NOON, seed="2026-1", size=size, criteria={})


@given(CANDIDATES, st.text(max_size=20), st.integers(1, 40), st.randoms())
def test_the_same_seed_and_candidates_give_the_same_draw_in_whichever_order_they_come(candidates, seed, size, chance):
    shuffled = [*candidates, *candidates[:3]]
    chance.shuffle(shuffled)

    drawn = draw(candidates, seed=seed, size=size)

    assert draw(shuffled, seed=seed, size=size) == drawn
    assert len(set(drawn)) == len(drawn) == min(size, len(set(candidates)))
    assert set(drawn) <= set(candidates)


@given(CANDIDATES, st.integers(1, 10))
def test_who_asks_for_more_gets_the_same_ones_first(candidates, size):
    more = draw(candidates, seed="2026-1", size=size + 1)

    assert more[:size] == draw(candidates, seed="2026-1", size=size)


def test_a_draw_is_repeated_from_what_is_recorded():
    check = a_spot_check([an_id(name) for name in "abcde"])

    again = sorted(check.candidates, key=lambda each: sha256(f"2026-1:{each}".encode()).hexdigest())[:2]

    assert [line.project_id for line in check.lines] == again


def test_another_seed_draws_others():
    candidates = [an_id(str(number)) for number in range(50)]

    assert draw(candidates, seed="a", size=10) != draw(candidates, seed="b", size=10)


def test_nothing_is_drawn_from_nothing():
    with pytest.raises(NothingToDraw):
        a_spot_check([])


def test_a_result_is_recorded_once():
    check = a_spot_check([an_id("a")])

    checked = with_result(check, an_id("a"), RESULT)

    assert checked.lines[0].state is LineState.CHECKED
    assert checked.version == 2
    with pytest.raises(ActionNotAllowed):
        with_result(checked, an_id("a"), RESULT)


def test_a_result_is_about_a_drawn_project_and_a_day_that_has_been():
    check = a_spot_check([an_id("a")])

    with pytest.raises(NotFound):
        with_result(check, an_id("b"), RESULT)
    with pytest.raises(Invalid):
        with_result(check, an_id("a"), replace(RESULT, checked_on=NOON.date() + timedelta(days=1)))

"""Money is whole fen; text is converted exactly or refused; rounding is down and happens in one place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import ZERO, Money


@pytest.mark.parametrize(("text", "fen"), [("0", 0), ("1234.56", 123_456), ("500000", 50_000_000), ("0.1", 10)])
def test_yuan_become_fen(text: str, fen: int) -> None:
    assert Money.yuan(text) == Money(fen)


@pytest.mark.parametrize(("text", "fen"), [("20", 20_000_000), ("20.5", 20_500_000), ("0.000001", 1)])
def test_ten_thousands_of_yuan_become_fen(text: str, fen: int) -> None:
    assert Money.wan_yuan(text) == Money(fen)


@pytest.mark.parametrize(
    "text", ["1.001", "-1", "+1", "1e3", "1,000", "", ".", "1.2.3", " 1", "\uff11", "²", "NaN", "1_0"]
)
def test_what_is_no_exact_amount_in_yuan_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Money.yuan(text)


def test_more_than_six_decimals_of_wan_yuan_are_refused() -> None:
    with pytest.raises(ValueError, match="not a whole number of fen"):
        Money.wan_yuan("0.0000001")


@pytest.mark.parametrize("amount", [1.0, "1", True, None, Decimal(1)])
def test_money_is_made_of_nothing_but_whole_numbers(amount: Any) -> None:
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize("amount", [20, 20.5, None])
def test_a_number_is_not_taken_for_the_text_of_an_amount(amount: Any) -> None:
    with pytest.raises(ValueError, match="written as text"):
        Money.yuan(amount)


def test_a_share_is_rounded_down_to_the_fen() -> None:
    assert Money.yuan("0.99").at_rate(Decimal("0.5")) == Money.yuan("0.49")


def test_a_share_can_be_rounded_down_to_a_larger_unit() -> None:
    assert Money.yuan("12345.67").at_rate(Decimal("0.5"), unit_fen=10_000) == Money.yuan("6100")


def test_the_cap_cuts_what_is_above_it_and_nothing_else() -> None:
    cap = Money.wan_yuan("50")

    assert Money.wan_yuan("65").capped_at(cap) == cap
    assert Money.wan_yuan("20").capped_at(cap) == Money.wan_yuan("20")


@given(st.integers(0, 10**15))
def test_what_is_shown_reads_back_as_the_same_amount(fen: int) -> None:
    amount = Money(fen)

    assert Money.yuan(amount.as_yuan()) == amount
    assert Money.wan_yuan(amount.as_wan_yuan()) == amount


@given(st.integers(0, 10**13), st.decimals("0", "1", places=6, allow_nan=False))
def test_a_share_is_never_more_than_exact_and_less_than_one_fen_below_it(fen: int, rate: Decimal) -> None:
    exact = Decimal(fen) * rate

    assert 0 <= exact - Money(fen).at_rate(rate).fen < 1


def test_a_difference_can_be_below_zero() -> None:
    assert Money(800) - Money(1000) == Money(-200)
    assert Money(-200) + Money(200) == ZERO
    assert Money(-1234).as_yuan() == "-12.34"

"""Size classes (中小企业划型标准规定): a class needs both of its floors."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from policy.pack import Pack
from policy.size_class import SizeTable, size_class

TODAY = date(2024, 12, 1)
ORDER = ["micro", "small", "medium", "large"]


@pytest.fixture(scope="session")
def table(pack: Pack) -> SizeTable:
    return pack.size_table


@pytest.mark.parametrize(
    ("staff", "wan_yuan", "expected"),
    [
        (1000, "40000", "large"),
        (999, "40000", "medium"),
        (5000, "39999", "medium"),
        (300, "2000", "medium"),
        (299, "2000", "small"),
        (800, "1500", "small"),
        (20, "300", "small"),
        (400, "290", "micro"),
        (19, "5000", "micro"),
        (0, "0", "micro"),
    ],
)
def test_both_floors_have_to_be_reached(table: SizeTable, staff: int, wan_yuan: str, expected: str) -> None:
    assert size_class(table, staff, Money.wan_yuan(wan_yuan), on=TODAY) == expected


@given(
    staff=st.integers(0, 5000), revenue=st.integers(0, 10**11), more=st.integers(0, 1000), richer=st.integers(0, 10**10)
)
def test_more_people_and_more_revenue_never_make_an_enterprise_smaller(
    table: SizeTable, staff: int, revenue: int, more: int, richer: int
) -> None:
    smaller = size_class(table, staff, Money(revenue), on=TODAY)
    larger = size_class(table, staff + more, Money(revenue + richer), on=TODAY)

    assert ORDER.index(smaller) <= ORDER.index(larger)


def test_what_the_table_does_not_say_is_not_guessed(table: SizeTable) -> None:
    with pytest.raises(KeyError):
        size_class(table, 1, Money(1), on=date(2011, 6, 17))
    with pytest.raises(KeyError):
        size_class(table, 1, Money(1), on=TODAY, sector="fishing")
    with pytest.raises(ValueError, match="not negative"):
        size_class(table, -1, Money(1), on=TODAY)


def test_the_table_cites_its_article(table: SizeTable) -> None:
    assert table.edition_on(TODAY).basis.article == "中小企业划型标准规定 第四条（二）"

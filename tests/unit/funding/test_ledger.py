"""The ledger: every entry balances, and where the money is can always be told."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import ZERO, Money
from services.funding.domain.ledger import (
    MOVEMENTS,
    Account,
    Entry,
    EntryKind,
    Posting,
    Subject,
    balances_of,
    postings_of,
)
from tests.builders_funding import CATEGORY, NOON, TODAY

sources = st.dictionaries(
    st.sampled_from(["central", "provincial", "city", "district"]),
    st.integers(min_value=0, max_value=10**12).map(Money),
    min_size=1,
)


def an_entry(kind: EntryKind, postings: tuple[Posting, ...]) -> Entry:
    subject = Subject(id=uuid4(), version=1, kind="tranche")
    return Entry(id=uuid4(), city="dalian", kind=kind, subject=subject, booked_on=TODAY, at=NOON, postings=postings)


def a_posting(fen: int, *, source: str = "central", year: int = 2025, account: Account = Account.PAID) -> Posting:
    return Posting(account=account, fund_source=source, fund_year=year, category=CATEGORY, amount=Money(fen))


@given(st.sampled_from(EntryKind), sources.filter(lambda shares: any(part > ZERO for part in shares.values())))
def test_every_movement_of_any_shares_balances_by_source(kind: EntryKind, shares: dict[str, Money]) -> None:
    entry = an_entry(kind, postings_of(kind, shares, fund_year=2025, category=CATEGORY))

    debit, credit = MOVEMENTS[kind]
    balances = balances_of([entry])
    for source, part in shares.items():
        assert balances.get((source, 2025, debit), ZERO) == part
        assert balances.get((source, 2025, credit), ZERO) == ZERO - part


@given(st.lists(st.tuples(st.sampled_from(EntryKind), sources), max_size=20))
def test_all_balances_together_are_nothing(moves: list[tuple[EntryKind, dict[str, Money]]]) -> None:
    made = [postings_of(kind, shares, fund_year=2025, category=CATEGORY) for kind, shares in moves]

    balances = balances_of(an_entry(EntryKind.PAYMENT_MADE, postings) for postings in made if postings)

    assert sum(balance.fen for balance in balances.values()) == 0


@pytest.mark.parametrize(
    "postings",
    [
        (),
        (a_posting(5),),
        (a_posting(5), a_posting(-4)),
        (a_posting(5, source="central"), a_posting(-5, source="local")),
        (a_posting(5, year=2024), a_posting(-5, year=2025)),
    ],
)
def test_an_entry_that_does_not_balance_by_source_and_year_is_no_entry(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(ValueError, match="do not balance"):
        an_entry(EntryKind.PAYMENT_MADE, postings)


def test_a_posting_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="moves money"):
        an_entry(EntryKind.PAYMENT_MADE, (a_posting(0),))

"""The ledger: double entry, in whole fen, by fund source, year and category. It only grows.

An account says where money is on its way. Every change moves it from one account to another, so that the
debit balances of all places together are what the budget brought in; the chart of accounts is data in the
database. A debit is a positive amount, a credit a negative one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from contracts.money import ZERO, Money
from services.funding.domain.shares import Shares


class Account(StrEnum):
    """The accounts that the rules book to; titles and codes of the city's books are in the chart of accounts."""

    BUDGET_RECEIVED = "budget_received"
    BUDGET_QUOTA = "budget_quota"
    COMMITTED = "committed"
    PAYABLE = "payable"
    IN_TRANSIT = "in_transit"
    PAID = "paid"
    RETURNED = "returned"
    RECEIVABLE = "receivable"
    RECOVERED = "recovered"


class EntryKind(StrEnum):
    """What happened."""

    BUDGET_CONFIRMED = "budget_confirmed"
    PLAN_APPROVED = "plan_approved"
    COMMITMENT_CANCELLED = "commitment_cancelled"
    TRANCHE_RELEASED = "tranche_released"
    RELEASE_RECALLED = "release_recalled"
    PAYMENT_CHECKED = "payment_checked"
    PAYMENT_MADE = "payment_made"
    PAYMENT_RETURNED = "payment_returned"
    PAYMENT_RETURNED_LATE = "payment_returned_late"
    RETURN_CORRECTED = "return_corrected"
    RETURN_RECALLED = "return_recalled"
    RECOVERY_OPENED = "recovery_opened"
    RECOVERY_SETTLED = "recovery_settled"
    RECOVERY_NETTED = "recovery_netted"
    RECOVERY_REENTERED = "recovery_reentered"
    PAYMENT_NETTED = "payment_netted"


MOVEMENTS: Final[Mapping[EntryKind, tuple[Account, Account]]] = {
    EntryKind.BUDGET_CONFIRMED: (Account.BUDGET_QUOTA, Account.BUDGET_RECEIVED),
    EntryKind.PLAN_APPROVED: (Account.COMMITTED, Account.BUDGET_QUOTA),
    EntryKind.COMMITMENT_CANCELLED: (Account.BUDGET_QUOTA, Account.COMMITTED),
    EntryKind.TRANCHE_RELEASED: (Account.PAYABLE, Account.COMMITTED),
    EntryKind.RELEASE_RECALLED: (Account.BUDGET_QUOTA, Account.PAYABLE),
    EntryKind.PAYMENT_CHECKED: (Account.IN_TRANSIT, Account.PAYABLE),
    EntryKind.PAYMENT_MADE: (Account.PAID, Account.IN_TRANSIT),
    EntryKind.PAYMENT_RETURNED: (Account.RETURNED, Account.IN_TRANSIT),
    EntryKind.PAYMENT_RETURNED_LATE: (Account.RETURNED, Account.PAID),
    EntryKind.RETURN_CORRECTED: (Account.PAYABLE, Account.RETURNED),
    EntryKind.RETURN_RECALLED: (Account.BUDGET_QUOTA, Account.RETURNED),
    EntryKind.RECOVERY_OPENED: (Account.RECEIVABLE, Account.PAID),
    EntryKind.RECOVERY_SETTLED: (Account.RECOVERED, Account.RECEIVABLE),
    EntryKind.RECOVERY_NETTED: (Account.RECOVERED, Account.RECEIVABLE),
    EntryKind.RECOVERY_REENTERED: (Account.BUDGET_QUOTA, Account.RECOVERED),
    EntryKind.PAYMENT_NETTED: (Account.PAID, Account.PAYABLE),
}
"""Debit and credit of each kind: where the money goes, and where it comes from."""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """One line of an entry. `amount` above zero is a debit, below zero a credit, never nothing."""

    account: Account
    fund_source: str
    fund_year: int
    category: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What an entry is about: an aggregate at a version. Each version is booked at most once."""

    id: UUID
    version: int
    kind: str
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Postings that add up to zero for every source and year."""

    id: UUID
    city: str
    kind: EntryKind
    subject: Subject
    booked_on: date
    at: datetime
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for posting in self.postings:
            if posting.amount == ZERO:
                raise ValueError("a posting moves money")
            sums[posting.fund_source, posting.fund_year] += posting.amount.fen
        if not self.postings or any(sums.values()):
            raise ValueError(f"postings do not balance: {dict(sums)}")


def postings_of(kind: EntryKind, shares: Shares, *, fund_year: int, category: str) -> tuple[Posting, ...]:
    """The debit and the credit of each source that carries a part."""
    debit, credit = MOVEMENTS[kind]
    return tuple(
        Posting(account=account, fund_source=source, fund_year=fund_year, category=category, amount=amount)
        for source, part in shares.items()
        if part != ZERO
        for account, amount in ((debit, part), (credit, ZERO - part))
    )


Balances = Mapping[tuple[str, int, Account], Money]
"""(fund source, year, account) -> debit balance; a credit balance is negative."""


def balances_of(entries: Iterable[Entry]) -> dict[tuple[str, int, Account], Money]:
    """What the entries leave on each account."""
    balances: dict[tuple[str, int, Account], Money] = {}
    for entry in entries:
        for posting in entry.postings:
            key = (posting.fund_source, posting.fund_year, posting.account)
            balances[key] = balances.get(key, ZERO) + posting.amount
    return balances

"""Which entry a change is booked as."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid5

from services.funding.domain.budget import BudgetLine
from services.funding.domain.ledger import Entry, EntryKind, Posting, Subject, postings_of
from services.funding.domain.payment import Instruction
from services.funding.domain.recovery import Recovery
from services.funding.domain.shares import Shares
from services.funding.domain.tranche import Tranche


def entry_for_tranche(
    kind: EntryKind, before: Tranche, *, on: date, at: datetime, shares: Shares | None = None
) -> Entry:
    """The entry of a change of a tranche, booked to the budget that it had `before` the change.

    Of `shares`, or of all of it that goes by the bank.
    """
    version = before.version + 1
    subject = Subject(id=before.id, version=version, kind="tranche", case_id=before.case_id)
    return _entry(kind, before.city, subject, _postings(kind, before, shares), on=on, at=at)


def entry_for_recovery(
    kind: EntryKind, recovery: Recovery, tranche: Tranche, *, shares: Shares, on: date, at: datetime
) -> Entry:
    """The entry of a change of a recovery, booked to the budget of the tranche that it claims back."""
    subject = Subject(id=recovery.id, version=recovery.version, kind="recovery", case_id=tranche.case_id)
    return _entry(kind, tranche.city, subject, _postings(kind, tranche, shares), on=on, at=at)


def entry_for_instruction(
    kind: EntryKind, instruction: Instruction, tranche: Tranche, *, on: date, at: datetime
) -> Entry:
    """The entry of a checked instruction; its tranche stays in payment."""
    subject = Subject(id=instruction.id, version=1, kind="payment_instruction", case_id=tranche.case_id)
    return _entry(kind, tranche.city, subject, _postings(kind, tranche), on=on, at=at)


def entry_for_budget(line: BudgetLine, *, on: date, at: datetime) -> Entry:
    """A confirmed budget line brings money in."""
    kind = EntryKind.BUDGET_CONFIRMED
    subject = Subject(id=line.id, version=line.version, kind="budget_line")
    shares = {line.fund_source: line.amount}
    postings = postings_of(kind, shares, fund_year=line.fund_year, category=line.category)
    return _entry(kind, line.city, subject, postings, on=on, at=at)


def _postings(kind: EntryKind, tranche: Tranche, shares: Shares | None = None) -> tuple[Posting, ...]:
    assert tranche.fund_year is not None
    moved = tranche.shares_to_pay if shares is None else shares
    return postings_of(kind, moved, fund_year=tranche.fund_year, category=tranche.fund_category)


def _entry(
    kind: EntryKind, city: str, subject: Subject, postings: tuple[Posting, ...], *, on: date, at: datetime
) -> Entry:
    """One entry per version of its subject: booking the same change twice meets its own id."""
    entry_id = uuid5(subject.id, f"ledger/{subject.version}")
    return Entry(id=entry_id, city=city, kind=kind, subject=subject, booked_on=on, at=at, postings=postings)

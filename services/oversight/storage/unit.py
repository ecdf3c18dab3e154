"""One transaction of the oversight service, with its repositories."""

from __future__ import annotations

from datetime import datetime

from casework.common_facts import CommonFacts
from chassis.db.transaction import Transaction
from chassis.units import UnitOfWork
from contracts.actor import Actor
from services.oversight.storage.book import Book
from services.oversight.storage.happenings import HappeningRepository
from services.oversight.storage.national_records import NationalRecordRepository
from services.oversight.storage.quarters import QuarterRepository


class OversightUnit(UnitOfWork):
    """What is heard is kept; nothing is announced."""

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.happenings = HappeningRepository(transaction)
        self.national_records = NationalRecordRepository(transaction)
        self.quarters = QuarterRepository(transaction, actor.city)
        self.book = Book(transaction, actor.city)
        self.facts = CommonFacts(transaction)

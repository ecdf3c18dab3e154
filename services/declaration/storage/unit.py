"""One transaction of the declaration service, with its repositories."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import bindparam, select

from casework.common_facts import CommonFacts, known_division
from chassis.db.transaction import Transaction
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.refusal import Refusal
from services.declaration.domain.errors import PackAlreadyReleased, RoundAlreadyDeclared
from services.declaration.storage.calls import CallRepository, ReleaseRepository
from services.declaration.storage.declarations import DeclarationRepository
from services.declaration.storage.notices import NoticeRepository
from services.declaration.storage.quotas import QuotaRepository
from services.declaration.storage.recommendations import RecommendationRepository
from services.declaration.storage.tables import ROUND_INDEX

_division = select(known_division.c.name).where(known_division.c.code == bindparam("code"))


class Facts(CommonFacts):
    """The copies that all services keep, and what only this one asks of them."""

    def division_name(self, code: str) -> str | None:
        """What a division is called; None while the registry's news has not arrived."""
        row = self._transaction.first(_division, code=code)
        return None if row is None else str(row.name)


class DeclarationUnit(UnitOfWork):
    """Unique constraints decide what two commands at once must not both do."""

    refusals: ClassVar[dict[str, type[Refusal]]] = {
        ROUND_INDEX: RoundAlreadyDeclared,
        "pack_release_once": PackAlreadyReleased,
        "pack_release_pkey": PackAlreadyReleased,
    }

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.declarations = DeclarationRepository(transaction)
        self.calls = CallRepository(transaction)
        self.releases = ReleaseRepository(transaction)
        self.notices = NoticeRepository(transaction)
        self.quotas = QuotaRepository(transaction)
        self.recommendations = RecommendationRepository(transaction)
        self.facts = Facts(transaction)

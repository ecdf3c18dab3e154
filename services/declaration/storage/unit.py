"""One transaction of the declaration service, with its repositories."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from casework.common_facts import with_mandates
from chassis.db.transaction import Transaction
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.refusal import Refusal
from services.declaration.domain.errors import OtherPilotDeclared, PackAlreadyReleased, RoundAlreadyDeclared
from services.declaration.storage.calls import CallRepository, ReleaseRepository
from services.declaration.storage.declarations import DeclarationRepository
from services.declaration.storage.facts import Facts
from services.declaration.storage.level_pilots import LevelPilotRepository
from services.declaration.storage.notices import NoticeRepository
from services.declaration.storage.quotas import QuotaRepository
from services.declaration.storage.recommendations import RecommendationRepository
from services.declaration.storage.tables import EXCLUSIVE_INDEX, ROUND_INDEX


class DeclarationUnit(UnitOfWork):
    """Unique constraints decide what two commands at once must not both do."""

    refusals: ClassVar[dict[str, type[Refusal]]] = {
        ROUND_INDEX: RoundAlreadyDeclared,
        EXCLUSIVE_INDEX: OtherPilotDeclared,
        "pack_release_once": PackAlreadyReleased,
        "pack_release_pkey": PackAlreadyReleased,
    }

    as_known_here = staticmethod(with_mandates)

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.declarations = DeclarationRepository(transaction)
        self.calls = CallRepository(transaction)
        self.releases = ReleaseRepository(transaction)
        self.notices = NoticeRepository(transaction)
        self.quotas = QuotaRepository(transaction)
        self.recommendations = RecommendationRepository(transaction)
        self.level_pilots = LevelPilotRepository(transaction)
        self.facts = Facts(transaction)

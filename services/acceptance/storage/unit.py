"""One transaction of the acceptance service, with its repositories."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from casework.common_facts import CommonFacts, with_mandates
from chassis.db.transaction import Transaction
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.refusal import Refusal
from services.acceptance.domain.errors import AcceptanceUnderWay, AssessmentUnderWay, RequestUnderWay
from services.acceptance.storage.acceptances import AcceptanceRepository
from services.acceptance.storage.assessment_facts import AssessmentFacts
from services.acceptance.storage.assessment_requests import AssessmentRequestRepository
from services.acceptance.storage.assessment_tables import ONE_OPEN_REQUEST, ONE_UNDER_WAY
from services.acceptance.storage.assessments import AssessmentRepository
from services.acceptance.storage.duplicates import DuplicateIndex
from services.acceptance.storage.evidence import EvidenceRepository
from services.acceptance.storage.projects import KeptProjects
from services.acceptance.storage.tables import LIVE_INDEX


class AcceptanceUnit(UnitOfWork):
    """Two requests for one project at once: the index lets one of them through."""

    refusals: ClassVar[dict[str, type[Refusal]]] = {
        LIVE_INDEX: AcceptanceUnderWay,
        ONE_UNDER_WAY: AssessmentUnderWay,
        ONE_OPEN_REQUEST: RequestUnderWay,
    }

    as_known_here = staticmethod(with_mandates)

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.acceptances = AcceptanceRepository(transaction)
        self.projects = KeptProjects(transaction)
        self.evidence = EvidenceRepository(transaction)
        self.duplicates = DuplicateIndex(transaction, city=actor.city, now=now)
        self.facts = CommonFacts(transaction)
        self.assessments = AssessmentRepository(transaction)
        self.assessment_requests = AssessmentRequestRepository(transaction)
        self.assessment_facts = AssessmentFacts(transaction)

"""Funding's unit of work: its repositories over one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from casework.common_facts import CommonFacts
from chassis.db.transaction import Transaction
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.refusal import Refusal
from services.funding.domain.refusals import (
    AlreadyInPlan,
    DocumentUsed,
    HonourExists,
    InstructionExists,
    LoanListingExists,
    NettingExists,
    SupportExists,
)
from services.funding.storage.applications import ApplicationRepository
from services.funding.storage.awards import (
    AllowanceRepository,
    AwardRepository,
    RecommendationRepository,
    TrancheRepository,
)
from services.funding.storage.back import (
    HonourRepository,
    InstrumentRepository,
    NettingRepository,
    RecoveryRepository,
)
from services.funding.storage.budget_queue import BudgetQueue
from services.funding.storage.known import KnownFacts
from services.funding.storage.ledger import Ledger
from services.funding.storage.loans import LoanListingRepository, LoanReferralRepository
from services.funding.storage.numbers import NumberSeries
from services.funding.storage.payments import BatchRepository, ExportRepository, ResultFileRepository
from services.funding.storage.plans import (
    BudgetRepository,
    NoticeRepository,
    PlanRepository,
    ReleaseRepository,
    SnapshotRepository,
)
from services.funding.storage.supports import SupportRepository
from services.funding.storage.tables.loans import ONE_LISTING


class FundingUnit(UnitOfWork):
    """What funding's use cases are given (`use_cases/ports.py` says which of it they need)."""

    refusals: ClassVar[dict[str, type[Refusal]]] = {
        "plan_line_one_live": AlreadyInPlan,
        "recommendation_document_key": DocumentUsed,
        "budget_line_document_key": DocumentUsed,
        "payment_instruction_one_live": InstructionExists,
        "payment_instruction_attempt_key": InstructionExists,
        "netting_one_proposed": NettingExists,
        "support_one_recorded": SupportExists,
        "honour_pkey": HonourExists,
        "honour_of_project": HonourExists,
        ONE_LISTING: LoanListingExists,
    }

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.applications = ApplicationRepository(transaction)
        self.awards = AwardRepository(transaction)
        self.tranches = TrancheRepository(transaction)
        self.allowances = AllowanceRepository(transaction, actor.city)
        self.recommendations = RecommendationRepository(transaction)
        self.numbers = NumberSeries(transaction, actor.city)
        self.plans = PlanRepository(transaction)
        self.snapshots = SnapshotRepository(transaction)
        self.notices = NoticeRepository(transaction)
        self.budget = BudgetRepository(transaction, actor.city)
        self.budget_queue = BudgetQueue(transaction)
        self.releases = ReleaseRepository(transaction)
        self.batches = BatchRepository(transaction)
        self.exports = ExportRepository(transaction)
        self.result_files = ResultFileRepository(transaction)
        self.ledger = Ledger(transaction)
        self.recoveries = RecoveryRepository(transaction)
        self.nettings = NettingRepository(transaction)
        self.instruments = InstrumentRepository(transaction)
        self.supports = SupportRepository(transaction)
        self.honours = HonourRepository(transaction)
        self.loan_listings = LoanListingRepository(transaction)
        self.loan_referrals = LoanReferralRepository(transaction)
        self.known = KnownFacts(transaction)
        self.facts = CommonFacts(transaction)

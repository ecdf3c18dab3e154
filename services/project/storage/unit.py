"""One transaction of the project service, with its repositories."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from casework.common_facts import CommonFacts, with_mandates
from chassis.db.transaction import Transaction
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.refusal import Refusal
from services.project.domain.errors import AlreadyBenchmark, ContractAlreadyFiled, NumberTaken
from services.project.storage.known import KnownFacts
from services.project.storage.projects import NumberSequences, ProjectRepository
from services.project.storage.showing import BenchmarkRepository, TypicalCaseRepository
from services.project.storage.showing_tables import BENCHMARK_ONCE
from services.project.storage.spot_checks import SpotCheckRepository
from services.project.storage.tables import CONTRACT_INDEX
from services.project.storage.trainings import TrainingRepository
from services.project.storage.warnings import WarningRepository


class ProjectUnit(UnitOfWork):
    """Unique constraints decide what two commands at once must not both do."""

    refusals: ClassVar[dict[str, type[Refusal]]] = {
        CONTRACT_INDEX: ContractAlreadyFiled,
        "project_filing_number_key": NumberTaken,
        BENCHMARK_ONCE: AlreadyBenchmark,
    }

    as_known_here = staticmethod(with_mandates)

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.projects = ProjectRepository(transaction)
        self.trainings = TrainingRepository(transaction)
        self.spot_checks = SpotCheckRepository(transaction)
        self.warnings = WarningRepository(transaction)
        self.benchmarks = BenchmarkRepository(transaction)
        self.typical_cases = TypicalCaseRepository(transaction)
        self.numbers = NumberSequences(transaction, actor.city)
        self.known = KnownFacts(transaction)
        self.facts = CommonFacts(transaction)

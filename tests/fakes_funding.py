"""Fakes of the ports of funding's use cases: what a repository does, in memory.

`save` checks the version and `add` what is unique, as the real ones do; the same tests run on both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.public_notice import NoticeState
from chassis.db.errors import LostUpdate
from chassis.testing import FakeAudit, FakeOutbox
from contracts.money import ZERO, Money
from contracts.refusal import NotFound, Refusal
from policy.claims import NOTHING_BEFORE, RowBefore
from services.funding.domain.acts import PlanNotice, Recommendation
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.allowance import Allowance, AllowanceKey
from services.funding.domain.award import Award
from services.funding.domain.award_application import AwardApplication
from services.funding.domain.bank_files import BankResultFile
from services.funding.domain.budget import BudgetLine, BudgetPool, PoolKey
from services.funding.domain.honour import Honour
from services.funding.domain.instrument import InstrumentChoice
from services.funding.domain.ledger import Entry
from services.funding.domain.netting import Netting, NettingState
from services.funding.domain.payee import PayeeSnapshot
from services.funding.domain.payment import PaymentBatch
from services.funding.domain.refusals import (
    AlreadyInPlan,
    DocumentUsed,
    HonourExists,
    InstructionExists,
    NettingExists,
    SupportExists,
)
from services.funding.domain.states import LIVE_INSTRUCTIONS, BudgetLineState
from services.funding.domain.supports import Support, SupportImport, SupportKey, SupportState
from services.funding.domain.tranche import Tranche
from tests.builders_funding import CITY
from tests.fakes_funding_budget import FakeBudgetQueue
from tests.fakes_funding_facts import FakeFacts, FakeKnown
from tests.fakes_funding_numbers import FakeNumbers


class Rows:
    """Aggregates by id, with the version checked; `kind` is what NotFound names."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.rows: dict[UUID, Any] = {}

    def get(self, thing_id: UUID) -> Any:
        if thing_id not in self.rows:
            raise NotFound(kind=self.kind, id=str(thing_id))
        return self.rows[thing_id]

    def add(self, thing: Any) -> None:
        self.rows[thing.id] = thing

    def save(self, thing: Any, before: Any = None) -> None:
        if self.rows[thing.id].version != thing.version - 1:
            raise LostUpdate(f"{self.kind} {thing.id}")
        self.rows[thing.id] = thing


def _unique(found: Iterable[Any], refusal: type[Refusal]) -> None:
    if any(count > 1 for count in Counter(found).values()):
        raise refusal()


class FakeApplications(Rows):
    def live_of(self, applicant_id: UUID) -> Sequence[AwardApplication]:
        return [each for each in self.rows.values() if each.applicant.id == applicant_id and each.dossier.is_live]

    def due_from(self, first_day: date) -> Sequence[AwardApplication]:
        return [each for each in self.rows.values() if each.dossier.due_on and each.dossier.due_on >= first_day]


class FakeAwards(Rows):
    def of_line(self, project_id: UUID, line: str) -> tuple[Award, ...]:
        return tuple(each for each in self.rows.values() if (each.project_id, each.line) == (project_id, line))

    def of_project(self, project_id: UUID) -> tuple[Award, ...]:
        return tuple(each for each in self.rows.values() if each.project_id == project_id)

    def rows_beside(self, subject_id: UUID, year: str, line: str, names: Collection[str]) -> dict[str, RowBefore]:
        found: dict[str, RowBefore] = {}
        others = (each for each in self.rows.values() if each.project_id != subject_id and each.line == line)
        for award in sorted((each for each in others if each.amount > ZERO), key=lambda each: each.number):
            for row in award.computation.outcome["rows"]:
                if row["row"] in names and row["award_fen"] > 0:
                    before = found.get(row["row"], NOTHING_BEFORE)
                    amount, awards = before.amount + Money(row["award_fen"]), (*before.awards, award.number)
                    found[row["row"]] = RowBefore(amount=amount, awards=awards)
        return found


class FakeTranches(Rows):
    def many(self, ids: Collection[UUID]) -> dict[UUID, Tranche]:
        return {each: self.rows[each] for each in sorted(ids) if each in self.rows}

    def of_award(self, award_id: UUID) -> tuple[Tranche, ...]:
        return tuple(each for each in self.rows.values() if each.award_id == award_id)


class FakeAllowances:
    def __init__(self) -> None:
        self.rows: dict[AllowanceKey, Allowance] = {}

    def locked(self, keys: Iterable[AllowanceKey]) -> dict[AllowanceKey, Allowance]:
        return {
            key: self.rows.setdefault(key, Allowance(city=CITY, programme_year=key[0], line=key[1], holder=key[2]))
            for key in keys
        }

    def save(self, allowance: Allowance) -> None:
        self.rows[allowance.key] = allowance


class FakeRecommendations(Rows):
    def add(self, recommendation: Recommendation) -> None:
        super().add(recommendation)
        _unique(((each.division, each.document.number) for each in self.rows.values()), DocumentUsed)


class FakePlans(Rows):
    def add(self, plan: AllocationPlan) -> None:
        super().add(plan)
        self._check()

    def save(self, plan: AllocationPlan, before: AllocationPlan | None = None) -> None:
        super().save(plan)
        self._check()

    def planners(self, plan_ids: Collection[UUID]) -> frozenset[UUID]:
        return frozenset(self.rows[each].drawn_up_by for each in plan_ids)

    def _check(self) -> None:
        _unique((line.tranche_id for plan in self.rows.values() for line in plan.included), AlreadyInPlan)


class FakeSnapshots(Rows):
    def latest(self, tranche_ids: Collection[UUID]) -> dict[UUID, PayeeSnapshot]:
        found = sorted(self.rows.values(), key=lambda snapshot: snapshot.revision)
        return {each.tranche_id: each for each in found if each.tranche_id in tranche_ids}


class FakeNotices(Rows):
    def of_plans(self, plan_ids: Collection[UUID], *, for_update: bool = False) -> dict[UUID, PlanNotice]:
        return {each.plan_id: each for each in self.rows.values() if each.plan_id in plan_ids}

    def due(self, at: datetime) -> list[PlanNotice]:
        return [each for each in self.running() if each.notice.has_ended(at=at)]

    def running(self) -> list[PlanNotice]:
        return [each for each in self.rows.values() if each.notice.state is NoticeState.OPEN]


class FakeBudget:
    def __init__(self) -> None:
        self.lines = Rows("budget_line")
        self.held: dict[PoolKey, BudgetPool] = {}

    def line(self, line_id: UUID) -> BudgetLine:
        found: BudgetLine = self.lines.get(line_id)
        return found

    def add_line(self, line: BudgetLine) -> None:
        self.lines.add(line)
        live = (each for each in self.lines.rows.values() if each.state is not BudgetLineState.WITHDRAWN)
        _unique(((each.document.number, *each.pool) for each in live), DocumentUsed)

    def save_line(self, line: BudgetLine) -> None:
        self.lines.save(line)

    def pools(self, sources: Iterable[str], *, fund_year: int, category: str) -> dict[PoolKey, BudgetPool]:
        wanted = [(source, fund_year, category) for source in sources]
        return {key: self.held[key] for key in wanted if key in self.held}

    def open_pool(self, key: PoolKey) -> BudgetPool:
        source, year, category = key
        return self.held.setdefault(key, BudgetPool(city=CITY, fund_source=source, fund_year=year, category=category))

    def save_pool(self, pool: BudgetPool) -> None:
        self.held[pool.key] = pool


class FakeBatches(Rows):
    def of_numbers(self, numbers: Collection[str]) -> list[PaymentBatch]:
        return [each for each in self.rows.values() if any(line.number in numbers for line in each.instructions)]

    def add(self, batch: PaymentBatch) -> None:
        super().add(batch)
        instructions = [each for found in self.rows.values() for each in found.instructions]
        _unique((each.tranche_id for each in instructions if each.state in LIVE_INSTRUCTIONS), InstructionExists)


class FakeNettings(Rows):
    def proposed(self, tranche_ids: Collection[UUID]) -> dict[UUID, UUID]:
        found = (each for each in self.rows.values() if each.state is NettingState.PROPOSED)
        return {each.tranche_id: each.id for each in found if each.tranche_id in tranche_ids}

    def add(self, netting: Netting) -> None:
        if self.proposed([netting.tranche_id]):
            raise NettingExists()
        super().add(netting)


class FakeInstruments(Rows):
    def of_awards(self, award_ids: Collection[UUID]) -> dict[UUID, InstrumentChoice]:
        return {each.award_id: each for each in self.rows.values() if each.award_id in award_ids}


class FakeSupports(Rows):
    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.imports: dict[str, SupportImport] = {}

    def of(self, credit_code: str) -> tuple[Support, ...]:
        return tuple(self.recorded([credit_code]).values())

    def recorded(self, credit_codes: Collection[str]) -> dict[SupportKey, Support]:
        live = (each for each in self.rows.values() if each.state is not SupportState.WITHDRAWN)
        return {each.key: each for each in live if each.credit_code in credit_codes}

    def add(self, support: Support) -> None:
        if support.key in self.recorded([support.credit_code]):
            raise SupportExists()
        super().add(support)

    def import_of_content(self, sha256: str) -> SupportImport | None:
        return self.imports.get(sha256)

    def add_import(self, record: SupportImport) -> None:
        self.imports[record.sha256] = record


class FakeHonours(Rows):
    def of_project(self, project_id: UUID) -> Honour | None:
        return next((each for each in self.rows.values() if each.project_id == project_id), None)

    def add(self, honour: Honour) -> None:
        if honour.id in self.rows:
            raise HonourExists()
        super().add(honour)


class FakeResultFiles(Rows):
    def of_content(self, sha256: str) -> BankResultFile | None:
        return next((each for each in self.rows.values() if each.sha256 == sha256), None)


class FakeLedger:
    def __init__(self) -> None:
        self.entries: dict[tuple[UUID, int], Entry] = {}

    def post(self, entry: Entry) -> None:
        key = entry.subject.id, entry.subject.version
        if key in self.entries:
            raise ValueError(f"booked before: {key}")
        self.entries[key] = entry


class FakeUnit:
    """Funding's unit of work in memory. A refused act leaves it as it was only where nothing was saved before."""

    def __init__(self) -> None:
        self.city = CITY
        self.applications = FakeApplications("funding")
        self.awards = FakeAwards("award")
        self.tranches = FakeTranches("tranche")
        self.allowances = FakeAllowances()
        self.recommendations = FakeRecommendations("recommendation")
        self.numbers = FakeNumbers()
        self.plans = FakePlans("allocation_plan")
        self.snapshots = FakeSnapshots("payee_snapshot")
        self.notices = FakeNotices("public_notice")
        self.budget = FakeBudget()
        self.budget_queue = FakeBudgetQueue(self.awards, self.tranches, self.budget)
        self.releases: Rows = Rows("release")
        self.batches = FakeBatches("payment_batch")
        self.exports: Rows = Rows("payment_export")
        self.result_files = FakeResultFiles("bank_result_file")
        self.ledger = FakeLedger()
        self.recoveries: Rows = Rows("recovery")
        self.nettings = FakeNettings("netting")
        self.instruments = FakeInstruments("instrument_choice")
        self.supports = FakeSupports("support")
        self.honours = FakeHonours("honour")
        self.known = FakeKnown(self.tranches)
        self.known.applications = self.applications.rows
        self.facts = FakeFacts(self.known)
        self.outbox = FakeOutbox()
        self.audit = FakeAudit()

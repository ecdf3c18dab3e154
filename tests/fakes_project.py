"""Fakes of the project service's ports: the same contract as its storage, in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from casework.common_facts import NotKnownHere, Organisation, ReleasedPack
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.states import State
from chassis.db.errors import LostUpdate
from chassis.testing import FakeAudit, FakeOutbox
from contracts.events.declaration import CaseMovedToPack
from contracts.refusal import NotFound
from contracts.working_days import WorkingDays
from services.project.domain.benchmark import Benchmark
from services.project.domain.known import Known, KnownCall, KnownPilot, Trained
from services.project.domain.progress import ProgressReport
from services.project.domain.project import Project, ProjectState
from services.project.domain.training import TrainingRecord
from services.project.domain.typical_case import TypicalCase
from services.project.domain.warning import EnterpriseWarning
from tests.builders_project import (
    CALENDAR,
    CASE,
    CITY,
    PAYEE,
    PROVIDER,
    a_payee,
    a_pilot,
    a_product,
    a_provider,
    an_institution,
    an_organisation,
    dalian,
)


class FakeProjects:
    """Projects in memory, with the same promise: a version is saved once."""

    def __init__(self) -> None:
        self.kept: dict[UUID, Project] = {}
        self.reports: list[ProgressReport] = []
        self.around: Callable[[Project], Known] = lambda project: Known(calendar=CALENDAR)

    def get(self, project_id: UUID) -> Project:
        if project_id not in self.kept:
            raise absent("project", project_id)
        return self.kept[project_id]

    def with_known(self, project_id: UUID) -> tuple[Project, Known]:
        project = self.get(project_id)
        return project, self.around(project)

    def get_all(self, project_ids: Collection[UUID]) -> Sequence[Project]:
        return [self.kept[each] for each in sorted(set(project_ids)) if each in self.kept]

    def active_of_applicant(self, applicant_id: UUID) -> Sequence[Project]:
        return [each for each in self._active() if each.applicant.id == applicant_id]

    def active_of_pilot(self, case_id: UUID, pilot_id: UUID) -> Sequence[Project]:
        return [each for each in self._active() if (each.case_id, each.pilot_id) == (case_id, pilot_id)]

    def due_from(self, first_day: date) -> Sequence[Project]:
        due = ((each, stage.dossier.due_on) for each in self.kept.values() for stage in each.stages.values())
        return list({each.id: each for each, due_on in due if due_on and due_on >= first_day}.values())

    def standing_in_case(self, case_id: UUID) -> int:
        return sum(each.case_id == case_id for each in self._active())

    def add(self, project: Project) -> None:
        assert project.id not in self.kept
        self.kept[project.id] = project

    def save(self, project: Project) -> None:
        if self.kept[project.id].version != project.version - 1:
            raise LostUpdate()
        self.kept[project.id] = project

    def add_report(self, report: ProgressReport) -> None:
        self.reports.append(report)

    def _active(self) -> list[Project]:
        ended = {ProjectState.REJECTED, ProjectState.WITHDRAWN, ProjectState.VOIDED, ProjectState.TERMINATED}
        return [each for each in self.kept.values() if each.state not in ended]


class FakeTrainings:
    """Training records in memory."""

    def __init__(self) -> None:
        self.kept: dict[UUID, TrainingRecord] = {}

    def get(self, training_id: UUID) -> TrainingRecord:
        if training_id not in self.kept:
            raise absent("training", training_id)
        return self.kept[training_id]

    def active_of_applicant(self, applicant_id: UUID) -> Sequence[TrainingRecord]:
        return [each for each in self.kept.values() if each.dossier.is_live and each.applicant.id == applicant_id]

    def due_from(self, first_day: date) -> Sequence[TrainingRecord]:
        return [each for each in self.kept.values() if each.dossier.due_on and each.dossier.due_on >= first_day]

    def add(self, record: TrainingRecord) -> None:
        self.kept[record.id] = record

    def save(self, record: TrainingRecord) -> None:
        if self.kept[record.id].version != record.version - 1:
            raise LostUpdate()
        self.kept[record.id] = record


class FakeWarnings:
    """Warnings about enterprises in memory."""

    def __init__(self) -> None:
        self.kept: dict[UUID, EnterpriseWarning] = {}

    def get(self, warning_id: UUID) -> EnterpriseWarning:
        if warning_id not in self.kept:
            raise absent("warning", warning_id)
        return self.kept[warning_id]

    def add(self, warning: EnterpriseWarning) -> None:
        self.kept[warning.id] = warning

    def save(self, warning: EnterpriseWarning) -> None:
        if self.kept[warning.id].version != warning.version - 1:
            raise LostUpdate()
        self.kept[warning.id] = warning


class FakeBenchmarks:
    """Benchmarks in memory."""

    def __init__(self) -> None:
        self.kept: list[Benchmark] = []

    def add(self, benchmark: Benchmark) -> None:
        self.kept.append(benchmark)


class FakeTypicalCases:
    """Typical cases in memory."""

    def __init__(self) -> None:
        self.kept: dict[UUID, TypicalCase] = {}

    def get(self, case_id: UUID) -> TypicalCase:
        if case_id not in self.kept:
            raise absent("typical_case", case_id)
        return self.kept[case_id]

    def add(self, case: TypicalCase) -> None:
        self.kept[case.id] = case

    def save(self, case: TypicalCase) -> None:
        if self.kept[case.id].version != case.version - 1:
            raise LostUpdate()
        self.kept[case.id] = case


class FakeNumbers:
    """Counters in memory."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, str], int] = {}

    def draw(self, name: str, scope: str) -> int:
        self.last[name, scope] = self.last.get((name, scope), 0) + 1
        return self.last[name, scope]


class FakeKnown:
    """The copies in memory; a test changes them as news would."""

    def __init__(self, projects: FakeProjects, trainings: FakeTrainings) -> None:
        self._projects, self._trainings = projects, trainings
        self.pilots = {CASE: a_pilot()}
        self.calls: dict[UUID, KnownCall] = {}
        self.heard: dict[UUID, set[str]] = {}
        self.applicant: Organisation | None = an_organisation()
        self.providers = {PROVIDER: a_provider()}
        self.payees = {PAYEE: a_payee()}
        self.products = {each.id: each for each in (a_product("software"), a_product("gateway box"))}
        self.calendar = CALENDAR
        projects.around = self.around

    def pilot_of_case(self, case_id: UUID) -> KnownPilot | None:
        return self.pilots.get(case_id)

    def call(self, call_id: UUID | None) -> KnownCall:
        found = self.calls.get(call_id) if call_id else None
        if found is None:
            raise NotFound(kind="call", id=str(call_id))
        return found

    def around(self, project: Project) -> Known:
        others = (each.contract for each in self._projects._active() if each.id != project.id and each.contract)
        return Known(
            calendar=self.calendar,
            applicant=self.applicant,
            pilot=self.pilots.get(project.case_id),
            call=self.calls.get(project.call_id) if project.call_id else None,
            providers={each: self.providers[each] for each in project.named.provider_ids if each in self.providers},
            payees={each: self.payees[each] for each in project.named.payee_ids if each in self.payees},
            products={each: self.products[each] for each in project.named.product_ids if each in self.products},
            trained=self._trained(project),
            heard=frozenset(self.heard.get(project.id, set()) | self.heard.get(project.case_id, set())),
            contracts=frozenset((each.provider_id, each.number) for each in others),
        )

    def _trained(self, project: Project) -> Trained:
        kept = (each for each in self._trainings.kept.values() if each.project_id == project.id)
        counted = [each.training.person_days for each in kept if each.dossier.state is State.APPROVED]
        return Trained(records=len(counted), person_days=sum(counted, Decimal(0)))

    def keep_move(self, event: CaseMovedToPack) -> None:
        assert event.case_id is not None
        pilot = self.pilots[event.case_id]
        self.pilots[event.case_id] = replace(pilot, pack=event.pack, pack_sha256=event.pack_sha256)


class FakeFacts:
    """What all services keep a copy of."""

    def __init__(self) -> None:
        self.organisations = {each.id: each for each in (an_organisation(), an_institution())}
        self.days = CALENDAR
        self.released = [ReleasedPack(pack=dalian().ref.text, sha256=dalian().ref.sha256)]
        self.paths: dict[str, DivisionPath] = {}
        self.stakes: dict[UUID, list[str]] = {}

    def organisation(self, organisation_id: UUID) -> Organisation:
        if organisation_id not in self.organisations:
            raise NotKnownHere(kind="organisation")
        return self.organisations[organisation_id]

    def division_path(self, code: str) -> DivisionPath:
        return self.paths.get(code, ())

    def declared_stakes(self, organisation_id: UUID, applicant_id: UUID, sellers: Collection[UUID] = ()) -> list[str]:
        return list(self.stakes.get(organisation_id, ()))

    def calendar(self) -> WorkingDays:
        return self.days

    def packs(self) -> list[ReleasedPack]:
        return self.released


class FakeUnit:
    """A unit of work without a database."""

    city = CITY

    def __init__(self) -> None:
        self.projects = FakeProjects()
        self.trainings = FakeTrainings()
        self.warnings = FakeWarnings()
        self.benchmarks = FakeBenchmarks()
        self.typical_cases = FakeTypicalCases()
        self.numbers = FakeNumbers()
        self.known = FakeKnown(self.projects, self.trainings)
        self.facts = FakeFacts()
        self.outbox = FakeOutbox()
        self.audit = FakeAudit()

    @property
    def announced(self) -> list[str]:
        """The names of the events, in their order."""
        return [event.NAME for event in self.outbox.events]

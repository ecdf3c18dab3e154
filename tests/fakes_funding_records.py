"""What others told of providers, trainings, passed projects and benchmarks, in memory."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import PilotDelisted, PilotListed
from contracts.events.project import (
    BenchmarkChosen,
    ContractFiled,
    ProjectStageApproved,
    ProjectTerminated,
    TrainingRecorded,
)
from contracts.events.registry import ProviderChanged, ProviderEnrolled
from policy.refs import PackRef
from services.funding.domain.known import AboutOrganisation, AboutProject, KnownProject

KEPT_AS = {
    "organisation_changed": "organisation",
    "contract_filed": "contract",
    "payee_account_changed": "payee_account",
    "pilot_listed": "pilot",
    "pilot_delisted": "pilot",
    "project_terminated": "project_end",
    "provider_enrolled": "provider",
    "provider_suspended": "provider",
    "provider_removed": "provider",
    "training_recorded": "training",
    "acceptance_passed": "pass",
    "acceptance_failed": "assessed",
    "benchmark_chosen": "benchmark",
    "project_stage_approved": "reached",
}
"""By which method of the known facts an event is kept."""


class FakeRecords:
    """Each kind of event by its own aggregate, the newest word of each."""

    def __init__(self) -> None:
        self.filed: dict[UUID, ContractFiled] = {}
        self.ended: set[UUID] = set()
        self.providers: dict[UUID, ProviderChanged] = {}
        self.trainings: dict[UUID, TrainingRecorded] = {}
        self.passes: dict[UUID, AcceptancePassed] = {}
        self.assessed: dict[UUID, AcceptancePassed | AcceptanceFailed] = {}
        self.benchmarks: dict[UUID, BenchmarkChosen] = {}
        self.places: dict[UUID, PilotListed | PilotDelisted] = {}
        self.reached: set[tuple[UUID, str]] = set()

    def project(self, project_id: UUID) -> KnownProject | None:
        filed = self.filed.get(project_id)
        if filed is None or not filed.pack or filed.case_id is None:
            return None
        pack = PackRef.parse(filed.pack, filed.pack_sha256)
        return KnownProject(case_id=filed.case_id, applicant=filed.applicant, division=filed.division, pack=pack)

    def about_project(self, project_id: UUID, applicant_id: UUID) -> AboutProject:
        filed = self.filed.get(project_id)
        provider = self.providers.get(filed.provider_id) if filed is not None else None
        others = [each for each in self.filed.values() if each.applicant.id == applicant_id]
        chosen = [each for each in self.benchmarks.values() if each.project_id == project_id]
        newest = max(chosen, key=lambda each: each.chosen_on, default=None)
        return AboutProject(
            is_ended=project_id in self.ended,
            provider_kinds=None if provider is None else frozenset(provider.kinds),
            provider_is_enrolled=None if provider is None else isinstance(provider, ProviderEnrolled),
            person_days=_days(each for each in self.trainings.values() if each.project_id == project_id),
            other_projects=len({each.aggregate_id for each in others} - {project_id} - self.ended),
            benchmark_kind=None if newest is None else newest.kind,
        )

    def about_organisation(self, organisation_id: UUID) -> AboutOrganisation:
        provider = self.providers.get(organisation_id)
        led = {
            project_id
            for project_id, filed in self.filed.items()
            if organisation_id == (filed.group_lead_id or filed.provider_id)
        }
        return AboutOrganisation(
            kinds=None if provider is None else frozenset(provider.kinds),
            is_enrolled=None if provider is None else isinstance(provider, ProviderEnrolled),
            person_days=_days(
                each
                for each in self.trainings.values()
                if (each.institution_id or each.applicant.id) == organisation_id
            ),
            completed_enterprises=len({each.applicant.id for each in self.passes.values() if each.project_id in led}),
        )

    def assessed_by(self, institution_id: UUID) -> frozenset[str]:
        found = (each for each in self.assessed.values() if each.assessor_id == institution_id)
        return frozenset(each.applicant.credit_code for each in found)

    def milestones(self, project_id: UUID) -> frozenset[str]:
        return frozenset(name for at, name in self.reached if at == project_id)

    def is_pilot(self, organisation_id: UUID) -> bool:
        places = (each for each in self.places.values() if each.applicant.id == organisation_id)
        return any(isinstance(each, PilotListed) for each in places)

    def lost_its_place(self, organisation_id: UUID) -> bool:
        had_one = any(each.applicant.id == organisation_id for each in self.places.values())
        return had_one and not self.is_pilot(organisation_id)

    def keep_pilot(self, event: PilotListed | PilotDelisted) -> None:
        self.places[event.aggregate_id] = event

    def keep_reached(self, event: ProjectStageApproved) -> None:
        self.reached.add((event.aggregate_id, f"{event.stage}_approved"))

    def keep_provider(self, event: ProviderChanged) -> None:
        self.providers[event.aggregate_id] = event

    def keep_training(self, event: TrainingRecorded) -> None:
        self.trainings[event.aggregate_id] = event

    def keep_pass(self, event: AcceptancePassed) -> None:
        self.passes[event.project_id] = event
        self.keep_assessed(event)

    def keep_assessed(self, event: AcceptancePassed | AcceptanceFailed) -> None:
        if event.assessor_id is not None:
            self.assessed[event.project_id] = event

    def keep_benchmark(self, event: BenchmarkChosen) -> None:
        self.benchmarks[event.aggregate_id] = event

    def keep_project_end(self, event: ProjectTerminated) -> None:
        self.ended.add(event.aggregate_id)


def _days(trainings: Any) -> Decimal:
    return sum((Decimal(each.person_days) for each in trainings), Decimal(0))

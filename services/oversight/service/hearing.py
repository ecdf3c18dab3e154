"""What registry, declaration and project tell: every event is kept as it was told."""

from __future__ import annotations

from chassis.subscriptions import subscribe
from contracts.events.declaration import (
    CaseMovedToPack,
    DeclarationApproved,
    DeclarationRejected,
    DeclarationReturned,
    DeclarationSubmitted,
    DeclarationWithdrawn,
    PackReleased,
    PilotDelisted,
    PilotListed,
    PlatformRecognised,
)
from contracts.events.project import (
    BenchmarkChosen,
    ContractFiled,
    FindingRecorded,
    ProgressReported,
    ProjectCompleted,
    ProjectEnrolled,
    ProjectFiled,
    ProjectMovedToPack,
    ProjectRejected,
    ProjectReturned,
    ProjectStageApproved,
    ProjectTerminated,
    TrainingRecorded,
    WarningIssued,
    WarningLifted,
)
from contracts.events.registry import (
    DivisionChanged,
    OrganisationChanged,
    ProductListed,
    ProductWithdrawn,
    ProviderEnrolled,
    ProviderRemoved,
    ProviderSuspended,
)
from services.oversight.storage.unit import OversightUnit
from services.oversight.use_cases.record_happening import record_happening


class HearingMethods:
    """One handler per event; each can run twice, late or out of order."""

    @subscribe(DivisionChanged)
    def on_division_changed(self, uow: OversightUnit, event: DivisionChanged) -> None:
        record_happening(uow, event)
        uow.facts.keep_division(event)

    @subscribe(OrganisationChanged)
    def on_organisation_changed(self, uow: OversightUnit, event: OrganisationChanged) -> None:
        record_happening(uow, event)
        uow.facts.keep_organisation(event)

    @subscribe(ProductListed)
    def on_product_listed(self, uow: OversightUnit, event: ProductListed) -> None:
        record_happening(uow, event)

    @subscribe(ProductWithdrawn)
    def on_product_withdrawn(self, uow: OversightUnit, event: ProductWithdrawn) -> None:
        record_happening(uow, event)

    @subscribe(ProviderEnrolled)
    def on_provider_enrolled(self, uow: OversightUnit, event: ProviderEnrolled) -> None:
        record_happening(uow, event)

    @subscribe(ProviderRemoved)
    def on_provider_removed(self, uow: OversightUnit, event: ProviderRemoved) -> None:
        record_happening(uow, event)

    @subscribe(ProviderSuspended)
    def on_provider_suspended(self, uow: OversightUnit, event: ProviderSuspended) -> None:
        record_happening(uow, event)

    @subscribe(CaseMovedToPack)
    def on_case_moved_to_pack(self, uow: OversightUnit, event: CaseMovedToPack) -> None:
        record_happening(uow, event)

    @subscribe(ProjectMovedToPack)
    def on_project_moved_to_pack(self, uow: OversightUnit, event: ProjectMovedToPack) -> None:
        record_happening(uow, event)

    @subscribe(DeclarationApproved)
    def on_declaration_approved(self, uow: OversightUnit, event: DeclarationApproved) -> None:
        record_happening(uow, event)

    @subscribe(DeclarationRejected)
    def on_declaration_rejected(self, uow: OversightUnit, event: DeclarationRejected) -> None:
        record_happening(uow, event)

    @subscribe(DeclarationReturned)
    def on_declaration_returned(self, uow: OversightUnit, event: DeclarationReturned) -> None:
        record_happening(uow, event)

    @subscribe(DeclarationSubmitted)
    def on_declaration_submitted(self, uow: OversightUnit, event: DeclarationSubmitted) -> None:
        record_happening(uow, event)

    @subscribe(DeclarationWithdrawn)
    def on_declaration_withdrawn(self, uow: OversightUnit, event: DeclarationWithdrawn) -> None:
        record_happening(uow, event)

    @subscribe(PackReleased)
    def on_pack_released(self, uow: OversightUnit, event: PackReleased) -> None:
        record_happening(uow, event)
        uow.facts.keep_pack(event)

    @subscribe(PilotDelisted)
    def on_pilot_delisted(self, uow: OversightUnit, event: PilotDelisted) -> None:
        record_happening(uow, event)

    @subscribe(PilotListed)
    def on_pilot_listed(self, uow: OversightUnit, event: PilotListed) -> None:
        record_happening(uow, event)

    @subscribe(PlatformRecognised)
    def on_platform_recognised(self, uow: OversightUnit, event: PlatformRecognised) -> None:
        record_happening(uow, event)

    @subscribe(BenchmarkChosen)
    def on_benchmark_chosen(self, uow: OversightUnit, event: BenchmarkChosen) -> None:
        record_happening(uow, event)

    @subscribe(ContractFiled)
    def on_contract_filed(self, uow: OversightUnit, event: ContractFiled) -> None:
        record_happening(uow, event)

    @subscribe(FindingRecorded)
    def on_finding_recorded(self, uow: OversightUnit, event: FindingRecorded) -> None:
        record_happening(uow, event)

    @subscribe(ProgressReported)
    def on_progress_reported(self, uow: OversightUnit, event: ProgressReported) -> None:
        record_happening(uow, event)

    @subscribe(ProjectCompleted)
    def on_project_completed(self, uow: OversightUnit, event: ProjectCompleted) -> None:
        record_happening(uow, event)

    @subscribe(ProjectEnrolled)
    def on_project_enrolled(self, uow: OversightUnit, event: ProjectEnrolled) -> None:
        record_happening(uow, event)

    @subscribe(ProjectFiled)
    def on_project_filed(self, uow: OversightUnit, event: ProjectFiled) -> None:
        record_happening(uow, event)

    @subscribe(ProjectRejected)
    def on_project_rejected(self, uow: OversightUnit, event: ProjectRejected) -> None:
        record_happening(uow, event)

    @subscribe(ProjectReturned)
    def on_project_returned(self, uow: OversightUnit, event: ProjectReturned) -> None:
        record_happening(uow, event)

    @subscribe(ProjectStageApproved)
    def on_project_stage_approved(self, uow: OversightUnit, event: ProjectStageApproved) -> None:
        record_happening(uow, event)

    @subscribe(ProjectTerminated)
    def on_project_terminated(self, uow: OversightUnit, event: ProjectTerminated) -> None:
        record_happening(uow, event)

    @subscribe(TrainingRecorded)
    def on_training_recorded(self, uow: OversightUnit, event: TrainingRecorded) -> None:
        record_happening(uow, event)

    @subscribe(WarningIssued)
    def on_warning_issued(self, uow: OversightUnit, event: WarningIssued) -> None:
        record_happening(uow, event)

    @subscribe(WarningLifted)
    def on_warning_lifted(self, uow: OversightUnit, event: WarningLifted) -> None:
        record_happening(uow, event)

"""What the other services tell: every event is kept as it was told."""

from __future__ import annotations

from chassis.subscriptions import subscribe
from contracts.events.acceptance import (
    AcceptanceFailed,
    AcceptancePassed,
    AcceptanceRequested,
    AcceptanceReturned,
    AssessmentAssigned,
    AssessmentRequested,
    AssessmentReturned,
    AssessmentSubmitted,
    DiagnosisConfirmed,
    DiagnosisDisputed,
    LevelConfirmed,
    LevelDisputed,
    RectificationOrdered,
    SelfAssessmentCompleted,
)
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
from contracts.events.funding import (
    AwardComputed,
    HonourGranted,
    RecoveryOpened,
    RecoverySettled,
    TranchePaid,
    TrancheReleased,
    TrancheReturned,
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

    @subscribe(AcceptanceFailed)
    def on_acceptance_failed(self, uow: OversightUnit, event: AcceptanceFailed) -> None:
        record_happening(uow, event)

    @subscribe(AcceptancePassed)
    def on_acceptance_passed(self, uow: OversightUnit, event: AcceptancePassed) -> None:
        record_happening(uow, event)

    @subscribe(AcceptanceRequested)
    def on_acceptance_requested(self, uow: OversightUnit, event: AcceptanceRequested) -> None:
        record_happening(uow, event)

    @subscribe(AcceptanceReturned)
    def on_acceptance_returned(self, uow: OversightUnit, event: AcceptanceReturned) -> None:
        record_happening(uow, event)

    @subscribe(AssessmentAssigned)
    def on_assessment_assigned(self, uow: OversightUnit, event: AssessmentAssigned) -> None:
        record_happening(uow, event)

    @subscribe(AssessmentRequested)
    def on_assessment_requested(self, uow: OversightUnit, event: AssessmentRequested) -> None:
        record_happening(uow, event)

    @subscribe(AssessmentReturned)
    def on_assessment_returned(self, uow: OversightUnit, event: AssessmentReturned) -> None:
        record_happening(uow, event)

    @subscribe(AssessmentSubmitted)
    def on_assessment_submitted(self, uow: OversightUnit, event: AssessmentSubmitted) -> None:
        record_happening(uow, event)

    @subscribe(DiagnosisConfirmed)
    def on_diagnosis_confirmed(self, uow: OversightUnit, event: DiagnosisConfirmed) -> None:
        record_happening(uow, event)

    @subscribe(DiagnosisDisputed)
    def on_diagnosis_disputed(self, uow: OversightUnit, event: DiagnosisDisputed) -> None:
        record_happening(uow, event)

    @subscribe(LevelConfirmed)
    def on_level_confirmed(self, uow: OversightUnit, event: LevelConfirmed) -> None:
        record_happening(uow, event)

    @subscribe(LevelDisputed)
    def on_level_disputed(self, uow: OversightUnit, event: LevelDisputed) -> None:
        record_happening(uow, event)

    @subscribe(RectificationOrdered)
    def on_rectification_ordered(self, uow: OversightUnit, event: RectificationOrdered) -> None:
        record_happening(uow, event)

    @subscribe(SelfAssessmentCompleted)
    def on_self_assessment_completed(self, uow: OversightUnit, event: SelfAssessmentCompleted) -> None:
        record_happening(uow, event)

    @subscribe(AwardComputed)
    def on_award_computed(self, uow: OversightUnit, event: AwardComputed) -> None:
        record_happening(uow, event)

    @subscribe(HonourGranted)
    def on_honour_granted(self, uow: OversightUnit, event: HonourGranted) -> None:
        record_happening(uow, event)

    @subscribe(RecoveryOpened)
    def on_recovery_opened(self, uow: OversightUnit, event: RecoveryOpened) -> None:
        record_happening(uow, event)

    @subscribe(RecoverySettled)
    def on_recovery_settled(self, uow: OversightUnit, event: RecoverySettled) -> None:
        record_happening(uow, event)

    @subscribe(TranchePaid)
    def on_tranche_paid(self, uow: OversightUnit, event: TranchePaid) -> None:
        record_happening(uow, event)

    @subscribe(TrancheReleased)
    def on_tranche_released(self, uow: OversightUnit, event: TrancheReleased) -> None:
        record_happening(uow, event)

    @subscribe(TrancheReturned)
    def on_tranche_returned(self, uow: OversightUnit, event: TrancheReturned) -> None:
        record_happening(uow, event)

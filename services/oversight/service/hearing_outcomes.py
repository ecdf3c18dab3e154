"""What acceptance and funding tell: every event is kept as it was told."""

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
from contracts.events.funding import (
    AwardApplicationApproved,
    AwardApplicationRejected,
    AwardApplicationReturned,
    AwardApplicationSubmitted,
    AwardApplicationWithdrawn,
    AwardComputed,
    HonourGranted,
    RecoveryOpened,
    RecoverySettled,
    TranchePaid,
    TrancheReleased,
    TrancheReturned,
)
from services.oversight.storage.unit import OversightUnit
from services.oversight.use_cases.record_happening import record_happening


class OutcomeMethods:
    """One handler per event; each can run twice, late or out of order."""

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

    @subscribe(AwardApplicationApproved)
    def on_award_application_approved(self, uow: OversightUnit, event: AwardApplicationApproved) -> None:
        record_happening(uow, event)

    @subscribe(AwardApplicationRejected)
    def on_award_application_rejected(self, uow: OversightUnit, event: AwardApplicationRejected) -> None:
        record_happening(uow, event)

    @subscribe(AwardApplicationReturned)
    def on_award_application_returned(self, uow: OversightUnit, event: AwardApplicationReturned) -> None:
        record_happening(uow, event)

    @subscribe(AwardApplicationSubmitted)
    def on_award_application_submitted(self, uow: OversightUnit, event: AwardApplicationSubmitted) -> None:
        record_happening(uow, event)

    @subscribe(AwardApplicationWithdrawn)
    def on_award_application_withdrawn(self, uow: OversightUnit, event: AwardApplicationWithdrawn) -> None:
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

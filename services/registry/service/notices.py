"""What happens in a case, told to the people whom it concerns: one handler per milestone (ALL5)."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Runtime
from chassis.subscriptions import subscribe
from contracts.events.acceptance import (
    AcceptanceAssigned,
    AcceptanceFailed,
    AcceptancePassed,
    AcceptanceRequested,
    AcceptanceReturned,
    RectificationOrdered,
)
from contracts.events.declaration import (
    CallOpened,
    DeclarationApproved,
    DeclarationAssigned,
    DeclarationRejected,
    DeclarationReturned,
    DeclarationSubmitted,
    DeclarationWithdrawn,
    PilotDelisted,
    PilotListed,
    PlatformRecognised,
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
from contracts.events.project import (
    BenchmarkChosen,
    ProjectAssigned,
    ProjectCompleted,
    ProjectEnrolled,
    ProjectFiled,
    ProjectRejected,
    ProjectReturned,
    ProjectStageApproved,
    WarningIssued,
    WarningLifted,
)
from policy.lifecycle import COMPLETION, CONTRACT, ENROLMENT
from policy.packs import PackRef, Packs
from services.registry.domain.due_steps import tells_of_step
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.service.real_time import real_now
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.notify_applicants import notify_applicants
from services.registry.use_cases.notify_people import notify_people
from services.registry.use_cases.settle_payee_account import settle_payee_account


class NoticeHandlers:
    """Every handler tells the applicant's people, and those who have the step from now on."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    def _tell(self, uow: RegistryUnit, event: Any) -> None:
        uow.deliveries.queue(event, real_now())
        if tells_of_step(event):
            keep_due_step(uow, event, at=self.runtime.clock.now())
        notify_people(
            uow,
            self.runtime.sealer,
            event,
            applicant_id=event.applicant.id,
            now=real_now(),
            stage_title=self._stage_title(event),
        )

    def _stage_title(self, event: Any) -> str | None:
        """As the pack calls the stage; None for an event that is about none."""
        stage: str | None = getattr(event, "stage", None)
        if stage is None:
            return None
        return self.packs.get(PackRef.parse(event.pack, event.pack_sha256)).stage(stage).title

    @subscribe(CallOpened)
    def on_call_opened(self, uow, event: CallOpened) -> None:
        facts = {"batch": event.batch} | ({"closes_at": event.closes_at} if event.closes_at else {})
        notice = Notice(kind=KINDS["call_opened"], subject_id=event.aggregate_id, facts=facts, at=event.at)
        notify_applicants(uow, self.runtime.sealer, notice, now=real_now())

    @subscribe(DeclarationSubmitted)
    def on_declaration_submitted(self, uow, event: DeclarationSubmitted) -> None:
        self._tell(uow, event)

    @subscribe(DeclarationAssigned)
    def on_declaration_assigned(self, uow, event: DeclarationAssigned) -> None:
        self._tell(uow, event)

    @subscribe(DeclarationReturned)
    def on_declaration_returned(self, uow, event: DeclarationReturned) -> None:
        self._tell(uow, event)

    @subscribe(DeclarationRejected)
    def on_declaration_rejected(self, uow, event: DeclarationRejected) -> None:
        self._tell(uow, event)

    @subscribe(DeclarationApproved)
    def on_declaration_approved(self, uow, event: DeclarationApproved) -> None:
        self._tell(uow, event)

    @subscribe(DeclarationWithdrawn)
    def on_declaration_withdrawn(self, uow, event: DeclarationWithdrawn) -> None:
        self._tell(uow, event)

    @subscribe(PilotListed)
    def on_pilot_listed(self, uow, event: PilotListed) -> None:
        self._tell(uow, event)

    @subscribe(PilotDelisted)
    def on_pilot_delisted(self, uow, event: PilotDelisted) -> None:
        self._tell(uow, event)

    @subscribe(PlatformRecognised)
    def on_platform_recognised(self, uow, event: PlatformRecognised) -> None:
        self._tell(uow, event)

    @subscribe(ProjectFiled)
    def on_project_filed(self, uow, event: ProjectFiled) -> None:
        self._tell(uow, event)

    @subscribe(ProjectAssigned)
    def on_project_assigned(self, uow, event: ProjectAssigned) -> None:
        self._tell(uow, event)

    @subscribe(ProjectReturned)
    def on_project_returned(self, uow, event: ProjectReturned) -> None:
        self._tell(uow, event)

    @subscribe(ProjectRejected)
    def on_project_rejected(self, uow, event: ProjectRejected) -> None:
        self._tell(uow, event)

    @subscribe(ProjectStageApproved)
    def on_project_stage_approved(self, uow, event: ProjectStageApproved) -> None:
        """Enrolment and completion are told by their own events. With a contract its account for payment is settled."""
        if not {ENROLMENT, COMPLETION} & set(event.yields):
            self._tell(uow, event)
        if CONTRACT in event.yields:
            payee_id, clock = event.payee_account_id, self.runtime.clock
            settle_payee_account(uow, self.runtime.sealer, clock, payee_id, now=real_now())

    @subscribe(ProjectCompleted)
    def on_project_completed(self, uow, event: ProjectCompleted) -> None:
        self._tell(uow, event)

    @subscribe(ProjectEnrolled)
    def on_project_enrolled(self, uow, event: ProjectEnrolled) -> None:
        self._tell(uow, event)

    @subscribe(WarningIssued)
    def on_warning_issued(self, uow, event: WarningIssued) -> None:
        self._tell(uow, event)

    @subscribe(WarningLifted)
    def on_warning_lifted(self, uow, event: WarningLifted) -> None:
        self._tell(uow, event)

    @subscribe(BenchmarkChosen)
    def on_benchmark_chosen(self, uow, event: BenchmarkChosen) -> None:
        self._tell(uow, event)

    @subscribe(AcceptanceRequested)
    def on_acceptance_requested(self, uow, event: AcceptanceRequested) -> None:
        self._tell(uow, event)

    @subscribe(AcceptanceAssigned)
    def on_acceptance_assigned(self, uow, event: AcceptanceAssigned) -> None:
        self._tell(uow, event)

    @subscribe(AcceptanceReturned)
    def on_acceptance_returned(self, uow, event: AcceptanceReturned) -> None:
        self._tell(uow, event)

    @subscribe(RectificationOrdered)
    def on_rectification_ordered(self, uow, event: RectificationOrdered) -> None:
        self._tell(uow, event)

    @subscribe(AcceptancePassed)
    def on_acceptance_passed(self, uow, event: AcceptancePassed) -> None:
        self._tell(uow, event)
        uow.projects.keep_verdict(event)

    @subscribe(AcceptanceFailed)
    def on_acceptance_failed(self, uow, event: AcceptanceFailed) -> None:
        self._tell(uow, event)
        uow.projects.keep_verdict(event)

    @subscribe(AwardComputed)
    def on_award_computed(self, uow, event: AwardComputed) -> None:
        self._tell(uow, event)

    @subscribe(TrancheReleased)
    def on_tranche_released(self, uow, event: TrancheReleased) -> None:
        self._tell(uow, event)

    @subscribe(TranchePaid)
    def on_tranche_paid(self, uow, event: TranchePaid) -> None:
        self._tell(uow, event)

    @subscribe(TrancheReturned)
    def on_tranche_returned(self, uow, event: TrancheReturned) -> None:
        self._tell(uow, event)

    @subscribe(RecoveryOpened)
    def on_recovery_opened(self, uow, event: RecoveryOpened) -> None:
        self._tell(uow, event)

    @subscribe(RecoverySettled)
    def on_recovery_settled(self, uow, event: RecoverySettled) -> None:
        self._tell(uow, event)

    @subscribe(HonourGranted)
    def on_honour_granted(self, uow, event: HonourGranted) -> None:
        self._tell(uow, event)

    @subscribe(AwardApplicationSubmitted)
    def on_award_application_submitted(self, uow, event: AwardApplicationSubmitted) -> None:
        self._tell(uow, event)

    @subscribe(AwardApplicationReturned)
    def on_award_application_returned(self, uow, event: AwardApplicationReturned) -> None:
        self._tell(uow, event)

    @subscribe(AwardApplicationRejected)
    def on_award_application_rejected(self, uow, event: AwardApplicationRejected) -> None:
        self._tell(uow, event)

    @subscribe(AwardApplicationApproved)
    def on_award_application_approved(self, uow, event: AwardApplicationApproved) -> None:
        """The account that it is paid to is settled with it."""
        self._tell(uow, event)
        settle_payee_account(uow, self.runtime.sealer, self.runtime.clock, event.payee_account_id, now=real_now())

    @subscribe(AwardApplicationWithdrawn)
    def on_award_application_withdrawn(self, uow, event: AwardApplicationWithdrawn) -> None:
        self._tell(uow, event)

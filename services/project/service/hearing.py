"""What other services tell: facts are kept, and what they change here is changed."""

from __future__ import annotations

from chassis.runtime import Runtime
from chassis.subscriptions import subscribe
from contracts.events.acceptance import (
    AcceptanceFailed,
    AcceptancePassed,
    AcceptanceRequested,
    DiagnosisConfirmed,
    LevelConfirmed,
    RectificationOrdered,
)
from contracts.events.declaration import (
    CallClosed,
    CallOpened,
    CaseMovedToPack,
    PackReleased,
    PilotDelisted,
    PilotListed,
)
from contracts.events.registry import (
    CalendarChanged,
    DelegationGranted,
    DelegationRevoked,
    DivisionChanged,
    OrganisationChanged,
    PayeeAccountChanged,
    ProductListed,
    ProductWithdrawn,
    ProviderEnrolled,
    ProviderRemoved,
    ProviderSuspended,
    RelationDeclared,
    StandingChanged,
)
from policy.packs import Packs
from services.project.domain.known import ProviderState
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.follow_division import follow_division
from services.project.use_cases.follow_pack import follow_pack
from services.project.use_cases.recompute_deadlines import recompute_deadlines


class HearingMethods:
    """One handler per event; each can run twice, late or out of order."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @subscribe(OrganisationChanged)
    def on_organisation_changed(self, uow: ProjectUnit, event: OrganisationChanged) -> None:
        """Keep it; open projects follow the applicant to its division."""
        uow.facts.keep_organisation(event)
        follow_division(uow, self.runtime.clock, event.aggregate_id)

    @subscribe(StandingChanged)
    def on_standing_changed(self, uow: ProjectUnit, event: StandingChanged) -> None:
        """Keep it: a pack's gate may ask for it."""
        uow.facts.keep_standing(event)

    @subscribe(DivisionChanged)
    def on_division_changed(self, uow: ProjectUnit, event: DivisionChanged) -> None:
        """Keep it."""
        uow.facts.keep_division(event)

    @subscribe(CalendarChanged)
    def on_calendar_changed(self, uow: ProjectUnit, event: CalendarChanged) -> None:
        """Keep it; deadlines that reach into the year are counted anew."""
        uow.facts.keep_calendar_year(event)
        recompute_deadlines(uow, year=event.year)

    @subscribe(PackReleased)
    def on_pack_released(self, uow: ProjectUnit, event: PackReleased) -> None:
        """Keep it."""
        uow.facts.keep_pack(event)

    @subscribe(CaseMovedToPack)
    def on_case_moved_to_pack(self, uow: ProjectUnit, event: CaseMovedToPack) -> None:
        """Keep it; projects of the case that have not ended follow."""
        follow_pack(uow, self.packs, event)

    @subscribe(CallOpened)
    def on_call_opened(self, uow: ProjectUnit, event: CallOpened) -> None:
        """Keep it: where a programme begins with projects, they are started under it."""
        uow.known.keep_call(event)

    @subscribe(CallClosed)
    def on_call_closed(self, uow: ProjectUnit, event: CallClosed) -> None:
        """Keep it: nothing more is started under it."""
        uow.known.keep_call(event)

    @subscribe(PilotListed)
    def on_pilot_listed(self, uow: ProjectUnit, event: PilotListed) -> None:
        """Keep it: the enterprise may file projects."""
        uow.known.keep_pilot(event)

    @subscribe(PilotDelisted)
    def on_pilot_delisted(self, uow: ProjectUnit, event: PilotDelisted) -> None:
        """Keep it: nothing more is filed or enrolled."""
        uow.known.keep_pilot(event)

    @subscribe(ProviderEnrolled)
    def on_provider_enrolled(self, uow: ProjectUnit, event: ProviderEnrolled) -> None:
        """Keep it."""
        uow.known.keep_provider(event, ProviderState.ENROLLED)

    @subscribe(ProviderSuspended)
    def on_provider_suspended(self, uow: ProjectUnit, event: ProviderSuspended) -> None:
        """Keep it: no new filings with it."""
        uow.known.keep_provider(event, ProviderState.SUSPENDED)

    @subscribe(ProviderRemoved)
    def on_provider_removed(self, uow: ProjectUnit, event: ProviderRemoved) -> None:
        """Keep it."""
        uow.known.keep_provider(event, ProviderState.REMOVED)

    @subscribe(ProductListed)
    def on_product_listed(self, uow: ProjectUnit, event: ProductListed) -> None:
        """Keep it; contracts that were filed keep their snapshot."""
        uow.known.keep_product(event)

    @subscribe(ProductWithdrawn)
    def on_product_withdrawn(self, uow: ProjectUnit, event: ProductWithdrawn) -> None:
        """Keep it; contracts that were filed keep their snapshot."""
        uow.known.keep_product(event)

    @subscribe(PayeeAccountChanged)
    def on_payee_account_changed(self, uow: ProjectUnit, event: PayeeAccountChanged) -> None:
        """Keep whose it is and its last four digits, nothing else."""
        uow.known.keep_payee(event)

    @subscribe(DiagnosisConfirmed)
    def on_diagnosis_confirmed(self, uow: ProjectUnit, event: DiagnosisConfirmed) -> None:
        """Keep it: a pack's stages may wait for it (ZS2). Without a project it counts for those of its case."""
        subject_id = event.project_id or event.case_id
        if subject_id is not None:
            uow.known.keep_milestone(event, subject_id)

    @subscribe(LevelConfirmed)
    def on_level_confirmed(self, uow: ProjectUnit, event: LevelConfirmed) -> None:
        """Keep it: a pack's stages may wait for it (ZS6)."""
        uow.known.keep_milestone(event, event.project_id)

    @subscribe(RectificationOrdered)
    def on_rectification_ordered(self, uow: ProjectUnit, event: RectificationOrdered) -> None:
        """Keep it: the project shows it."""
        uow.known.keep_acceptance(event)

    @subscribe(AcceptanceRequested)
    def on_acceptance_requested(self, uow: ProjectUnit, event: AcceptanceRequested) -> None:
        """Keep it: what had to be rectified was handed in again."""
        uow.known.keep_acceptance(event)

    @subscribe(AcceptancePassed)
    def on_acceptance_passed(self, uow: ProjectUnit, event: AcceptancePassed) -> None:
        """Keep it: nothing is left to rectify, and nothing can be amended any more."""
        uow.known.keep_acceptance(event)
        uow.known.keep_milestone(event, event.project_id)

    @subscribe(AcceptanceFailed)
    def on_acceptance_failed(self, uow: ProjectUnit, event: AcceptanceFailed) -> None:
        """Keep it: there is no more time to rectify."""
        uow.known.keep_acceptance(event)

    @subscribe(DelegationGranted)
    def on_delegation_granted(self, uow: ProjectUnit, event: DelegationGranted) -> None:
        """Keep it: the agent may save and hand in for the enterprise in these stages, and in no others."""
        uow.facts.keep_delegation(event, is_in_force=True)

    @subscribe(DelegationRevoked)
    def on_delegation_revoked(self, uow: ProjectUnit, event: DelegationRevoked) -> None:
        """Keep it: from now on the enterprise acts alone."""
        uow.facts.keep_delegation(event, is_in_force=False)

    @subscribe(RelationDeclared)
    def on_relation_declared(self, uow: ProjectUnit, event: RelationDeclared) -> None:
        """Keep it: who has to do with an enterprise does not judge it."""
        uow.facts.keep_relation(event)

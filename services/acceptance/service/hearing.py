"""What other services tell: facts are kept, and what they change here is changed."""

from __future__ import annotations

from chassis.runtime import Runtime
from chassis.subscriptions import subscribe
from contracts.events.declaration import CaseMovedToPack, PackReleased
from contracts.events.funding import HonourGranted
from contracts.events.project import (
    ContractFiled,
    ProgressReported,
    ProjectCompleted,
    ProjectEnrolled,
    ProjectMovedToPack,
    ProjectStageApproved,
    ProjectTerminated,
)
from contracts.events.registry import (
    CalendarChanged,
    DelegationGranted,
    DelegationRevoked,
    DivisionChanged,
    OrganisationChanged,
    ProviderEnrolled,
    ProviderRemoved,
    ProviderSuspended,
    RelationDeclared,
    StandingChanged,
)
from policy.packs import Packs
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.follow_division import follow_division
from services.acceptance.use_cases.follow_pack import follow_pack, follow_pack_of_project
from services.acceptance.use_cases.recompute_deadlines import recompute_deadlines


class HearingMethods:
    """One handler per event; each can run twice, late or out of order."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @subscribe(OrganisationChanged)
    def on_organisation_changed(self, uow: AcceptanceUnit, event: OrganisationChanged) -> None:
        """Keep it; open acceptances follow the enterprise to its division."""
        uow.facts.keep_organisation(event)
        follow_division(uow, self.runtime.clock, event.aggregate_id)

    @subscribe(StandingChanged)
    def on_standing_changed(self, uow: AcceptanceUnit, event: StandingChanged) -> None:
        """Keep it."""
        uow.facts.keep_standing(event)

    @subscribe(DivisionChanged)
    def on_division_changed(self, uow: AcceptanceUnit, event: DivisionChanged) -> None:
        """Keep it."""
        uow.facts.keep_division(event)

    @subscribe(CalendarChanged)
    def on_calendar_changed(self, uow: AcceptanceUnit, event: CalendarChanged) -> None:
        """Keep it; deadlines that reach into the year are counted anew."""
        uow.facts.keep_calendar_year(event)
        recompute_deadlines(uow, year=event.year)

    @subscribe(ProviderEnrolled)
    def on_provider_enrolled(self, uow: AcceptanceUnit, event: ProviderEnrolled) -> None:
        """Keep it: what its kinds let it do."""
        uow.assessment_facts.keep_provider(event)

    @subscribe(ProviderSuspended)
    def on_provider_suspended(self, uow: AcceptanceUnit, event: ProviderSuspended) -> None:
        """Keep it: it may do nothing for now."""
        uow.assessment_facts.keep_provider(event)

    @subscribe(ProviderRemoved)
    def on_provider_removed(self, uow: AcceptanceUnit, event: ProviderRemoved) -> None:
        """Keep it: it may do nothing any more."""
        uow.assessment_facts.keep_provider(event)

    @subscribe(PackReleased)
    def on_pack_released(self, uow: AcceptanceUnit, event: PackReleased) -> None:
        """Keep it."""
        uow.facts.keep_pack(event)

    @subscribe(CaseMovedToPack)
    def on_case_moved_to_pack(self, uow: AcceptanceUnit, event: CaseMovedToPack) -> None:
        """Keep it; acceptances of the case that are not over follow."""
        follow_pack(uow, self.packs, event)

    @subscribe(ProjectStageApproved)
    def on_project_stage_approved(self, uow: AcceptanceUnit, event: ProjectStageApproved) -> None:
        """Keep it: a pack's stages wait for it."""
        uow.projects.keep_project(event)

    @subscribe(ProjectEnrolled)
    def on_project_enrolled(self, uow: AcceptanceUnit, event: ProjectEnrolled) -> None:
        """Keep it: acceptance can be asked for."""
        uow.projects.keep_project(event)

    @subscribe(ProjectCompleted)
    def on_project_completed(self, uow: AcceptanceUnit, event: ProjectCompleted) -> None:
        """Keep it: a pack's stages wait for it."""
        uow.projects.keep_project(event)

    @subscribe(ProjectMovedToPack)
    def on_project_moved_to_pack(self, uow: AcceptanceUnit, event: ProjectMovedToPack) -> None:
        """Keep it; its acceptance that is not over follows."""
        follow_pack_of_project(uow, self.packs, event)

    @subscribe(ContractFiled)
    def on_contract_filed(self, uow: AcceptanceUnit, event: ContractFiled) -> None:
        """Keep it with its ceilings; its provider does not assess this project."""
        uow.projects.keep_contract(event)

    @subscribe(ProgressReported)
    def on_progress_reported(self, uow: AcceptanceUnit, event: ProgressReported) -> None:
        """Keep it: progress is a basis of acceptance (DL7)."""
        uow.projects.keep_progress(event)

    @subscribe(ProjectTerminated)
    def on_project_terminated(self, uow: AcceptanceUnit, event: ProjectTerminated) -> None:
        """Keep it: nothing more can be asked for."""
        uow.projects.keep_termination(event)

    @subscribe(HonourGranted)
    def on_honour_granted(self, uow: AcceptanceUnit, event: HonourGranted) -> None:
        """Keep it: a pack may close a stage to a project that needs no funds (ZS8)."""
        uow.projects.keep_reached(event.project_id, event.NAME, city=event.city)

    @subscribe(DelegationGranted)
    def on_delegation_granted(self, uow: AcceptanceUnit, event: DelegationGranted) -> None:
        """Keep it: the agent may save and hand in for the enterprise in these stages, and in no others."""
        uow.facts.keep_delegation(event, is_in_force=True)

    @subscribe(DelegationRevoked)
    def on_delegation_revoked(self, uow: AcceptanceUnit, event: DelegationRevoked) -> None:
        """Keep it: from now on the enterprise acts alone."""
        uow.facts.keep_delegation(event, is_in_force=False)

    @subscribe(RelationDeclared)
    def on_relation_declared(self, uow: AcceptanceUnit, event: RelationDeclared) -> None:
        """Keep it: who has to do with an enterprise does not judge it."""
        uow.facts.keep_relation(event)

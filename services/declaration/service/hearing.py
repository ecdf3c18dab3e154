"""What other services tell: facts are kept, and what they change here is changed."""

from __future__ import annotations

from chassis.runtime import Runtime
from chassis.subscriptions import subscribe
from contracts.events.acceptance import LevelConfirmed, SelfAssessmentCompleted
from contracts.events.project import WarningIssued, WarningLifted
from contracts.events.registry import (
    CalendarChanged,
    DelegationGranted,
    DelegationRevoked,
    DivisionChanged,
    OrganisationChanged,
    RelationDeclared,
    StandingChanged,
)
from policy.packs import Packs
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.follow_division import follow_division
from services.declaration.use_cases.follow_warnings import follow_warnings
from services.declaration.use_cases.list_by_level import list_by_level
from services.declaration.use_cases.recompute_deadlines import recompute_deadlines


class HearingMethods:
    """One handler per event; each can run twice, late or out of order."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @subscribe(OrganisationChanged)
    def on_organisation_changed(self, uow: DeclarationUnit, event: OrganisationChanged) -> None:
        """Keep it; open declarations follow the applicant to its division."""
        uow.facts.keep_organisation(event)
        follow_division(uow, self.runtime.clock, event.aggregate_id)

    @subscribe(StandingChanged)
    def on_standing_changed(self, uow: DeclarationUnit, event: StandingChanged) -> None:
        """Keep it: submitting asks for it."""
        uow.facts.keep_standing(event)

    @subscribe(DivisionChanged)
    def on_division_changed(self, uow: DeclarationUnit, event: DivisionChanged) -> None:
        """Keep it."""
        uow.facts.keep_division(event)

    @subscribe(SelfAssessmentCompleted)
    def on_self_assessment_completed(self, uow: DeclarationUnit, event: SelfAssessmentCompleted) -> None:
        """Keep it: forms are filled in from it, and conditions ask for it (XA6)."""
        uow.facts.keep_self_assessment(event)

    @subscribe(LevelConfirmed)
    def on_level_confirmed(self, uow: DeclarationUnit, event: LevelConfirmed) -> None:
        """It makes a pilot enterprise, where the pack says so (ZS6)."""
        list_by_level(uow, self.packs, self.runtime.clock, event)

    @subscribe(WarningIssued)
    def on_warning_issued(self, uow: DeclarationUnit, event: WarningIssued) -> None:
        """It suspends or delists the places of the enterprise, where it says so (XB8)."""
        uow.facts.keep_warning(event, is_open=True)
        follow_warnings(uow, self.runtime.clock, event.subject_id)

    @subscribe(WarningLifted)
    def on_warning_lifted(self, uow: DeclarationUnit, event: WarningLifted) -> None:
        """Places that it alone suspended are as before."""
        uow.facts.keep_warning(event, is_open=False)
        follow_warnings(uow, self.runtime.clock, event.subject_id)

    @subscribe(CalendarChanged)
    def on_calendar_changed(self, uow: DeclarationUnit, event: CalendarChanged) -> None:
        """Keep it; deadlines and notice periods that reach into the year are counted anew."""
        uow.facts.keep_calendar_year(event)
        recompute_deadlines(uow, self.runtime.clock, year=event.year)

    @subscribe(DelegationGranted)
    def on_delegation_granted(self, uow: DeclarationUnit, event: DelegationGranted) -> None:
        """Keep it: the agent may save and hand in for the enterprise in these stages, and in no others."""
        uow.facts.keep_delegation(event, is_in_force=True)

    @subscribe(DelegationRevoked)
    def on_delegation_revoked(self, uow: DeclarationUnit, event: DelegationRevoked) -> None:
        """Keep it: from now on the enterprise acts alone."""
        uow.facts.keep_delegation(event, is_in_force=False)

    @subscribe(RelationDeclared)
    def on_relation_declared(self, uow: DeclarationUnit, event: RelationDeclared) -> None:
        """Keep it: who has to do with an enterprise does not judge it."""
        uow.facts.keep_relation(event)

"""What other services tell: facts are kept, and an accepted project gets its award."""

from __future__ import annotations

from casework.common_facts import NotKnownHere
from chassis.inbox import NotYet
from chassis.runtime import Runtime
from chassis.subscriptions import subscribe
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import (
    CaseMovedToPack,
    PackReleased,
    PilotDelisted,
    PilotListed,
    PlatformRecognised,
)
from contracts.events.project import (
    BenchmarkChosen,
    ContractFiled,
    ProjectStageApproved,
    ProjectTerminated,
    TrainingRecorded,
)
from contracts.events.registry import (
    CalendarChanged,
    DivisionChanged,
    OrganisationChanged,
    PayeeAccountChanged,
    ProviderEnrolled,
    ProviderRemoved,
    ProviderSuspended,
    StandingChanged,
)
from policy.packs import Packs, UnknownPack
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.compute_award import compute_award
from services.funding.use_cases.load import Due
from services.funding.use_cases.move_applications import move_applications
from services.funding.use_cases.recompute_applications import recompute_applications
from services.funding.use_cases.recompute_notices import recompute_notices


class HearingMethods:
    """One handler per event; each can run twice, late or out of order."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @subscribe(AcceptancePassed)
    def on_acceptance_passed(self, uow: FundingUnit, event: AcceptancePassed) -> None:
        """Keep it and compute the award; wait for contract, organisation or pack where they are still to come."""
        uow.known.keep_pass(event)
        uow.known.keep_reached(event)
        self._compute(uow, event)

    @subscribe(AcceptanceFailed)
    def on_acceptance_failed(self, uow: FundingUnit, event: AcceptanceFailed) -> None:
        """What was paid in advance may have to come back (XB18); who assessed it is kept."""
        uow.known.keep_assessed(event)
        uow.known.keep_reached(event)
        self._compute(uow, event)

    @subscribe(PlatformRecognised)
    def on_platform_recognised(self, uow: FundingUnit, event: PlatformRecognised) -> None:
        """The award of a platform for the enterprises that it serves (NM5)."""
        self._compute(uow, event)

    @subscribe(OrganisationChanged)
    def on_organisation_changed(self, uow: FundingUnit, event: OrganisationChanged) -> None:
        """Keep it: payees carry its registered name. What it asks for waits for its own division."""
        uow.facts.keep_organisation(event)
        move_applications(uow, self.packs, self.runtime.clock, event.aggregate_id)

    @subscribe(StandingChanged)
    def on_standing_changed(self, uow: FundingUnit, event: StandingChanged) -> None:
        """Keep it: asked again where money leaves."""
        uow.facts.keep_standing(event)

    @subscribe(DivisionChanged)
    def on_division_changed(self, uow: FundingUnit, event: DivisionChanged) -> None:
        """Keep it."""
        uow.facts.keep_division(event)

    @subscribe(CalendarChanged)
    def on_calendar_changed(self, uow: FundingUnit, event: CalendarChanged) -> None:
        """Keep it; notices that run are counted anew, never shortened."""
        uow.facts.keep_calendar_year(event)
        recompute_notices(uow, self.runtime.clock)
        recompute_applications(uow, year=event.year)

    @subscribe(PackReleased)
    def on_pack_released(self, uow: FundingUnit, event: PackReleased) -> None:
        """Keep it: budgets name its sources, trials compute by it."""
        uow.facts.keep_pack(event)

    @subscribe(CaseMovedToPack)
    def on_case_moved_to_pack(self, uow: FundingUnit, event: CaseMovedToPack) -> None:
        """Keep it: awards that are computed from now on follow."""
        uow.known.keep_case_pack(event)

    @subscribe(PilotListed)
    def on_pilot_listed(self, uow: FundingUnit, event: PilotListed) -> None:
        """Keep it."""
        uow.known.keep_pilot(event)

    @subscribe(PilotDelisted)
    def on_pilot_delisted(self, uow: FundingUnit, event: PilotDelisted) -> None:
        """Keep it: nothing more is released."""
        uow.known.keep_pilot(event)

    @subscribe(ContractFiled)
    def on_contract_filed(self, uow: FundingUnit, event: ContractFiled) -> None:
        """Keep it with the ceilings of that day and the account for payment; a first tranche may be due (XB18)."""
        uow.known.keep_contract(event)
        uow.known.keep_reached(event)
        self._compute(uow, event)

    @subscribe(ProjectStageApproved)
    def on_project_stage_approved(self, uow: FundingUnit, event: ProjectStageApproved) -> None:
        """Keep it: what a project may ask for can wait for it (ZS8)."""
        uow.known.keep_reached(event)

    @subscribe(ProjectTerminated)
    def on_project_terminated(self, uow: FundingUnit, event: ProjectTerminated) -> None:
        """Keep it: nothing more is released, and what was granted before may have to come back."""
        uow.known.keep_project_end(event)
        uow.known.keep_reached(event)
        self._compute(uow, event)

    @subscribe(BenchmarkChosen)
    def on_benchmark_chosen(self, uow: FundingUnit, event: BenchmarkChosen) -> None:
        """Keep it; the award of a benchmark may be due (ZS7)."""
        uow.known.keep_benchmark(event)
        self._compute(uow, event)

    @subscribe(TrainingRecorded)
    def on_training_recorded(self, uow: FundingUnit, event: TrainingRecorded) -> None:
        """Keep it: awards that pay per person and day count it (XB22)."""
        uow.known.keep_training(event)

    @subscribe(ProviderEnrolled)
    def on_provider_enrolled(self, uow: FundingUnit, event: ProviderEnrolled) -> None:
        """Keep it: some awards are for providers of a kind (XB14)."""
        uow.known.keep_provider(event)

    @subscribe(ProviderSuspended)
    def on_provider_suspended(self, uow: FundingUnit, event: ProviderSuspended) -> None:
        """Keep it."""
        uow.known.keep_provider(event)

    @subscribe(ProviderRemoved)
    def on_provider_removed(self, uow: FundingUnit, event: ProviderRemoved) -> None:
        """Keep it."""
        uow.known.keep_provider(event)

    @subscribe(PayeeAccountChanged)
    def on_payee_account_changed(self, uow: FundingUnit, event: PayeeAccountChanged) -> None:
        """Keep it: the next approval snapshots it, earlier ones stay."""
        uow.known.keep_payee_account(event)

    def _compute(self, uow: FundingUnit, event: Due) -> None:
        try:
            compute_award(uow, self.packs, self.runtime.clock, event)
        except (NotKnownHere, UnknownPack) as missing:
            raise NotYet(str(missing)) from missing

"""What an event of another service makes due is computed: a whole award, or the next tranche of one (DL9, XB18)."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.actor import Actor
from policy.pack import Pack
from policy.subsidy import SubsidyLine
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import Award, compute
from services.funding.domain.claims import claim_of
from services.funding.domain.known import KnownOrganisation
from services.funding.domain.occasion import Occasion, Part, tranche_for
from services.funding.domain.placing import Placed, key_for, place, place_again
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.load import Due, granted_by, held_by, occasion_of, other_parts
from services.funding.use_cases.ports import Clock, Packs, Unit


def compute_award(uow: Unit, packs: Packs, clock: Clock, event: Due) -> None:
    """One award per subsidy line, or per tranche of it, of which the pack says that this event makes it due.

    The holder's allowance is locked first, so that projects accepted side by side share one cap. A later word of
    the same computes again while no plan holds the award; what a meeting decided is not moved by an event.
    NotKnownHere while the contract or the organisation is still to come.
    """
    occasion = occasion_of(uow, clock, event)
    if occasion is None:
        return
    pack = packs.get(uow.known.pack_of_case(occasion.case_id) or occasion.pack)
    for line in pack.lines:
        computed = {award.part.key: award for award in uow.awards.of_line(occasion.project_id, line.key)}
        tranche = tranche_for(line, occasion.ground, computed)
        if tranche is not None:
            _Computing(uow, clock, pack, line, occasion).compute(tranche.key, computed)


class _Computing:
    """One line of one occasion, with everything that it is computed by."""

    def __init__(self, uow: Unit, clock: Clock, pack: Pack, line: SubsidyLine, occasion: Occasion) -> None:
        self.uow, self.clock, self.pack, self.line, self.occasion = uow, clock, pack, line, occasion

    def compute(self, key: str, computed: Mapping[str, Award]) -> None:
        before, ground = computed.get(key), self.occasion.ground
        if before is not None and before.ground_id == ground.aggregate_id and before.ground_sequence >= ground.sequence:
            return
        organisation = self.uow.known.organisation(self.occasion.applicant.id)
        beside = other_parts(self.uow, self.occasion.project_id, self.line.key, key)
        if before is None:
            self._first_time(key, beside, organisation)
        else:
            self._again(before, beside, organisation)

    def _first_time(self, key: str, beside: dict[str, Tranche], organisation: KnownOrganisation) -> None:
        allowance_key, today = key_for(self.pack, self.line, self.occasion), self.clock.today()
        allowance = self.uow.allowances.locked([allowance_key])[allowance_key]
        own = held_by(beside)
        claim = claim_of(self.line.key, self.occasion, organisation, on=today, before=allowance.awarded_beside(own))
        part = Part(key=key, granted=granted_by(beside))
        placed = place(
            self.pack,
            self.line,
            self.occasion,
            allowance,
            claim=claim,
            part=part,
            computation=compute(self.pack, claim, part, on=today),
            number=self._number(),
            at=self.clock.now(),
        )
        self.uow.awards.add(placed.award)
        self.uow.tranches.add(placed.tranche)
        self._tell(placed, "compute")

    def _again(self, award: Award, beside: dict[str, Tranche], organisation: KnownOrganisation) -> None:
        (tranche,) = self.uow.tranches.of_award(award.id)
        if not tranche.is_open_to_change:
            return
        allowance, today = (
            self.uow.allowances.locked([tranche.allowance_key])[tranche.allowance_key],
            self.clock.today(),
        )
        own = tranche.held + held_by(beside)
        claim = claim_of(award.line, self.occasion, organisation, on=today, before=allowance.awarded_beside(own))
        part = Part(key=award.part.key, granted=granted_by(beside))
        placed = place_again(
            Placed(award=award, tranche=tranche, allowance=allowance),
            self.pack,
            claim=claim,
            part=part,
            computation=compute(self.pack, claim, part, on=today, correction=award.correction),
            at=self.clock.now(),
            ground=self.occasion.ground,
        )
        self.uow.awards.save(placed.award)
        self.uow.tranches.save(placed.tranche)
        self._tell(placed, "recompute")

    def _tell(self, placed: Placed, action: str) -> None:
        uow, system = self.uow, Actor.system(self.uow.city)
        uow.allowances.save(placed.allowance)
        uow.outbox.add([award_computed(placed.award, system, self.clock.now())])
        uow.audit.record(system, action, placed.award, award_fen=placed.award.amount.fen)
        uow.audit.record(system, action, placed.tranche, amount_fen=placed.tranche.amount.fen)

    def _number(self) -> str:
        form, today, division = self.pack.number("award"), self.clock.today(), self.occasion.division
        sequence = self.uow.numbers.next("award", f"{self.pack.programme_year}/{form.scope_of(today, division)}")
        return form.text(on=today, sequence=sequence, division=division)

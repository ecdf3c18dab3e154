"""An accepted project gets its award (DL9)."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.events.acceptance import AcceptancePassed
from contracts.money import ZERO
from policy.pack import Pack
from policy.refs import PackRef
from policy.subsidy import SubsidyLine
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import Award, compute
from services.funding.domain.claims import Grounds, claim_of
from services.funding.domain.placing import Placed, key_for, place, place_again
from services.funding.use_cases.ports import Clock, Packs, Unit


def compute_award(uow: Unit, packs: Packs, clock: Clock, event: AcceptancePassed) -> None:
    """One award per subsidy line of the pack that the case is judged by.

    The holder's allowance is locked first, so that projects accepted side by side share one cap. A later word of
    the acceptance computes again while no plan holds the award; what a meeting decided is not moved by an event.
    NotKnownHere while the contract or the organisation is still to come.
    """
    assert event.case_id is not None
    pack = packs.get(uow.known.pack_of_case(event.case_id) or PackRef.parse(event.pack, event.pack_sha256))
    grounds = Grounds(
        acceptance=event,
        contract=uow.known.contract(event.project_id),
        organisation=uow.known.organisation(event.applicant.id),
    )
    for line in pack.lines:
        before = uow.awards.of_line(event.project_id, line.key)
        if before is None:
            _compute(uow, clock, pack, line, grounds)
        elif before.acceptance_sequence < event.sequence:
            _compute_again(uow, clock, pack, before, grounds)


def _compute(uow: Unit, clock: Clock, pack: Pack, line: SubsidyLine, grounds: Grounds) -> None:
    key = key_for(pack, line, grounds.acceptance)
    allowance = uow.allowances.locked([key])[key]
    claim = claim_of(line.key, grounds, on=clock.today(), before=allowance.awarded_beside(ZERO))
    placed = place(
        pack,
        line,
        grounds.acceptance,
        allowance,
        claim=claim,
        computation=compute(pack, claim, on=clock.today()),
        number=_number(uow, clock, pack, grounds.acceptance.division),
        at=clock.now(),
    )
    uow.awards.add(placed.award)
    uow.tranches.add(placed.tranche)
    uow.allowances.save(placed.allowance)
    _announce(uow, clock, placed, "compute")


def _compute_again(uow: Unit, clock: Clock, pack: Pack, award: Award, grounds: Grounds) -> None:
    (tranche,) = uow.tranches.of_award(award.id)
    if not tranche.is_open_to_change:
        return
    allowance = uow.allowances.locked([tranche.allowance_key])[tranche.allowance_key]
    claim = claim_of(award.line, grounds, on=clock.today(), before=allowance.awarded_beside(tranche.held))
    placed = place_again(
        Placed(award=award, tranche=tranche, allowance=allowance),
        pack,
        claim=claim,
        computation=compute(pack, claim, on=clock.today(), correction=award.correction),
        at=clock.now(),
        acceptance_sequence=grounds.acceptance.sequence,
    )
    uow.awards.save(placed.award)
    uow.tranches.save(placed.tranche)
    uow.allowances.save(placed.allowance)
    _announce(uow, clock, placed, "recompute")


def _announce(uow: Unit, clock: Clock, placed: Placed, action: str) -> None:
    system = Actor.system(uow.city)
    uow.outbox.add([award_computed(placed.award, system, clock.now())])
    uow.audit.record(system, action, placed.award, award_fen=placed.award.amount.fen)
    uow.audit.record(system, action, placed.tranche, amount_fen=placed.tranche.amount.fen)


def _number(uow: Unit, clock: Clock, pack: Pack, division: str) -> str:
    form = pack.number("award")
    sequence = uow.numbers.next("award", f"{pack.programme_year}/{form.scope_of(clock.today(), division)}")
    return form.text(on=clock.today(), sequence=sequence, division=division)

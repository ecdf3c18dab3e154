"""An award is computed again by what is known today: standing, the cap that others left, a pack it was moved to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from policy.claims import Claim
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import compute
from services.funding.domain.claims import refreshed
from services.funding.domain.honour import must_want_money
from services.funding.domain.placing import Placed, place_again
from services.funding.domain.takings import beside, taking_of
from services.funding.domain.views import award_view
from services.funding.use_cases.count_awards import count_awards
from services.funding.use_cases.load import heard_of_award, line_book
from services.funding.use_cases.ports import Clock, Packs, Unit


def recompute_award(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, award_id: UUID, *, expected_version: int | None = None
) -> dict[str, Any]:
    """The award with its new explanation. ActionNotAllowed once a plan holds it."""
    award = uow.awards.get(award_id)
    must_be_version(award, expected_version)
    pack = packs.get(uow.known.pack_of_case(award.case_id) or award.pack)
    must_take(actor, pack, ALLOCATION_PLAN)
    must_want_money(pack, award.line, uow.honours.of_project(award.project_id))
    book = line_book(uow, uow.awards.of_line(award.project_id, award.line))
    tranche = book.tranches[award.part.name]
    organisation = uow.known.organisation(award.applicant.id)
    claim = Claim.from_wire(pack, award.claim)
    claim = refreshed(claim, organisation, heard_of_award(uow, award), on=clock.today())
    taking = taking_of(
        pack,
        pack.line(award.line),
        claim.facts,
        subject_id=award.project_id,
        credit_code=award.applicant.credit_code,
    )
    locked = uow.allowances.locked((*taking.keys, *tranche.allowance_keys))
    claim = beside(claim, taking, locked, book.tranches.values())
    claim = count_awards(uow, pack, claim, subject_id=award.project_id)
    part = book.part(award.part.key, award.part.run)
    placed = place_again(
        Placed(award=award, tranche=tranche, allowances=locked),
        pack,
        taking=taking,
        claim=claim,
        part=part,
        computation=compute(pack, claim, part, on=clock.today(), correction=award.lasting_correction),
        at=clock.now(),
        ground=award.ground,
    )
    uow.awards.save(placed.award)
    uow.tranches.save(placed.tranche)
    for allowance in placed.allowances.values():
        uow.allowances.save(allowance)
    uow.outbox.add([award_computed(placed.award, actor, clock.now())])
    uow.audit.record(actor, "recompute", placed.award, award_fen=placed.award.amount.fen, before_fen=award.amount.fen)
    uow.audit.record(actor, "recompute", placed.tranche, amount_fen=placed.tranche.amount.fen)
    return award_view(placed.award, [placed.tranche])

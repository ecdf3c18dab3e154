"""The check of an applicant before it declares: what is known of it, and its earlier declarations of the round."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, select

from casework.shown import shown_check
from chassis.clock import Clock
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.refusal import NotAllowed, NotFound
from contracts.wire import from_json
from policy.lifecycle import first_stage
from policy.packs import Packs
from services.declaration.domain.precheck import precheck
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.surroundings import OtherPilot, Surroundings
from services.declaration.storage.calls import call_by_id, call_from_row
from services.declaration.storage.declarations import from_row
from services.declaration.storage.facts import Facts
from services.declaration.storage.surroundings import other_pilots_of
from services.declaration.storage.tables import declarations

Shown = dict[str, Any]

_NOBODY = UUID(int=0)
_earlier = select(declarations).where(declarations.c.case_id == bindparam("case_id")).order_by(declarations.c.id)
_other_pilots = select(other_pilots_of(cast(bindparam("credit_code"), Text()), cast(bindparam("but"), Uuid())))


def eligibility_under(reading: Reading, packs: Packs, clock: Clock, actor: Actor, call_id: UUID) -> Shown:
    """Problems that would refuse it now; needs that its answers and papers have to show."""
    if actor.organisation_id is None:
        raise NotAllowed(permission="declaration.start")
    row = reading.first(call_by_id, id=call_id)
    if row is None:
        raise NotFound(kind="call", id=str(call_id))
    call, facts = call_from_row(row), Facts(reading)
    applicant = facts.organisation(actor.organisation_id)
    others = reading.first(_other_pilots, credit_code=applicant.credit_code, but=_NOBODY)
    case_id = case_id_of(call.city, call.programme_year, call.batch, applicant.credit_code)
    known = Surroundings(
        call=call,
        applicant=applicant,
        calendar=facts.calendar(),
        division_path=facts.division_path(applicant.division),
        assessment=facts.assessment(applicant.id),
        other_pilots=from_json(tuple[OtherPilot, ...], (others.known_other_pilots if others else None) or []),
    )
    earlier = [from_row(each) for each in reading.read(_earlier, case_id=case_id)]
    pack = packs.get(call.pack)
    return shown_check(precheck(Rulebook.at(pack, first_stage(pack)), known, earlier, at=clock.now()))

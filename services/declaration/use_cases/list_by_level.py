"""A confirmed level makes an enterprise a pilot enterprise, where its pack says so (ZS6)."""

from __future__ import annotations

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.events.acceptance import LevelConfirmed
from policy.packs import Packs
from policy.refs import PackRef
from services.declaration.domain.calls import Call
from services.declaration.domain.level_pilot import LevelPilot, level_pilot_id, listed_by_level
from services.declaration.use_cases.follow_warnings import follow_warnings
from services.declaration.use_cases.ports import Unit


def list_by_level(uow: Unit, packs: Packs, clock: Clock, event: LevelConfirmed) -> None:
    """On the list once the level is high enough; a place that there is keeps its state and learns the newer level.

    What the pack asks for is looked up by the day of the confirmation. A case of no call here is nobody's.
    Warnings that are open have their effect on a new place (XB8).
    """
    call = _call_of(uow, event)
    if call is None or event.case_id is None:
        return
    named = event.pack is not None and event.pack_sha256 is not None
    pack = packs.get(PackRef.parse(event.pack or "", event.pack_sha256 or "") if named else call.pack)
    rule = pack.round.list_of_levels
    confirmed_on = event.confirmed_on or clock.today()
    if rule is None or rule.minimum_level is None or event.level < pack.value_on(rule.minimum_level, confirmed_on):
        return
    actor, pilot_id = Actor.system(uow.city), level_pilot_id(event.case_id)
    before = uow.level_pilots.find(pilot_id)
    if before is not None:
        uow.level_pilots.save(before.changed(level=event.level, edition=event.edition))
        return
    division = uow.facts.organisation(event.applicant.id).division
    pilot = LevelPilot(
        id=pilot_id,
        city=uow.city,
        version=1,
        case_id=event.case_id,
        programme_year=call.programme_year,
        batch=call.batch,
        applicant=event.applicant,
        division=division,
        division_path=uow.facts.division_path(division),
        pack=pack.ref,
        level=event.level,
        edition=event.edition,
    )
    decision = listed_by_level(pilot, rule, by=actor, at=clock.now())
    uow.level_pilots.add(decision.pilot)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "list_by_level", decision.pilot, level=event.level, edition=event.edition)
    follow_warnings(uow, clock, event.applicant.id)


def _call_of(uow: Unit, event: LevelConfirmed) -> Call | None:
    """The round that the case is of: its id is computed from it."""
    code = event.applicant.credit_code
    for call in uow.calls.all():
        if case_id_of(uow.city, call.programme_year, call.batch, code) == event.case_id:
            return call
    return None

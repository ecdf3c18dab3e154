"""A reviewer records what a check on site or by telephone found (线上+线下审核)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from casework.desks import must_see, must_take
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.packs import Packs
from services.declaration.domain import reviewing
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def record_finding(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    found_on: date,
    place: str,
    text: str,
    expected_version: int | None,
) -> Shown:
    """The text is for the authorities and stays out of the history that the applicant sees."""
    declaration = uow.declarations.get(declaration_id)
    must_see(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    step = rules.step(declaration.dossier)
    if step is None:
        raise ActionNotAllowed(state=declaration.state.value, action="record_finding")
    must_take(actor, declaration, step, service=SERVICE)
    recorded = reviewing.record_finding(
        declaration, by=actor, at=clock.now(), found_on=found_on, place=place, text=text
    )
    uow.declarations.save(recorded)
    uow.audit.record(actor, "record_finding", recorded, step=step.step, found_on=found_on)
    return shown_declaration(recorded, rules, actor)

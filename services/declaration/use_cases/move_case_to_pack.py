"""The city officer moves a case to another version of its pack: an explicit act with a reason (style rule 10)."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.endings import move_to_pack
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit


def move_case_to_pack(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    pack: str,
    reason: str,
    expected_version: int | None,
) -> Shown:
    """Only to a released version of the same programme; the other services hear of it and follow."""
    declaration, known = uow.declarations.with_surroundings(declaration_id)
    must_see(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    release = uow.releases.find(pack)
    if release is None or release.pack.programme_year != declaration.programme_year:
        raise Invalid(problems=[Problem(code="unknown_pack", field="pack", inputs={"pack": pack})])
    rules = Rulebook.of(packs.get(release.pack))
    before = declaration.dossier.pack
    decision = move_to_pack(declaration, rules, known.calendar, by=actor, at=clock.now(), reason=reason)
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "move_to_pack", decision.declaration, before=before.text, after=pack, reason=reason)
    return shown_declaration(decision.declaration, rules, actor)

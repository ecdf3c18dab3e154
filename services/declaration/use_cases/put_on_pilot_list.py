"""The city officer puts approved declarations on the pilot list, many at once, each with its own result (DL4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from casework.desks import absent, may_see
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Refusal
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE, Declaration
from services.declaration.domain.listing import put_on_list
from services.declaration.domain.rulebook import Rulebook
from services.declaration.use_cases.follow_warnings import follow_warnings
from services.declaration.use_cases.ports import Unit


def put_on_pilot_list(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, declaration_ids: Sequence[UUID]
) -> dict[str, Any]:
    """Listed at once, or proposed for the notice that the pack asks for. What is refused stays, and says why.

    A warning that is open already has its effect on the new place (XB8).
    """
    found = {each.id: each for each in uow.declarations.get_all(declaration_ids)}
    return {
        "items": [
            _result(uow, packs, clock, actor, declaration_id, found.get(declaration_id))
            for declaration_id in dict.fromkeys(declaration_ids)
        ]
    }


def _result(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, declaration_id: UUID, declaration: Declaration | None
) -> dict[str, Any]:
    try:
        if declaration is None or not may_see(actor, declaration, service=SERVICE):
            raise absent(SERVICE, declaration_id)
        rules = Rulebook.of(packs.get(declaration.dossier.pack))
        decision = put_on_list(declaration, rules, by=actor, at=clock.now())
    except Refusal as refusal:
        return {"declaration_id": str(declaration_id), "pilot_state": None, "refusal": refusal.as_wire()}
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "list_pilot", decision.declaration, pilot_state=decision.declaration.place.state)
    follow_warnings(uow, clock, decision.declaration.applicant.id)
    state = uow.declarations.get(declaration_id).place.state
    return {"declaration_id": str(declaration_id), "pilot_state": state.value, "refusal": None}

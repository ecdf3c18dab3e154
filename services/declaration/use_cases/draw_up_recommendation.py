"""A league draws up a recommendation of several declarations, so that its summary can be printed and sealed (NM2)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from casework.desks import must_see, must_take
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import recommendation as rules_of_it
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.recommendation import step_of_letter
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_recommendation import Shown, shown_recommendation
from services.declaration.use_cases.load import all_of
from services.declaration.use_cases.ports import Unit
from services.declaration.use_cases.take_quotas import take_quotas


def draw_up_recommendation(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, declaration_ids: Sequence[UUID], opinion: str
) -> Shown:
    """Nothing passes yet, and no place is taken; but what could not be submitted is said before it is sealed."""
    declarations = all_of(uow, declaration_ids)
    for declaration in declarations:
        must_see(actor, declaration, service=SERVICE)
    rules = Rulebook.of(packs.get(declarations[0].dossier.pack))
    step, _ = step_of_letter(declarations, rules)
    for declaration in declarations:
        must_take(actor, declaration, step, service=SERVICE)
    take_quotas(uow, rules, declarations, step.step, is_trial=True)
    drawn_up = rules_of_it.draft(uuid4(), declarations, rules, step, opinion=opinion, by=actor, at=clock.now())
    uow.recommendations.add(drawn_up)
    uow.audit.record(actor, "draw_up", drawn_up, cases=len(drawn_up.cases))
    return shown_recommendation(drawn_up)

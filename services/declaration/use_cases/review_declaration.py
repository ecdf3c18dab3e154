"""A reviewer decides the step that the declaration is in: 初审, 复核, and whatever a pack's route has."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see, must_take
from casework.reviews import Judgement
from casework.states import State
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.packs import Packs
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.passing import PASSING, must_pass_here
from services.declaration.domain.reviewing import review
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.drop_quotas import drop_quotas
from services.declaration.use_cases.ports import Unit
from services.declaration.use_cases.take_quotas import take_quotas


def review_declaration(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    declaration_id: UUID,
    *,
    judgement: Judgement,
    expected_version: int | None,
) -> Shown:
    """Approved to the next step or at last, returned with what to correct, or rejected for this round.

    Passing takes a place in each quota of the step: QuotaExhausted where none is left. DocumentRequired where the
    step passes cases by a letter over several of them, OutsideWindow after the last day of the step's actor.
    """
    declaration, known = uow.declarations.with_surroundings(declaration_id)
    must_see(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    step = rules.step(declaration.dossier)
    if step is None:
        raise ActionNotAllowed(state=declaration.state.value, action="review")
    must_take(actor, declaration, step, service=SERVICE)
    passing = judgement.verdict in PASSING
    if passing:
        must_pass_here(step, known.call, rules, at=clock.now())
    decision = review(declaration, rules, known.calendar, judgement, by=actor, at=clock.now())
    if passing:
        take_quotas(uow, rules, [declaration], step.step)
    elif decision.declaration.state is State.REJECTED:
        drop_quotas(uow, declaration)
    uow.declarations.save(decision.declaration)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "review", decision.declaration, step=step.step, verdict=judgement.verdict)
    return shown_declaration(decision.declaration, rules, actor)

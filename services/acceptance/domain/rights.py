"""Who may act on the step that an acceptance is in, and who may read the assessor's papers."""

from __future__ import annotations

from casework.desks import is_for_applicant, must_take
from casework.states import State
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.routes import Step
from services.acceptance.domain.acceptance import SERVICE, Acceptance
from services.acceptance.domain.rulebook import Rulebook


def must_take_open_step(actor: Actor, acceptance: Acceptance, rules: Rulebook) -> Step:
    """The open step, once it is sure that the actor may take it; refuses as `casework.desks.must_take`."""
    step = rules.step(acceptance.dossier)
    if step is None:
        raise ActionNotAllowed(state=acceptance.state.value, action="review")
    must_take(actor, acceptance, step, service=SERVICE)
    return step


def sees_papers(actor: Actor, acceptance: Acceptance, rules: Rulebook) -> bool:
    """The applicant and its agent read evaluation, audit and reports once they were decided by, not before."""
    if actor.is_system or not is_for_applicant(actor, acceptance):
        return True
    if acceptance.state is State.IN_REVIEW or not acceptance.dossier.reviews:
        return False
    last = acceptance.dossier.reviews[-1].step
    return any(step.step == last and step.forms for step in rules.route.steps)

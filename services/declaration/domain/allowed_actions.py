"""What may be done now by this actor: the names of operations, so that a client shows only buttons that work."""

from __future__ import annotations

from collections.abc import Iterator

from casework.desks import is_for_applicant, must_take
from casework.reviews import took_part_in_filing
from casework.states import Action, State, is_allowed
from contracts.actor import Actor
from contracts.refusal import Refusal
from policy.routes import Step
from services.declaration.domain.declaration import SERVICE, Declaration
from services.declaration.domain.pilot_list import PILOT_TRANSITIONS, PilotAction
from services.declaration.domain.rulebook import Rulebook

_STATEMENT = "confirm_statement"
_DRAFTING = ("save_answers", _STATEMENT, "attach", "remove_attachment")


def allowed_actions(declaration: Declaration, rules: Rulebook, actor: Actor) -> list[str]:
    """In the order in which they are usually done."""
    return [
        *_of_applicant(declaration, actor),
        *_of_reviewer(declaration, rules, actor),
        *_of_officer(declaration, rules, actor),
    ]


def _of_applicant(declaration: Declaration, actor: Actor) -> Iterator[str]:
    if not is_for_applicant(actor, declaration):
        return
    is_own = actor.organisation_id == declaration.applicant.id
    if declaration.dossier.is_open_for_changes and actor.may("declaration.save"):
        yield from (each for each in _DRAFTING if is_own or each != _STATEMENT)
    if is_allowed(declaration.state, Action.SUBMIT) and actor.may("declaration.submit"):
        yield "submit"
    if is_own and is_allowed(declaration.state, Action.WITHDRAW) and actor.may("declaration.withdraw"):
        yield "withdraw"


def _of_reviewer(declaration: Declaration, rules: Rulebook, actor: Actor) -> Iterator[str]:
    step = rules.step(declaration.dossier)
    if step is None or not _may_take(declaration, step, actor):
        return
    if declaration.state is State.IN_REVIEW and actor.may("declaration.review"):
        yield "review"
    if actor.may("declaration.record_finding"):
        yield "record_finding"


def _of_officer(declaration: Declaration, rules: Rulebook, actor: Actor) -> Iterator[str]:
    state, place = declaration.state, declaration.place.state
    if declaration.assigner is not None and actor.may("declaration.assign") and declaration.assigner in actor.roles:
        yield "assign"
    listing = PilotAction.PROPOSE if rules.needs_notice else PilotAction.LIST
    if state is State.APPROVED and (place, listing) in PILOT_TRANSITIONS and actor.may("declaration.list_pilots"):
        yield "list_pilots"
    if (place, PilotAction.DELIST) in PILOT_TRANSITIONS and actor.may("declaration.delist_pilot"):
        yield "delist_pilot"
    if is_allowed(state, Action.VOID) and declaration.is_filed and actor.may("declaration.void"):
        yield "void"
    if is_allowed(state, Action.MOVE_TO_PACK) and actor.may("declaration.move_to_pack"):
        yield "move_to_pack"


def _may_take(declaration: Declaration, step: Step, actor: Actor) -> bool:
    try:
        must_take(actor, declaration, step, service=SERVICE)
    except Refusal:
        return False
    return not took_part_in_filing(declaration.dossier, actor)

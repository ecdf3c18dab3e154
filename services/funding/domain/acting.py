"""Who may do what, by the pack: every act on the way of the money is a step of its `payment` route (DL10)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final
from uuid import UUID

from casework.divisions import DivisionPath, division_of_step, is_below_top
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound
from policy.attachments import Attached
from policy.routes import Step
from services.funding.domain.documents import FileReference

if TYPE_CHECKING:
    from policy.pack import Pack

ROUTE: Final = "payment"
RECOMMENDATION: Final = "recommendation"
ALLOCATION_PLAN: Final = "allocation_plan"
MEETING_DECISION: Final = "meeting_decision"
PUBLIC_NOTICE: Final = "public_notice"
RELEASE: Final = "release"
PAYMENT_INSTRUCTION: Final = "payment_instruction"
PAYMENT_CHECK: Final = "payment_check"
BANK_RESULT: Final = "bank_result"


def must_take(
    actor: Actor, pack: Pack, step_name: str, *, division: str | None = None, path: DivisionPath = ()
) -> Step:
    """The step, if the actor holds its role: NotAllowed otherwise, NotFound for a case of another division.

    `path` leads from the case's division upwards: a step of a league is taken by the league above it.
    """
    route = pack.route(ROUTE)
    step = route.step(route.index_of(step_name))
    actor.must_hold(step.role)
    if is_below_top(step.division_level):
        actor.must_serve(division and division_of_step(step.division_level, division, path))
    return step


def must_be_documented(pack: Pack, step: Step, file: FileReference | None) -> None:
    """`Invalid` unless the file is what the step's attachments ask for; a step may ask for none."""
    if step.attachments is None:
        return
    slots = pack.slots(step.attachments)
    first = next(iter(slots))
    attached = [] if file is None else [Attached(first.code, file.name, file.media_type, file.size)]
    problems = slots.problems(attached, complete=True)
    if problems:
        raise Invalid(problems=problems)


def may_see(actor: Actor, *, applicant_id: UUID, division: str, served: Collection[str] = ()) -> bool:
    """One's own, those of one's division and of those `served` below it, or all of the city; by permission."""
    if actor.may("funding.read_city"):
        return True
    if actor.may("funding.read_division"):
        return actor.division in (None, division) or division in served
    return actor.may("funding.read_own") and actor.organisation_id == applicant_id


def must_see(
    actor: Actor,
    *,
    kind: str,
    id: UUID,  # noqa: A002
    applicant_id: UUID,
    division: str,
    served: Collection[str] = (),
) -> None:
    """NotFound, word for word as for something that does not exist, unless `may_see`."""
    if not may_see(actor, applicant_id=applicant_id, division=division, served=served):
        raise NotFound(kind=kind, id=str(id))

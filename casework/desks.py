"""Whose case somebody sees, who may act on the step that it is in, and whose desk it lies on.

The same for everything that holds a dossier and goes along a route: `service` is the prefix of the
permissions `<service>.read_own`, `.read_assigned`, `.read_division`, `.read_city`. What is foreign looks absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from casework.divisions import DivisionPath, division_of_step, is_below_top, serves
from casework.dossier import Dossier
from casework.mandates import acts_for
from casework.reviews import took_part_in_filing
from casework.states import State
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, NotFound, Problem, Refusal
from policy.routes import Step

INSTITUTION: Final = "institution"


class NotAssigned(Refusal):
    """The step waits until an institution is assigned to it: facts `step`, `assigned_by`."""

    code = "not_assigned"


class NotToBeAssigned(Refusal):
    """The step it is in needs no institution: fact `step`."""

    code = "not_to_be_assigned"


class ConflictOfInterest(Refusal):
    """The institution may not judge this applicant: facts `institution_id`, `reasons`."""

    code = "conflict_of_interest"


class OnDesk(Protocol):
    """An aggregate with a dossier in a stage of its pack.

    `division` is the applicant's own, `division_path` leads upwards from it.

    `assigner` is the role that picks the institution for the step it is in.
    """

    @property
    def id(self) -> UUID: ...
    @property
    def stage(self) -> str: ...
    @property
    def division(self) -> str: ...
    @property
    def division_path(self) -> DivisionPath: ...
    @property
    def dossier(self) -> Dossier: ...
    @property
    def assigner(self) -> str | None: ...
    @property
    def assignee_id(self) -> UUID | None: ...


class Candidate(Protocol):
    """An organisation as it may be assigned."""

    @property
    def kind(self) -> str: ...
    @property
    def credit_code(self) -> str: ...


class Party(StrEnum):
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    ASSIGNER = "assigner"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class NextActor:
    """`role` is the pack's; `division` where one below the top acts; `institution_id` where one was assigned.

    `since` is when it came to them, or came back.
    """

    party: Party
    role: str | None = None
    division: str | None = None
    institution_id: UUID | None = None
    since: datetime | None = None
    due_on: date | None = None
    is_provisional: bool = False

    @property
    def desk(self) -> str:
        """Where it waits: a division, an institution, or the city's desk (empty)."""
        return self.division or (str(self.institution_id) if self.institution_id else "")


def next_actor(case: OnDesk) -> NextActor:
    """Nobody once it has ended."""
    dossier = case.dossier
    if dossier.is_open_for_changes:
        return NextActor(party=Party.APPLICANT)
    if dossier.state is not State.IN_REVIEW or dossier.step is None:
        return NextActor(party=Party.NOBODY)
    step = dossier.step
    needs_institution = case.assigner is not None and case.assignee_id is None
    return NextActor(
        party=Party.ASSIGNER if needs_institution else Party.REVIEWER,
        role=case.assigner if needs_institution else step.role,
        division=None if case.assigner else acting_division(case, step.division_level),
        institution_id=case.assignee_id if case.assigner else None,
        since=step.clock.runs[-1].started_at,
        due_on=dossier.due_on,
        is_provisional=dossier.is_provisional,
    )


def acting_division(case: OnDesk, level: str | None) -> str | None:
    """The code of the division that takes a step of the level; None where the top of the tenant takes it."""
    if level is None or not is_below_top(level):
        return None
    return division_of_step(level, case.division, case.division_path)


def absent(service: str, case_id: UUID) -> NotFound:
    """What a stranger is told, word for word as for something that does not exist."""
    return NotFound(kind=service, id=str(case_id))


def must_own(actor: Actor, case: OnDesk, *, service: str) -> None:
    """NotFound unless the actor belongs to the applicant: for what nobody does for it (see `must_act`)."""
    if actor.organisation_id != case.dossier.applicant_id and not actor.is_system:
        raise absent(service, case.id)


def must_act(actor: Actor, case: OnDesk, *, service: str) -> None:
    """NotFound unless the actor belongs to the applicant, or may act for it in the stage of the case."""
    if not is_for_applicant(actor, case):
        raise absent(service, case.id)


def is_for_applicant(actor: Actor, case: OnDesk) -> bool:
    """Whether `must_act` would let the actor pass."""
    dossier = case.dossier
    return acts_for(actor, dossier.applicant_id, dossier.pack.programme_year, case.stage)


def must_see(actor: Actor, case: OnDesk, *, service: str) -> None:
    """NotFound unless it is the actor's own, or was submitted and concerns its institution, division or city.

    A league, county or district sees what is submitted below it, from the first step on.
    """
    if not may_see(actor, case, service=service):
        raise absent(service, case.id)


def may_see(actor: Actor, case: OnDesk, *, service: str) -> bool:
    """Whether `must_see` would let the actor pass."""
    if actor.is_system or (actor.may(f"{service}.read_own") and is_for_applicant(actor, case)):
        return True
    if not case.dossier.filings:
        return False
    if actor.may(f"{service}.read_city"):
        return True
    if actor.may(f"{service}.read_division") and serves(actor.division, case.division, case.division_path):
        return True
    is_assigned = actor.organisation_id is not None and actor.organisation_id == case.assignee_id
    return is_assigned and actor.may(f"{service}.read_assigned")


def scope_of(actor: Actor, *, service: str) -> dict[str, Any]:
    """Which cases the actor sees at all, as one filter of a list (`own`, `served`, `assigned`); none: all of them."""
    if actor.may(f"{service}.read_city"):
        return {}
    if actor.may(f"{service}.read_division"):
        return {"served": actor.division} if actor.division is not None else {}
    if actor.may(f"{service}.read_assigned"):
        return {"assigned": actor.organisation_id}
    return {"own": actor.organisation_id}


def must_take(actor: Actor, case: OnDesk, step: Step, *, service: str) -> None:
    """NotAllowed without the role that the pack names for the step, NotAssigned while an assigned step waits,

    NotFound for the cases of another division or institution.
    """
    actor.must_hold(step.role)
    if step.assigned_by is not None:
        if case.assignee_id is None:
            raise NotAssigned(step=step.step, assigned_by=step.assigned_by)
        if actor.organisation_id != case.assignee_id and not actor.is_system:
            raise absent(service, case.id)
    elif actor.division is not None and acting_division(case, step.division_level) not in (None, actor.division):
        raise absent(service, case.id)


def may_take(actor: Actor, case: OnDesk, step: Step, *, service: str) -> bool:
    """Whether `must_take` would let the actor pass, and nobody would say that it judges its own case."""
    try:
        must_take(actor, case, step, service=service)
    except Refusal:
        return False
    return not took_part_in_filing(case.dossier, actor)


def step_to_assign(case: OnDesk, step: Step | None) -> str:
    """The role that assigns an institution to this step; ActionNotAllowed outside a review, or NotToBeAssigned."""
    if step is None:
        raise ActionNotAllowed(state=case.dossier.state.value, action="assign")
    if step.assigned_by is None:
        raise NotToBeAssigned(step=step.step)
    return step.assigned_by


def must_be_impartial(
    institution_id: UUID, institution: Candidate, *, applicant_code: str, stakes: Sequence[str] = ()
) -> None:
    """`Invalid` for what is no institution; ConflictOfInterest for one that is the applicant, or for its `stakes`."""
    if institution.kind != INSTITUTION:
        problem = Problem(code="not_an_institution", field="institution_id", inputs={"kind": institution.kind})
        raise Invalid(problems=[problem])
    is_applicant = institution.credit_code == applicant_code
    reasons = [*stakes, *(["is_applicant"] if is_applicant else [])]
    if reasons:
        raise ConflictOfInterest(institution_id=str(institution_id), reasons=reasons)

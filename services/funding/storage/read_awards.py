"""Reading awards and tranches: one's own, those of one's division, or all of the city. A foreign one looks absent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, cast, select

from casework.division_paths import divisions_served
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.acting import may_see, must_see
from services.funding.domain.award import Award
from services.funding.domain.tranche import Tranche
from services.funding.domain.views import award_view, payee_view, tranche_view
from services.funding.domain.views_payment import instruction_view
from services.funding.storage.awards import AWARD, TRANCHE
from services.funding.storage.paging import among_or_any, equal_or_any, newest_first, read_page
from services.funding.storage.payments import INSTRUCTION
from services.funding.storage.plans import SNAPSHOT
from services.funding.storage.served import served_by
from services.funding.storage.tables import awards, payee_snapshots, payment_instructions, tranches

Shown = dict[str, Any]

_award = select(awards).where(awards.c.id == bindparam("id"))
_awards_of_case = select(awards).where(awards.c.case_id == bindparam("id")).order_by(awards.c.computed_at)
_awards_of_project = select(awards).where(awards.c.project_id == bindparam("id")).order_by(awards.c.line)
_awards_of_ground = select(awards).where(awards.c.ground_id == bindparam("id")).order_by(awards.c.line)
_tranche = select(tranches).where(tranches.c.id == bindparam("id"))
_tranches_of_awards = (
    select(tranches)
    .where(tranches.c.award_id == any_(cast(bindparam("ids"), ARRAY(Uuid))))
    .order_by(tranches.c.award_id, tranches.c.number)
)
_snapshots = (
    select(payee_snapshots)
    .where(payee_snapshots.c.tranche_id == bindparam("id"))
    .order_by(payee_snapshots.c.revision.desc())
    .limit(1)
)
_instructions = (
    select(payment_instructions)
    .where(payment_instructions.c.tranche_id == bindparam("id"))
    .order_by(payment_instructions.c.attempt)
)
_tranche_list = newest_first(
    select(tranches).where(
        equal_or_any(tranches.c.state, "state"),
        among_or_any(tranches.c.division, "divisions"),
        equal_or_any(tranches.c.credit_code, "credit_code"),
        equal_or_any(tranches.c.plan_id, "plan_id", Uuid),
        equal_or_any(tranches.c.applicant_id, "applicant_id", Uuid),
    ),
    tranches.c.created_at,
    tranches.c.id,
)


def get_award(reading: Reading, actor: Actor, award_id: UUID) -> Shown:
    """One award with its explanation and its tranches."""
    award = seen_award(reading, actor, award_id)
    return award_view(award, _tranches(reading, [award.id]).get(award.id, []))


def seen_award(reading: Reading, actor: Actor, award_id: UUID) -> Award:
    """The award, or NotFound for whom it does not concern."""
    row = reading.first(_award, id=award_id)
    if row is None:
        raise NotFound(kind="award", id=str(award_id))
    award = AWARD.of(row)
    must_see(
        actor,
        kind="award",
        id=award_id,
        applicant_id=award.applicant.id,
        division=award.division,
        served=served_by(reading, actor),
    )
    return award


def awards_of_case(reading: Reading, actor: Actor, case_id: UUID) -> Shown:
    """The awards of all projects of a case, oldest first."""
    return _shown_awards(reading, actor, [AWARD.of(row) for row in reading.read(_awards_of_case, id=case_id)])


def awards_of_project(reading: Reading, actor: Actor, project_id: UUID) -> Shown:
    """The awards of a project, one per subsidy line."""
    return _shown_awards(reading, actor, [AWARD.of(row) for row in reading.read(_awards_of_project, id=project_id)])


def awards_of_ground(reading: Reading, actor: Actor, ground_id: UUID) -> Shown:
    """The awards that rest on the newest word of an acceptance, a contract, an application."""
    return _shown_awards(reading, actor, [AWARD.of(row) for row in reading.read(_awards_of_ground, id=ground_id)])


def get_tranche(reading: Reading, actor: Actor, tranche_id: UUID) -> Shown:
    """One tranche with its payee and every attempt to pay it."""
    row = reading.first(_tranche, id=tranche_id)
    if row is None:
        raise NotFound(kind="tranche", id=str(tranche_id))
    tranche: Tranche = TRANCHE.of(row)
    must_see(
        actor,
        kind="tranche",
        id=tranche_id,
        applicant_id=tranche.applicant.id,
        division=tranche.division,
        served=served_by(reading, actor),
    )
    snapshot = reading.first(_snapshots, id=tranche_id)
    instructions = [INSTRUCTION.of(each) for each in reading.read(_instructions, id=tranche_id)]
    return {
        **tranche_view(tranche),
        "payee": payee_view(SNAPSHOT.of(snapshot)) if snapshot else None,
        "instructions": [instruction_view(each) for each in instructions],
    }


def list_tranches(
    reading: Reading,
    actor: Actor,
    *,
    state: str | None,
    division: str | None,
    credit_code: str | None,
    plan_id: UUID | None,
    limit: int,
    after: str | None,
) -> Shown:
    """Newest first, as far as the actor sees them."""
    applicant_id = None
    if not actor.may("funding.read_city"):
        if actor.may("funding.read_division"):
            division = division if division in served_by(reading, actor) else actor.division or division
        else:
            applicant_id = actor.organisation_id or actor.account_id
    return read_page(
        reading,
        _tranche_list,
        lambda row: tranche_view(TRANCHE.of(row)),
        limit=limit,
        after=after,
        by="created_at",
        state=state,
        divisions=None if division is None else list(divisions_served(reading, division)),
        credit_code=credit_code,
        plan_id=plan_id,
        applicant_id=applicant_id,
    )


def _shown_awards(reading: Reading, actor: Actor, found: list[Award]) -> Shown:
    served = served_by(reading, actor)
    seen = [
        each for each in found if may_see(actor, applicant_id=each.applicant.id, division=each.division, served=served)
    ]
    by_award = _tranches(reading, [award.id for award in seen]) if seen else {}
    return {"items": [award_view(award, by_award.get(award.id, [])) for award in seen], "next": None}


def _tranches(reading: Reading, award_ids: list[UUID]) -> dict[UUID, list[Tranche]]:
    by_award: dict[UUID, list[Tranche]] = {}
    for row in reading.read(_tranches_of_awards, ids=award_ids):
        by_award.setdefault(row.award_id, []).append(TRANCHE.of(row))
    return by_award

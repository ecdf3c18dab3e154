"""A case's money from the award to what came back: every step with its rows, and whether they add up (XB12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, any_, bindparam, cast, func, or_, select

from casework.tables import notice_from_columns
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import NotFound
from contracts.wire import from_json
from services.funding.domain.acting import may_see
from services.funding.domain.allocation_plan import PlanLine
from services.funding.domain.award import Award
from services.funding.domain.documents import Document
from services.funding.domain.ledger import Account
from services.funding.domain.netting import Netting
from services.funding.domain.payment import Instruction
from services.funding.domain.recovery import Recovery
from services.funding.domain.shares import as_fen
from services.funding.domain.tracing import CaseMoney
from services.funding.domain.tranche import Tranche
from services.funding.domain.views import document_view, tranche_view
from services.funding.domain.views_back import netting_view, recovery_view
from services.funding.domain.views_payment import instruction_view
from services.funding.storage.awards import AWARD, TRANCHE
from services.funding.storage.back import NETTING, RECOVERY
from services.funding.storage.payments import INSTRUCTION
from services.funding.storage.plans import PLAN_LINE
from services.funding.storage.served import served_by
from services.funding.storage.tables import (
    allocation_plans,
    awards,
    ledger_entries,
    ledger_postings,
    nettings,
    payment_batches,
    payment_instructions,
    plan_lines,
    plan_notices,
    recoveries,
    releases,
    tranches,
)

Shown = dict[str, Any]

_ids = any_(cast(bindparam("ids"), ARRAY(Uuid)))
_awards = select(awards).where(awards.c.case_id == bindparam("case_id")).order_by(awards.c.computed_at, awards.c.id)
_tranches = (
    select(tranches).where(tranches.c.case_id == bindparam("case_id")).order_by(tranches.c.number, tranches.c.id)
)
_lines = (
    select(plan_lines, allocation_plans.c.number.label("plan_number"), allocation_plans.c.state.label("plan_state"))
    .select_from(plan_lines.join(allocation_plans, allocation_plans.c.id == plan_lines.c.plan_id))
    .where(plan_lines.c.tranche_id == _ids)
    .order_by(allocation_plans.c.drawn_up_at, plan_lines.c.id)
)
_notices = select(plan_notices).where(plan_notices.c.plan_id == _ids)
_releases = select(releases).where(releases.c.id == _ids)
_instructions = (
    select(payment_instructions, payment_batches.c.number.label("batch_number"))
    .select_from(payment_instructions.join(payment_batches, payment_batches.c.id == payment_instructions.c.batch_id))
    .where(payment_instructions.c.tranche_id == _ids)
    .order_by(payment_instructions.c.attempt)
)
_recoveries = (
    select(recoveries).where(recoveries.c.tranche_id == _ids).order_by(recoveries.c.opened_at, recoveries.c.id)
)
_nettings = (
    select(nettings)
    .where(or_(nettings.c.tranche_id == _ids, nettings.c.recovery_id == any_(cast(bindparam("back"), ARRAY(Uuid)))))
    .order_by(nettings.c.proposed_at, nettings.c.id)
)
_balances = (
    select(ledger_postings.c.account, cast(func.sum(ledger_postings.c.amount_fen), BigInteger).label("fen"))
    .select_from(
        ledger_entries.join(
            ledger_postings,
            (ledger_postings.c.city == ledger_entries.c.city) & (ledger_postings.c.entry_id == ledger_entries.c.id),
        )
    )
    .where(ledger_entries.c.case_id == bindparam("case_id"))
    .group_by(ledger_postings.c.account)
)


@dataclass(frozen=True, kw_only=True)
class _Steps:
    """What happened to the tranches of a case, by tranche; releases by their id."""

    lines: dict[UUID, list[Shown]]
    releases: dict[UUID, Shown]
    instructions: dict[UUID, list[Shown]]
    recoveries: dict[UUID, list[Shown]]
    nettings: dict[UUID, list[Shown]]


def trace_of_case(reading: Reading, actor: Actor, case_id: UUID) -> Shown:
    """Award → plan line → notice → release → instructions → bank → recovery → netting, for whom it concerns.

    NotFound for a case without an award, and for a stranger's.
    """
    found: list[Award] = [AWARD.of(row) for row in reading.read(_awards, case_id=case_id)]
    served = served_by(reading, actor)
    if not found or not all(
        may_see(actor, applicant_id=each.applicant.id, division=each.division, served=served) for each in found
    ):
        raise NotFound(kind="case", id=str(case_id))
    parts: list[Tranche] = [TRANCHE.of(row) for row in reading.read(_tranches, case_id=case_id)]
    ids = [tranche.id for tranche in parts]
    lines, attempts = reading.read(_lines, ids=ids), reading.read(_instructions, ids=ids)
    back: list[Recovery] = [RECOVERY.of(row) for row in reading.read(_recoveries, ids=ids)]
    kept: list[Netting] = [NETTING.of(row) for row in reading.read(_nettings, ids=ids, back=[each.id for each in back])]
    money = CaseMoney(
        awarded=_sum(award.amount for award in found),
        tranches=tuple(parts),
        instructions=tuple(INSTRUCTION.of(row) for row in attempts),
        recoveries=tuple(back),
        planned=_planned(parts, [PLAN_LINE.of(row) for row in lines]),
        balances={Account(row.account): Money(row.fen) for row in reading.read(_balances, case_id=case_id)},
    )
    steps = _Steps(
        lines=_grouped((row.tranche_id, shown) for row, shown in _shown_lines(reading, lines)),
        releases=_shown_releases(reading, parts),
        instructions=_grouped((row.tranche_id, _attempt(row)) for row in attempts),
        recoveries=_grouped((each.tranche_id, _recovery(each, kept)) for each in back),
        nettings=_grouped((each.tranche_id, netting_view(each)) for each in kept),
    )
    return {
        "case_id": case_id,
        "applicant": found[0].applicant,
        "awards": [_award(award, [part for part in parts if part.award_id == award.id], steps) for award in found],
        **_figures(money),
    }


def _figures(money: CaseMoney) -> Shown:
    checks = money.checks()
    return {
        "awarded_fen": money.awarded.fen,
        "approved_fen": money.approved.fen,
        "released_fen": money.released.fen,
        "paid_fen": money.paid_by_bank.fen,
        "netted_fen": money.netted.fen,
        "claimed_fen": money.claimed.fen,
        "recovered_fen": money.recovered.fen,
        "outstanding_fen": money.outstanding.fen,
        "held_fen": money.held_by_payee.fen,
        "checks": [check.as_wire() for check in checks],
        "adds_up": all(check.is_equal for check in checks),
    }


def _award(award: Award, parts: Sequence[Tranche], steps: _Steps) -> Shown:
    return {
        "id": award.id,
        "number": award.number,
        "project_id": award.project_id,
        "line": award.line,
        "title": award.title,
        "award_fen": award.amount.fen,
        "shares": as_fen(award.shares),
        "tranches": [
            {
                "tranche": tranche_view(part),
                "plan_lines": steps.lines.get(part.id, []),
                "release": steps.releases.get(part.release_id) if part.release_id else None,
                "instructions": steps.instructions.get(part.id, []),
                "recoveries": steps.recoveries.get(part.id, []),
                "nettings": steps.nettings.get(part.id, []),
            }
            for part in parts
        ],
    }


def _shown_lines(reading: Reading, lines: Sequence[Row]) -> Iterable[tuple[Row, Shown]]:
    notices = {row.plan_id: row for row in reading.read(_notices, ids=list({line.plan_id for line in lines}))}
    for row in lines:
        line: PlanLine = PLAN_LINE.of(row)
        shown = {
            "id": line.id,
            "plan_id": row.plan_id,
            "plan_number": row.plan_number,
            "plan_state": row.plan_state,
            "amount_fen": line.amount.fen,
            "shares": as_fen(line.shares),
            "state": line.state,
            "reason": line.reason,
            "notice": _notice(notices[row.plan_id], line.id) if row.plan_id in notices else None,
        }
        yield row, shown


def _notice(row: Row, line_id: UUID) -> Shown:
    notice = notice_from_columns(row)
    objections = [objection for line in notice.lines if line.id == line_id for objection in line.objections]
    return {
        "id": row.id,
        "state": notice.state,
        "opened_at": notice.opened_at,
        "closes_at": notice.closes_at,
        "objections": len(objections),
        "is_held": any(objection.holds_its_line for objection in objections),
    }


def _shown_releases(reading: Reading, parts: Sequence[Tranche]) -> dict[UUID, Shown]:
    ids = [part.release_id for part in parts if part.release_id is not None]
    return {
        row.id: {
            "id": row.id,
            "document": document_view(from_json(Document, row.document)),
            "released_at": row.released_at,
        }
        for row in reading.read(_releases, ids=ids)
    }


def _attempt(row: Row) -> Shown:
    instruction: Instruction = INSTRUCTION.of(row)
    return {**instruction_view(instruction), "batch_id": row.batch_id, "batch_number": row.batch_number}


def _recovery(recovery: Recovery, kept: Sequence[Netting]) -> Shown:
    own = [netting_view(each) for each in kept if each.recovery_id == recovery.id]
    return {**recovery_view(recovery), "nettings": own}


def _planned(parts: Sequence[Tranche], lines: Sequence[PlanLine]) -> Money:
    """The lines of approved tranches, as their plans hold them."""
    approved = {part.id for part in parts if part.approved > ZERO}
    return _sum(line.amount for line in lines if line.is_included and line.tranche_id in approved)


def _grouped(pairs: Iterable[tuple[UUID, Shown]]) -> dict[UUID, list[Shown]]:
    groups: dict[UUID, list[Shown]] = defaultdict(list)
    for key, shown in pairs:
        groups[key].append(shown)
    return groups


def _sum(parts: Iterable[Money]) -> Money:
    return sum(parts, ZERO)

"""What commands answer and queries show: awards, plans, notices. Plain values; never an account number or a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from casework.public_notice import NoticeLine, Objection
from contracts.money import ZERO
from services.funding.domain.acts import PlanNotice, Recommendation
from services.funding.domain.allocation_plan import AllocationPlan, PlanLine
from services.funding.domain.award import Award
from services.funding.domain.bulk import ItemRefused
from services.funding.domain.documents import Document
from services.funding.domain.payee import PayeeSnapshot
from services.funding.domain.shares import as_fen, total_of
from services.funding.domain.tranche import Tranche

Shown = dict[str, Any]


def award_view(award: Award, tranches: Sequence[Tranche]) -> Shown:
    """The award with its whole explanation, and what became of it (DL11)."""
    computed, correction = award.computation, award.correction
    paid = [tranche for tranche in tranches if tranche.paid > ZERO]
    return {
        **_case(award),
        "number": award.number,
        "acceptance_id": award.acceptance_id,
        "trigger": award.trigger,
        "tranche": award.part.key,
        "subject_kind": award.subject_kind,
        "granted_before_fen": sum(granted.fen for granted in award.part.granted.values()),
        "recoverable_fen": computed.outcome.get("recoverable_fen", 0),
        "pack_sha256": award.pack.sha256,
        "award_fen": computed.amount.fen,
        "calculated_fen": computed.calculated.fen,
        "base_fen": computed.base.fen,
        "cap_fen": computed.cap.fen if computed.cap is not None else None,
        "shares": as_fen(computed.shares),
        "sources": computed.outcome["sources"],
        "explanation": computed.outcome["explanation"],
        "rows": computed.outcome.get("rows", []),
        "assumptions": computed.outcome["assumptions"],
        "problems": computed.outcome["problems"],
        "computed_at": award.computed_at,
        "correction": None
        if correction is None
        else {"amount_fen": correction.amount.fen, "findings": correction.findings, "at": correction.at},
        "paid_fen": sum(tranche.paid.fen for tranche in paid),
        "paid_on": max((tranche.paid_on for tranche in paid if tranche.paid_on), default=None),
        "performance_evaluation": award.performance,
        "showcase": award.showcase,
        "tranches": [tranche_view(tranche) for tranche in tranches],
    }


def tranche_view(tranche: Tranche) -> Shown:
    """One tranche: how much, from which sources, and how far it is."""
    return {
        **_case(tranche),
        "award_id": tranche.award_id,
        "number": tranche.number,
        "amount_fen": tranche.amount.fen,
        "shares": as_fen(tranche.shares),
        "netted_fen": total_of(tranche.netted).fen,
        "net_fen": tranche.amount_to_pay.fen,
        "recovered_fen": total_of(tranche.recovered).fen,
        "state": tranche.state,
        "fund_year": tranche.fund_year,
        "fund_category": tranche.fund_category,
        "recommendation_id": tranche.recommendation_id,
        "plan_id": tranche.plan_id,
        "release_id": tranche.release_id,
        "attempts": tranche.attempts,
        "paid_on": tranche.paid_on,
        "reason": tranche.reason,
        "created_at": tranche.created_at,
    }


def recommendation_view(recommendation: Recommendation, refused: Iterable[ItemRefused] = ()) -> Shown:
    """A district's document and what it recommends."""
    return {
        "id": recommendation.id,
        "version": recommendation.version,
        "division": recommendation.division,
        "document": document_view(recommendation.document),
        "tranche_ids": recommendation.tranche_ids,
        "total_fen": recommendation.total.fen,
        "recommended_at": recommendation.recommended_at,
        "refused": refused_view(refused),
    }


def plan_view(plan: AllocationPlan, notice: PlanNotice | None = None, refused: Iterable[ItemRefused] = ()) -> Shown:
    """A plan with its lines, its totals by source, and its notice."""
    return {
        **plan_head(plan),
        "lines": [_plan_line(line) for line in plan.lines],
        "notice": notice_view(notice) if notice else None,
        "refused": refused_view(refused),
    }


def plan_head(plan: AllocationPlan) -> Shown:
    """A plan as lists show it."""
    return {
        "id": plan.id,
        "version": plan.version,
        "number": plan.number,
        "title": plan.title,
        "pack": plan.pack.text,
        "fund_year": plan.fund_year,
        "fund_category": plan.fund_category,
        "state": plan.state,
        "total_fen": plan.total.fen,
        "shares": as_fen(plan.totals),
        "decision": document_view(plan.decision) if plan.decision else None,
        "drawn_up_at": plan.drawn_up_at,
        "approved_at": plan.approved_at,
        "published_at": plan.published_at,
    }


def notice_view(notice: PlanNotice) -> Shown:
    """What is published: who, how much, until when, and on what the period rests."""
    public = notice.notice
    return {
        "id": notice.id,
        "version": notice.version,
        "plan_id": notice.plan_id,
        "title": public.title,
        "state": public.state,
        "opened_at": public.opened_at,
        "closes_on": public.closes_on,
        "closes_at": public.closes_at,
        "is_provisional": public.is_provisional,
        "days": public.period.days,
        "unit": public.period.unit,
        "basis": notice.basis,
        "lines": [_notice_line(line) for line in public.lines],
    }


def objection_view(objection: Objection, notice: PlanNotice, line_id: UUID) -> Shown:
    """An objection, for officers and for whoever raised it."""
    return {
        "id": objection.id,
        "version": notice.version,
        "notice_id": notice.id,
        "line_id": line_id,
        "raised_by": objection.raised_by,
        "text": objection.text,
        "contact": {"last4": objection.contact.last4},
        "at": objection.at,
        "state": objection.state,
        "findings": objection.findings,
        "decided_at": objection.decided_at,
    }


def decided_objection_view(notice: PlanNotice, objection_id: UUID) -> Shown:
    """The objection with its decision."""
    line = notice.line_of(objection_id)
    objection = next(each for each in line.objections if each.id == objection_id)
    return objection_view(objection, notice, line.id)


def document_view(document: Document) -> Shown:
    """Number, date and file of a formal document."""
    return {"number": document.number, "issued_on": document.issued_on, "file": document.file}


def payee_view(snapshot: PayeeSnapshot) -> Shown:
    """Where a tranche is paid to, as it was approved. The number by its last four digits."""
    payee = snapshot.payee
    return {
        "snapshot_id": snapshot.id,
        "tranche_id": snapshot.tranche_id,
        "revision": snapshot.revision,
        "account_name": payee.account_name,
        "bank_name": payee.bank_name,
        "branch_code": payee.branch_code,
        "last4": payee.last4,
        "instrument": payee.instrument,
        "approved_at": snapshot.approved_at,
        "reason": snapshot.reason,
    }


def refused_view(refused: Iterable[ItemRefused]) -> list[Shown]:
    """The items of a bulk act that were left as they were, and why."""
    return [item.as_wire() for item in refused]


def _case(thing: Award | Tranche) -> Shown:
    return {
        "id": thing.id,
        "version": thing.version,
        "case_id": thing.case_id,
        "project_id": thing.project_id,
        "applicant": thing.applicant,
        "division": thing.division,
        "pack": thing.pack.text,
        "line": thing.line,
        "title": thing.title,
    }


def _plan_line(line: PlanLine) -> Shown:
    return {
        "id": line.id,
        "tranche_id": line.tranche_id,
        "award_id": line.award_id,
        "case_id": line.case_id,
        "project_id": line.project_id,
        "applicant_name": line.applicant_name,
        "credit_code": line.credit_code,
        "division": line.division,
        "amount_fen": line.amount.fen,
        "shares": as_fen(line.shares),
        "state": line.state,
        "reason": line.reason,
    }


def _notice_line(line: NoticeLine) -> Shown:
    return {
        "id": line.id,
        "applicant_name": line.title,
        "amount_fen": line.amount_fen.fen if line.amount_fen is not None else None,
        "objections": len(line.objections),
        "is_held": any(objection.holds_its_line for objection in line.objections),
    }

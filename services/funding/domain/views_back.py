"""What commands answer and queries show of money's ways back: recoveries and honours without money."""

from __future__ import annotations

from typing import Any

from services.funding.domain.honour import Honour
from services.funding.domain.recovery import Recovery
from services.funding.domain.shares import as_fen, total_of
from services.funding.domain.views import document_view

Shown = dict[str, Any]


def recovery_view(recovery: Recovery) -> Shown:
    """A recovery: how much, to which sources, why, and what of it is still to come."""
    return {
        "id": recovery.id,
        "version": recovery.version,
        "case_id": recovery.case_id,
        "tranche_id": recovery.tranche_id,
        "award_id": recovery.award_id,
        "amount_fen": recovery.amount.fen,
        "shares": as_fen(recovery.shares),
        "netted_fen": total_of(recovery.netted).fen,
        "outstanding_fen": total_of(recovery.outstanding).fen,
        "reason": recovery.reason,
        "article": recovery.article,
        "document": document_view(recovery.document),
        "terms": recovery.terms,
        "interest_fen": recovery.interest.fen,
        "state": recovery.state,
        "opened_at": recovery.opened_at,
        "settled_on": recovery.settled_on,
        "bank_reference": recovery.bank_reference,
    }


def honour_view(honour: Honour) -> Shown:
    """An honour, to whom it concerns."""
    return {
        "id": honour.id,
        "version": honour.version,
        "case_id": honour.case_id,
        "project_id": honour.project_id,
        "applicant": honour.applicant,
        "division": honour.division,
        "programme_year": honour.programme_year,
        "reason": honour.reason,
        "granted_at": honour.granted_at,
    }

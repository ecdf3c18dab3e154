"""What commands answer and queries show of money's other ways: recoveries, nettings, instruments, honours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.funding.domain.honour import Honour
from services.funding.domain.instrument import InstrumentChoice
from services.funding.domain.netting import Netting
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


def netting_view(netting: Netting) -> Shown:
    """What is kept of which tranche, against which recovery; from and to which sources, once it is confirmed."""
    return {
        "id": netting.id,
        "version": netting.version,
        "case_id": netting.case_id,
        "recovery_id": netting.recovery_id,
        "tranche_id": netting.tranche_id,
        "amount_fen": netting.amount.fen,
        "kept": as_fen(netting.kept),
        "given": as_fen(netting.given),
        "reason": netting.reason,
        "document": document_view(netting.document),
        "state": netting.state,
        "proposed_at": netting.proposed_at,
        "confirmed_at": netting.confirmed_at,
    }


def instrument_view(choice: InstrumentChoice | None, *, award_id: UUID, offered: Iterable[str]) -> Shown:
    """How an award is paid: as chosen, or by the first instrument of its subsidy line. A wallet by its last four."""
    options = list(offered)
    return {
        "award_id": award_id,
        "version": choice.version if choice else 0,
        "instrument": choice.instrument if choice else options[0],
        "offered": options,
        "holder_name": choice.holder_name if choice else "",
        "institution": choice.institution if choice else "",
        "last4": choice.wallet.last4 if choice and choice.wallet else "",
        "chosen_at": choice.chosen_at if choice else None,
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

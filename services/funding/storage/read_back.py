"""Reading recoveries, nettings, and how awards are paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.packs import Packs
from services.funding.domain.acting import must_see
from services.funding.domain.views_back import instrument_view, netting_view, recovery_view
from services.funding.storage.back import CHOICE, NETTING, RECOVERY
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.read_awards import seen_award
from services.funding.storage.served import served_by
from services.funding.storage.tables import instrument_choices, nettings, recoveries, tranches

Shown = dict[str, Any]

_recoveries = newest_first(
    select(recoveries).where(equal_or_any(recoveries.c.state, "state")), recoveries.c.opened_at, recoveries.c.id
)
_recovery = (
    select(recoveries, tranches.c.applicant_id, tranches.c.division)
    .select_from(recoveries.join(tranches, tranches.c.id == recoveries.c.tranche_id))
    .where(recoveries.c.id == bindparam("id"))
)
_nettings = newest_first(
    select(nettings).where(
        equal_or_any(nettings.c.state, "state"), equal_or_any(nettings.c.recovery_id, "recovery_id", Uuid)
    ),
    nettings.c.proposed_at,
    nettings.c.id,
)
_choice = select(instrument_choices).where(instrument_choices.c.award_id == bindparam("id"))


def list_recoveries(reading: Reading, *, state: str | None, limit: int, after: str | None) -> Shown:
    """Recoveries, newest first."""
    return read_page(
        reading,
        _recoveries,
        lambda row: recovery_view(RECOVERY.of(row)),
        limit=limit,
        after=after,
        by="opened_at",
        state=state,
    )


def list_nettings(
    reading: Reading, *, state: str | None, recovery_id: UUID | None, limit: int, after: str | None
) -> Shown:
    """Nettings, newest first."""
    return read_page(
        reading,
        _nettings,
        lambda row: netting_view(NETTING.of(row)),
        limit=limit,
        after=after,
        by="proposed_at",
        state=state,
        recovery_id=recovery_id,
    )


def get_instrument(reading: Reading, packs: Packs, actor: Actor, award_id: UUID) -> Shown:
    """How an award is paid, for whom it concerns."""
    award = seen_award(reading, actor, award_id)
    row = reading.first(_choice, id=award_id)
    offered = packs.get(award.pack).line(award.line).instruments
    return instrument_view(CHOICE.of(row) if row else None, award_id=award_id, offered=offered)


def get_recovery(reading: Reading, actor: Actor, recovery_id: UUID) -> Shown:
    """One recovery: the enterprise reads what is claimed from it, and why."""
    row = reading.first(_recovery, id=recovery_id)
    if row is None:
        raise NotFound(kind="recovery", id=str(recovery_id))
    must_see(
        actor,
        kind="recovery",
        id=recovery_id,
        applicant_id=row.applicant_id,
        division=row.division,
        served=served_by(reading, actor),
    )
    return recovery_view(RECOVERY.of(row))

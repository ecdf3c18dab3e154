"""Reading recoveries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.acting import must_see
from services.funding.domain.views_back import recovery_view
from services.funding.storage.back import RECOVERY
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.tables import recoveries, tranches

Shown = dict[str, Any]

_recoveries = newest_first(
    select(recoveries).where(equal_or_any(recoveries.c.state, "state")), recoveries.c.opened_at, recoveries.c.id
)
_recovery = (
    select(recoveries, tranches.c.applicant_id, tranches.c.division)
    .select_from(recoveries.join(tranches, tranches.c.id == recoveries.c.tranche_id))
    .where(recoveries.c.id == bindparam("id"))
)


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


def get_recovery(reading: Reading, actor: Actor, recovery_id: UUID) -> Shown:
    """One recovery: the enterprise reads what is claimed from it, and why."""
    row = reading.first(_recovery, id=recovery_id)
    if row is None:
        raise NotFound(kind="recovery", id=str(recovery_id))
    must_see(actor, kind="recovery", id=recovery_id, applicant_id=row.applicant_id, division=row.division)
    return recovery_view(RECOVERY.of(row))

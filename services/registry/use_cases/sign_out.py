"""Ending a session of one's own: this one, or one that was left open elsewhere."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Work


def sign_out(uow: Work, actor: Actor, session_id: UUID, *, now: datetime) -> Shown:
    """NotFound for somebody else's session. Ending an ended session changes nothing."""
    session = uow.sessions.get(session_id, for_update=True)
    if session.account_id != actor.account_id:
        raise NotFound(kind="session", id=str(session_id))
    if session.ended_at is None:
        session = session.ended(now)
        uow.sessions.save(session)
        uow.audit.record(actor, "sign_out", session)
    return {"id": str(session.id), "version": session.version}

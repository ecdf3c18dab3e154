"""Somebody objects (异议) to one line of a public notice; an officer records those that come by letter or telephone."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from casework.public_notice import Objection
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.sealed import Sealed
from services.declaration.domain import pilot_notice
from services.declaration.domain.shown_notice import shown_notice
from services.declaration.use_cases.ports import Unit


def raise_objection(
    uow: Unit, clock: Clock, actor: Actor, notice_id: UUID, line_id: UUID, *, raised_by: str, text: str, contact: Sealed
) -> dict[str, Any]:
    """NoticeNotOpen outside the period. The other lines go on."""
    objection = Objection(
        id=uuid4(), raised_by=raised_by, text=text, contact=contact, at=clock.now(), account_id=actor.account_id
    )
    notice = pilot_notice.raise_objection(uow.notices.get(notice_id), line_id, objection)
    uow.notices.save(notice)
    uow.audit.record(actor, "raise_objection", notice, objection_id=objection.id, declaration_id=line_id)
    return {**shown_notice(notice), "objection_id": str(objection.id)}

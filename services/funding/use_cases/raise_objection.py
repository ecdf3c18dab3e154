"""Somebody objects to one line of a published plan. Only that line is held."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from casework import public_notice
from casework.public_notice import Objection
from contracts.actor import Actor
from contracts.sealed import Sealed
from services.funding.domain.views import objection_view
from services.funding.use_cases.ports import Clock, Unit


def raise_objection(
    uow: Unit, clock: Clock, actor: Actor, notice_id: UUID, line_id: UUID, *, raised_by: str, text: str, contact: Sealed
) -> dict[str, Any]:
    """The objection, with the notice's new version. NoticeNotOpen after the period."""
    before = uow.notices.get(notice_id)
    objection = Objection(
        id=uuid4(), raised_by=raised_by, text=text, contact=contact, at=clock.now(), account_id=actor.account_id
    )
    notice = before.changed(public_notice.raise_objection(before.notice, line_id, objection))
    uow.notices.save(notice)
    uow.audit.record(actor, "raise_objection", notice, line_id=line_id, objection_id=objection.id)
    return objection_view(objection, notice, line_id)

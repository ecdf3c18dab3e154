"""The enterprise paid a support back: it counts no more against what it is awarded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.documents import must_have_reason
from services.funding.domain.supports import SupportAction
from services.funding.domain.views_supports import support_view
from services.funding.use_cases.ports import Unit


def return_support(
    uow: Unit, actor: Actor, support_id: UUID, *, reason: str, expected_version: int | None = None
) -> dict[str, Any]:
    """The returned support. ActionNotAllowed once it counts no more."""
    support = uow.supports.get(support_id)
    must_be_version(support, expected_version)
    ended = support.after(SupportAction.RETURN, reason=must_have_reason(reason))
    uow.supports.save(ended)
    uow.audit.record(actor, "return", ended, reason=ended.reason)
    return support_view(ended)

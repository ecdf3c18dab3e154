"""An event of an assessment, told to the people of the institution that makes it (ALL5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.events.base import Event
from contracts.sealed import Sealer
from services.registry.domain.notices import Notice, facts_of, kind_for_institution
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work


def notify_institution(uow: Work, sealer: Sealer, event: Event, *, institution_id: UUID, now: datetime) -> None:
    """An institution that nobody can sign in for is told nothing."""
    kind = kind_for_institution(event)
    facts = facts_of(event, kind)
    notice = Notice(kind=kind, case_id=event.case_id, subject_id=event.aggregate_id, facts=facts, at=event.at)
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(institution_id)), now=now)

"""An event of a case, told to the people whom it concerns (ALL5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.events.base import Event
from contracts.sealed import Sealer
from services.registry.domain.accounts import is_applicant
from services.registry.domain.notices import Notice, NoticeKind, facts_of, kind_for_applicant, kind_for_district
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work


def notify_people(
    uow: Work, sealer: Sealer, event: Event, *, applicant_id: UUID, division: str | None, now: datetime
) -> None:
    """The members of the applicant's organisation; and the staff of its division when a review begins with them.

    An organisation that nobody can sign in for is told nothing.
    """
    members = uow.accounts.of_organisation(applicant_id)
    notify_accounts(uow, sealer, _notice(kind_for_applicant(event), event), members, now=now)
    to_do = kind_for_district(event)
    if to_do is not None and division is not None:
        staff = [account for account in uow.accounts.of_division(division) if not is_applicant(account.roles)]
        notify_accounts(uow, sealer, _notice(to_do, event), staff, now=now)


def _notice(kind: NoticeKind, event: Event) -> Notice:
    return Notice(kind=kind, case_id=event.case_id, subject_id=event.aggregate_id, facts=facts_of(event), at=event.at)

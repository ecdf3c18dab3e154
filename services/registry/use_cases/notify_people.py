"""An event of a case, told to the people whom it concerns (ALL5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.events.base import Event
from contracts.sealed import Sealer
from services.registry.domain.accounts import Account, is_applicant
from services.registry.domain.notice_kinds import NoticeKind
from services.registry.domain.notices import Notice, facts_of, kind_for_applicant, kind_for_district
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work


def notify_people(
    uow: Work, sealer: Sealer, event: Event, *, applicant_id: UUID, division: str | None, now: datetime
) -> None:
    """The members of the applicant's organisation; and the staff of the division that has to review from now on.

    An organisation that nobody can sign in for is told nothing.
    """
    to_do = kind_for_district(event)
    people = uow.accounts.concerned(applicant_id, division if to_do is not None else None)
    told = [(_notice(kind_for_applicant(event), event), [one for one in people if one.organisation_id == applicant_id])]
    if to_do is not None:
        told.append((_notice(to_do, event), [one for one in people if _serves(one, division)]))
    notify_accounts(uow, sealer, *told, now=now)


def _serves(account: Account, division: str | None) -> bool:
    return division is not None and account.division == division and not is_applicant(account.roles)


def _notice(kind: NoticeKind, event: Event) -> Notice:
    facts = facts_of(event, kind)
    return Notice(kind=kind, case_id=event.case_id, subject_id=event.aggregate_id, facts=facts, at=event.at)

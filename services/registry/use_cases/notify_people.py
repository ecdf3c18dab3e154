"""An event of a case becomes messages to the people whom it concerns, and mail for those who want it (ALL5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from contracts.events.base import Event
from contracts.sealed import Sealer
from services.registry.domain.accounts import Account, is_applicant
from services.registry.domain.mail import write
from services.registry.domain.notices import (
    Message,
    NoticeKind,
    facts_of,
    kind_for_applicant,
    kind_for_district,
    letter_of,
)
from services.registry.use_cases.ports import Work


def notify_people(
    uow: Work, sealer: Sealer, event: Event, *, applicant_id: UUID, division: str | None, now: datetime
) -> None:
    """The members of the applicant's organisation; and the staff of its division when a review begins with them.

    An organisation that nobody can sign in for is told nothing. Messages are no aggregate: nothing is recorded.
    """
    members = uow.accounts.of_organisation(applicant_id)
    _tell(uow, sealer, event, kind_for_applicant(event), members, now)
    to_do = kind_for_district(event)
    if to_do is not None and division is not None:
        staff = [account for account in uow.accounts.of_division(division) if not is_applicant(account.roles)]
        _tell(uow, sealer, event, to_do, staff, now)


def _tell(uow: Work, sealer: Sealer, event: Event, kind: NoticeKind, people: Sequence[Account], now: datetime) -> None:
    if not people:
        return
    chosen = uow.messages.mail_choices([account.id for account in people], kind.name)
    for account in people:
        message = Message(
            id=uuid4(),
            city=uow.city,
            account_id=account.id,
            kind=kind.name,
            case_id=event.case_id,
            subject_id=event.aggregate_id,
            facts=facts_of(event),
            written_at=event.at,
        )
        uow.messages.add(message)
        if account.email is not None and chosen.get(account.id, kind.by_mail):
            letter = letter_of(kind)
            uow.mails.add(
                write(id=uuid4(), city=uow.city, recipient=account.email, letter=letter, sealer=sealer, now=now)
            )

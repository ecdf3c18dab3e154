"""A message to each of some people, and mail to those of them who want it for this kind (ALL5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from contracts.sealed import Sealer
from services.registry.domain.accounts import Account
from services.registry.domain.mail import write
from services.registry.domain.notices import Notice, letter_of
from services.registry.use_cases.ports import Work


def notify_accounts(uow: Work, sealer: Sealer, notice: Notice, people: Sequence[Account], *, now: datetime) -> None:
    """Nobody is fine. Messages are no aggregate: the act that they tell of is what is recorded."""
    if not people:
        return
    chosen = uow.messages.mail_choices([account.id for account in people], notice.kind.name)
    for account in people:
        uow.messages.add(notice.to(account.id, id=uuid4(), city=uow.city))
        if account.email is not None and chosen.get(account.id, notice.kind.by_mail):
            letter = letter_of(notice.kind)
            uow.mails.add(
                write(id=uuid4(), city=uow.city, recipient=account.email, letter=letter, sealer=sealer, now=now)
            )

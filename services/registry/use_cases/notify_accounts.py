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


def notify_accounts(uow: Work, sealer: Sealer, *told: tuple[Notice, Sequence[Account]], now: datetime) -> None:
    """`told` is what, and to whom; nobody is fine.

    Messages are no aggregate: the act that they tell of is what is recorded.
    """
    letters = [(notice, account) for notice, people in told for account in people]
    if not letters:
        return
    kinds = sorted({notice.kind.name for notice, _ in letters})
    chosen = uow.messages.mail_choices([account.id for _, account in letters], kinds)
    for notice, account in letters:
        uow.messages.add(notice.to(account.id, id=uuid4(), city=uow.city))
        if account.email is not None and chosen.get((account.id, notice.kind.name), notice.kind.by_mail):
            letter = letter_of(notice)
            uow.mails.add(
                write(id=uuid4(), city=uow.city, recipient=account.email, letter=letter, sealer=sealer, now=now)
            )

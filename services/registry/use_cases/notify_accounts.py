"""A message to each of some people, by mail and as a text message where they want it so for this kind (ALL5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from contracts.sealed import Sealer
from services.registry.domain.accounts import Account
from services.registry.domain.channels import channels_of, topics_of
from services.registry.domain.mail import write
from services.registry.domain.notices import Notice, letter_of, text_of
from services.registry.domain.sms import write_text
from services.registry.use_cases.ports import Work


def notify_accounts(uow: Work, sealer: Sealer, *told: tuple[Notice, Sequence[Account]], now: datetime) -> None:
    """`told` is what, and to whom; nobody is fine.

    Messages are no aggregate: the act that they tell of is what is recorded. Text messages go to bound phones only.
    """
    letters = [(notice, account) for notice, people in told for account in people]
    for notice, account in letters:
        uow.messages.add(notice.to(account.id, id=uuid4(), city=uow.city))
    send_beside(uow, sealer, letters, now=now)


def send_beside(uow: Work, sealer: Sealer, letters: Iterable[tuple[Notice, Account]], *, now: datetime) -> None:
    """What goes by other channels than the portal, to those who want it so."""
    letters = list(letters)
    if not letters:
        return
    owners = {owner for _, account in letters for owner in (account.id, account.organisation_id) if owner is not None}
    chosen = uow.messages.choices(owners, topics_of(notice.kind for notice, _ in letters))
    for notice, account in letters:
        ways = channels_of(notice.kind, chosen, account_id=account.id, organisation_id=account.organisation_id)
        if ways.by_mail and account.email is not None:
            letter = letter_of(notice)
            uow.mails.add(
                write(id=uuid4(), city=uow.city, recipient=account.email, letter=letter, sealer=sealer, now=now)
            )
        if ways.by_sms and account.bound_phone is not None:
            text = text_of(notice)
            uow.texts.add(
                write_text(id=uuid4(), city=uow.city, phone=account.bound_phone, text=text, sealer=sealer, now=now)
            )

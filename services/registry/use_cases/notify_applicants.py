"""News for every applicant of the city: in everybody's portal, and elsewhere to those who asked for it (ALL5)."""

from __future__ import annotations

from datetime import datetime

from contracts.sealed import Sealer
from services.registry.domain.channels import topics_of
from services.registry.domain.notices import Notice
from services.registry.use_cases.notify_accounts import send_beside
from services.registry.use_cases.ports import Work


def notify_applicants(uow: Work, sealer: Sealer, notice: Notice, *, now: datetime) -> None:
    """One statement for all messages, however many accounts there are; only who chose another channel is looked at."""
    uow.messages.add_for_applicants(notice)
    choosers = uow.accounts.choosers(topics_of([notice.kind]))
    send_beside(uow, sealer, [(notice, account) for account in choosers], now=now)

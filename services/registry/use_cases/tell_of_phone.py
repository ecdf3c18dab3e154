"""Another phone stands with an account: its person is told, and so is the phone that was bound before (XA3)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from contracts.sealed import Sealer
from services.registry.domain.accounts import Account
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.sms import Template, Text, write_text
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work


def tell_of_phone(uow: Work, sealer: Sealer, before: Account, after: Account, *, at: datetime, now: datetime) -> None:
    """The phone before is told whatever its person chose: it is the only way to hear of a stranger's doing."""
    notice = Notice(kind=KINDS["phone_changed"], subject_id=after.id, at=at)
    notify_accounts(uow, sealer, (notice, [after]), now=now)
    former = before.bound_phone
    if former is None or after.phone is None or before.phone_mark == after.phone_mark:
        return
    text = Text(template=Template.PHONE_CHANGED, parameters={"last_four": after.phone.last4})
    uow.texts.add(write_text(id=uuid4(), city=uow.city, phone=former, text=text, sealer=sealer, now=now))

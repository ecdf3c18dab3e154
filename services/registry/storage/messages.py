"""Rows of messages, and of which kinds a person wants by mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.db.transaction import Transaction
from services.registry.domain.notices import Message
from services.registry.storage.tables.people import mail_preference, message

_add = insert(message).values({column.name: bindparam(column.name) for column in message.columns})
_read = (
    update(message)
    .where(message.c.account_id == bindparam("at_account"), message.c.read_at.is_(None))
    .where(bindparam("at_id").is_(None) | (message.c.id == bindparam("at_id")))
    .values(read_at=bindparam("read_at"))
)
_choices = select(mail_preference.c.account_id, mail_preference.c.kind, mail_preference.c.by_mail).where(
    mail_preference.c.account_id == func.any(cast(bindparam("accounts"), ARRAY(Uuid))),
    mail_preference.c.kind == func.any(cast(bindparam("kinds"), ARRAY(Text))),
)
_choose = upsert(mail_preference).values({column.name: bindparam(column.name) for column in mail_preference.columns})
_choose = _choose.on_conflict_do_update(
    index_elements=["city", "account_id", "kind"], set_={"by_mail": _choose.excluded.by_mail}
)


@dataclass(frozen=True)
class MessageRepository:
    """Messages of the city's people."""

    transaction: Transaction
    city: str

    def add(self, message: Message) -> None:
        """A new one."""
        self.transaction.write(
            _add,
            id=message.id,
            city=message.city,
            account_id=message.account_id,
            kind=message.kind,
            case_id=message.case_id,
            subject_id=message.subject_id,
            facts=message.facts,
            written_at=message.written_at,
            read_at=message.read_at,
        )

    def mark_read(self, account_id: UUID, message_id: UUID | None, at: datetime) -> None:
        """One, or all that are unread."""
        self.transaction.write(_read, at_account=account_id, at_id=message_id, read_at=at)

    def mail_choices(self, account_ids: Sequence[UUID], kinds: Sequence[str]) -> Mapping[tuple[UUID, str], bool]:
        """What people chose, by person and kind; where nothing was chosen nothing is said."""
        rows = self.transaction.read(_choices, accounts=list(account_ids), kinds=list(kinds))
        return {(row.account_id, row.kind): row.by_mail for row in rows}

    def choose_mail(self, account_id: UUID, kind: str, *, by_mail: bool) -> None:
        """From now on."""
        self.transaction.write(_choose, city=self.city, account_id=account_id, kind=kind, by_mail=by_mail)

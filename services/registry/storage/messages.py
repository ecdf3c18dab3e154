"""Rows of messages, and of the channels by which people and organisations want them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.db.transaction import Transaction
from contracts.roles import APPLICANTS
from services.registry.domain.channels import Choice, Choices
from services.registry.domain.notices import Message, Notice
from services.registry.storage.tables.accounts import account
from services.registry.storage.tables.people import channel_choice, message

_given = [column.name for column in message.columns if column.name != "position"]
_add = insert(message).values({name: bindparam(name) for name in _given})
_told: dict[str, Any] = {
    "id": func.gen_random_uuid(),
    "city": cast(bindparam("city"), Text),
    "account_id": account.c.id,
    "kind": cast(bindparam("kind"), Text),
    "case_id": cast(bindparam("case_id"), Uuid),
    "subject_id": cast(bindparam("subject_id"), Uuid),
    "facts": cast(bindparam("facts", type_=JSONB()), JSONB()),
    "written_at": cast(bindparam("written_at"), message.c.written_at.type),
}
_add_for_applicants = insert(message).from_select(
    list(_told),
    select(*_told.values()).where(
        account.c.roles.op("&&")(cast(bindparam("roles"), ARRAY(Text))), account.c.is_disabled.is_(False)
    ),
)
_read = (
    update(message)
    .where(message.c.account_id == bindparam("at_account"), message.c.read_at.is_(None))
    .where(bindparam("at_id").is_(None) | (message.c.id == bindparam("at_id")))
    .values(read_at=bindparam("read_at"))
)
_choices = select(channel_choice).where(
    channel_choice.c.owner_id == func.any(cast(bindparam("owners"), ARRAY(Uuid))),
    channel_choice.c.topic == func.any(cast(bindparam("topics"), ARRAY(Text))),
)
_choose = upsert(channel_choice).values({column.name: bindparam(column.name) for column in channel_choice.columns})
_choose = _choose.on_conflict_do_update(
    index_elements=["city", "owner_id", "topic"],
    set_={name: _choose.excluded[name] for name in ("by_mail", "by_sms")},
)


_without = (
    select(message.c.id).where(message.c.position.is_(None)).order_by(message.c.written_at, message.c.id).limit(2_000)
).subquery("without")
_numbered = select(_without.c.id, func.nextval("message_positions").label("position")).subquery("numbered")
_give_positions = update(message).where(message.c.id == _numbered.c.id).values(position=_numbered.c.position)


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

    def add_for_applicants(self, notice: Notice) -> None:
        """The same to everybody of an enterprise or a provider who can sign in, by one statement."""
        self.transaction.write(
            _add_for_applicants,
            city=self.city,
            kind=notice.kind.name,
            case_id=notice.case_id,
            subject_id=notice.subject_id,
            facts=notice.facts,
            written_at=notice.at,
            roles=sorted(APPLICANTS),
        )

    def mark_read(self, account_id: UUID, message_id: UUID | None, at: datetime) -> None:
        """One, or all that are unread."""
        self.transaction.write(_read, at_account=account_id, at_id=message_id, read_at=at)

    def choices(self, owner_ids: Collection[UUID], topics: Collection[str]) -> Choices:
        """What people and organisations chose; where nothing was chosen nothing is said."""
        rows = self.transaction.read(_choices, owners=list(owner_ids), topics=list(topics))
        return {(row.owner_id, row.topic): Choice(by_mail=row.by_mail, by_sms=row.by_sms) for row in rows}

    def choose(self, owner_id: UUID, topic: str, choice: Choice) -> None:
        """From now on."""
        self.transaction.write(
            _choose, city=self.city, owner_id=owner_id, topic=topic, by_mail=choice.by_mail, by_sms=choice.by_sms
        )

    def give_positions(self) -> None:
        """To what has none yet, in the order of writing. One at a time in a city, so that positions appear in order."""
        self.transaction.write(_give_positions)

"""Rows of text messages that wait or went out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, LargeBinary, bindparam, cast, delete, func, select, update

from chassis.db.transaction import Transaction
from contracts.sealed import Sealed
from services.registry.domain.sms import Template, TextMessage, TextState
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables.people import text_message

_due = (
    select(text_message)
    .where(text_message.c.state == TextState.WAITING.value, text_message.c.next_attempt_at <= bindparam("now"))
    # What nobody could use any more after a while goes first: codes.
    .order_by(text_message.c.expires_at, text_message.c.next_attempt_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_put = update(text_message).where(text_message.c.id == bindparam("at_id"))
_put = _put.values({column.name: bindparam(column.name) for column in text_message.columns})
_sent_since = (
    select(func.count().label("sent"))
    .select_from(text_message)
    .where(text_message.c.state == TextState.SENT.value, text_message.c.sent_at > bindparam("since"))
)
_notices_since = (
    select(text_message.c.phone_mark, func.count().label("sent"))
    .where(
        text_message.c.phone_mark == func.any(cast(bindparam("phone_marks"), ARRAY(LargeBinary))),
        text_message.c.template == Template.NOTICE.value,
        text_message.c.state == TextState.SENT.value,
        text_message.c.written_at > bindparam("since"),
    )
    .group_by(text_message.c.phone_mark)
)
_COUNTED = (TextState.WAITING.value, TextState.QUARANTINED.value)
_counts = (
    select(text_message.c.state, func.count().label("count"))
    .where(text_message.c.state.in_(_COUNTED))
    .group_by(text_message.c.state)
)
_outdated = delete(text_message).where(text_message.c.written_at < bindparam("before"))


class TextRepository(Repository[TextMessage]):
    """Text messages of the city. They have no version: the act that they tell of is what is recorded."""

    mapped = Mapped(
        text_message,
        TextMessage,
        {"phone": Sealed.from_wire, "content": Sealed.from_wire, "template": Template, "state": TextState},
    )
    kind = "text_message"

    def due(self, now: datetime, limit: int) -> Sequence[TextMessage]:
        """What is to be sent now, codes first, locked against another sender."""
        return self._all(_due, now=now, limit=limit)

    def put(self, message: TextMessage) -> None:
        """What became of it."""
        self._transaction.write(_put, at_id=message.id, **self.mapped.values(message))

    def sent_since(self, since: datetime) -> int:
        """How many the city has sent since then."""
        row = self._transaction.first(_sent_since, since=since)
        return row.sent if row is not None else 0

    def notices_since(self, phone_marks: Collection[bytes], since: datetime) -> Mapping[bytes, int]:
        """How many notices went to each of the phones."""
        rows = self._transaction.read(_notices_since, phone_marks=list(phone_marks), since=since)
        return {row.phone_mark: row.sent for row in rows}

    def counts(self) -> Mapping[str, int]:
        """How many wait, and how many were given up."""
        return dict.fromkeys(_COUNTED, 0) | {row.state: row.count for row in self._transaction.read(_counts)}


def remove_outdated_texts(transaction: Transaction, before: datetime) -> None:
    """Forget text messages older than that, whatever became of them."""
    transaction.write(_outdated, before=before)

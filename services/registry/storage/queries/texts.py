"""Reading text messages, for operators."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, tuple_

from chassis.db.transaction import Reading
from services.registry.domain.views import text_message_shown
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.tables.people import text_message
from services.registry.storage.texts import TextRepository

_texts = TextRepository.mapped
_by_state = (
    select(text_message)
    .where(text_message.c.state == bindparam("state"))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(text_message.c.written_at, text_message.c.id) < tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(text_message.c.written_at.desc(), text_message.c.id.desc())
    .limit(bindparam("limit"))
)


def text_messages(reading: Reading, *, state: str, limit: int, after: str | None) -> dict[str, Any]:
    """Text messages in a state, newest first."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(_by_state, state=state, after_at=after_at, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, lambda row: text_message_shown(_texts.of(row)), lambda row: (row.written_at, row.id))

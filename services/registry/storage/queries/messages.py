"""Reading messages, preferences, and the history of a thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, cast, func, select, tuple_

from casework.cursors import page_size
from chassis.db.tables import audit
from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from contracts.wire import to_json
from services.registry.domain.channels import Channels, Choice, channels_of
from services.registry.domain.notice_kinds import KINDS, TITLES, NoticeKind
from services.registry.storage.queries.pages import identity, instant, limit_of, page, position, read_cursor
from services.registry.storage.tables.accounts import account
from services.registry.storage.tables.delegations import delegation
from services.registry.storage.tables.organisations import change_request
from services.registry.storage.tables.people import channel_choice, message
from services.registry.storage.tables.performance import measure
from services.registry.storage.tables.pool import enrolment, payee_account, pool_entry, product

Shown = dict[str, Any]

_messages = (
    select(message)
    .where(message.c.account_id == bindparam("account_id"))
    .where(bindparam("is_unread").is_(None) | (message.c.read_at.is_(None) == bindparam("is_unread")))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(message.c.written_at, message.c.id) < tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(message.c.written_at.desc(), message.c.id.desc())
    .limit(bindparam("limit"))
)
_unread = (
    select(func.count().label("unread"))
    .select_from(message)
    .where(message.c.account_id == bindparam("account_id"), message.c.read_at.is_(None))
)


def messages(reading: Reading, account_id: UUID, *, is_unread: bool | None, limit: int, after: str | None) -> Shown:
    """One's own messages, newest first, each with its sentence in Chinese and English."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(
        _messages,
        account_id=account_id,
        is_unread=is_unread,
        after_at=after_at,
        after_id=after_id,
        limit=limit_of(limit),
    )
    return page(rows, limit, _message_shown, lambda row: (row.written_at, row.id))


_changes = (
    select(message)
    .where(message.c.account_id == bindparam("account_id"), message.c.position > bindparam("after"))
    .order_by(message.c.position)
    .limit(bindparam("limit"))
)


def message_changes(reading: Reading, account_id: UUID, *, after: int, limit: int) -> Shown:
    """`changed since`: one's own messages after a position, oldest first. `next` is never None; nothing is missed."""
    rows = reading.read(_changes, account_id=account_id, after=after, limit=page_size(limit))
    return {
        "items": [_message_shown(row) | {"position": row.position} for row in rows],
        "next": rows[-1].position if rows else after,
        "has_more": len(rows) == limit,
    }


def unread_count(reading: Reading, account_id: UUID) -> Shown:
    """How many messages wait to be read."""
    row = reading.first(_unread, account_id=account_id)
    return {"unread": row.unread if row is not None else 0}


def _message_shown(row: Any) -> Shown:
    chinese, english = KINDS[row.kind].sentence(row.facts)
    return {
        "id": str(row.id),
        "kind": row.kind,
        "text_zh": chinese,
        "text_en": english,
        "case_id": to_json(row.case_id),
        "subject_id": str(row.subject_id),
        "facts": row.facts,
        "written_at": row.written_at.isoformat(),
        "read_at": to_json(row.read_at),
    }


_choices = select(channel_choice).where(channel_choice.c.owner_id == func.any(cast(bindparam("owners"), ARRAY(Uuid))))


def preferences(reading: Reading, *, account_id: UUID | None, organisation_id: UUID | None) -> Shown:
    """Every kind of message with the channels by which it comes: to a person, or to an organisation's people."""
    owners = [owner for owner in (account_id, organisation_id) if owner is not None]
    rows = reading.read(_choices, owners=owners)
    chosen = {(row.owner_id, row.topic): Choice(by_mail=row.by_mail, by_sms=row.by_sms) for row in rows}
    items = []
    for kind in KINDS.values():
        ways = channels_of(kind, chosen, account_id=account_id, organisation_id=organisation_id)
        items.append(_preference_shown(kind, ways))
    return {"items": items, "next": None}


def _preference_shown(kind: NoticeKind, ways: Channels) -> Shown:
    group_chinese, group_english = TITLES[kind.group]
    return {
        "kind": kind.name,
        "text_zh": kind.chinese,
        "text_en": kind.english,
        "group": kind.group.value,
        "group_zh": group_chinese,
        "group_en": group_english,
        "in_portal": True,
        "by_mail": ways.by_mail,
        "by_sms": ways.by_sms,
    }


_history = (
    select(audit.c.position, audit.c.at, audit.c.action, audit.c.kind, audit.c.version, audit.c.roles, audit.c.details)
    .where(audit.c.chain_id == bindparam("aggregate_id"))
    .where(bindparam("after").is_(None) | (audit.c.position > bindparam("after")))
    .order_by(audit.c.position)
    .limit(bindparam("limit"))
)
_OWNED = (
    (account, account.c.organisation_id),
    (change_request, change_request.c.organisation_id),
    (payee_account, payee_account.c.organisation_id),
    (product, product.c.provider_id),
    (pool_entry, pool_entry.c.organisation_id),
    (enrolment, enrolment.c.applicant_id),
    (measure, measure.c.provider_id),
    (delegation, delegation.c.principal_id),
)
_owned = select(
    *[
        select(1)
        .where(table.c.id == bindparam("aggregate_id"), owner == bindparam("organisation_id"))
        .exists()
        .label(table.name)
        for table, owner in _OWNED
    ]
)


def history(reading: Reading, aggregate_id: UUID, *, limit: int, after: str | None) -> Shown:
    """What happened to a thing, oldest first. Who did it is said by role, not by name."""
    (after_position,) = read_cursor(after, (position,))
    rows = reading.read(_history, aggregate_id=aggregate_id, after=after_position, limit=limit_of(limit))
    return page(rows, limit, _change_shown, lambda row: (row.position,))


def must_be_owned(reading: Reading, aggregate_id: UUID, organisation_id: UUID | None) -> None:
    """NotFound unless the thing is the organisation itself or belongs to it."""
    if organisation_id is not None:
        row = reading.first(_owned, aggregate_id=aggregate_id, organisation_id=organisation_id)
        if aggregate_id == organisation_id or (row is not None and any(row)):
            return
    raise NotFound(kind="history")


def _change_shown(row: Any) -> Shown:
    return {
        "at": row.at.isoformat(),
        "action": row.action,
        "kind": row.kind,
        "version": row.version,
        "roles": list(row.roles),
        "details": row.details,
    }

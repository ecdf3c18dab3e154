"""The index over all of a city by which the same number or file is found in two projects.

Who uses a mark locks its row first: of two at the same instant the second sees the first, and both are flagged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Reading, Row, Transaction
from contracts.refusal import NotFound
from services.acceptance.domain.duplicates import Flag, FlagState, Mark, MarkKind
from services.acceptance.storage.evidence_tables import evidence_marks, evidence_uses

_uses, _other = evidence_uses, evidence_uses.alias("other")
_UNDECIDED: dict[str, Any] = {"decided_at": null(), "decided_by": null(), "reason": null()}


def _of_mark(table: Any) -> ColumnElement[bool]:
    return and_(table.c.kind == bindparam("kind"), table.c.value == bindparam("value"))


_own = and_(_of_mark(_uses), _uses.c.project_id == bindparam("project_id"))
_others = and_(_of_mark(_uses), _uses.c.project_id != bindparam("project_id"))
_is_used_elsewhere = exists().where(_of_mark(_other), _other.c.project_id != bindparam("project_id"))

_lock = (
    insert(evidence_marks)
    .values({column.name: bindparam(column.name) for column in evidence_marks.columns})
    .on_conflict_do_update(index_elements=["city", "kind", "value"], set_={"used_at": evidence_marks.c.used_at})
)
_at = cast(bindparam("used_at"), DateTime(timezone=True))
_added = (
    insert(_uses)
    .from_select(
        ["city", "kind", "value", "project_id", "flag_id", "is_notice", "state", "used_at", "raised_at"],
        select(
            cast(bindparam("city"), Text),
            cast(bindparam("kind"), Text),
            cast(bindparam("value"), Text),
            cast(bindparam("project_id"), Uuid),
            cast(bindparam("flag_id"), Uuid),
            cast(bindparam("is_notice"), Boolean),
            case((_is_used_elsewhere, FlagState.OPEN.value), else_=FlagState.SINGLE.value),
            _at,
            case((_is_used_elsewhere, _at)),
        ),
    )
    .on_conflict_do_nothing()
    .returning(_uses.c.flag_id)
    .cte("added")
)
_use = (
    update(_uses)
    .where(
        _others,
        _uses.c.state.in_([FlagState.SINGLE.value, FlagState.CLEARED.value]),
        exists(select(_added.c.flag_id)),
    )
    .values(state=FlagState.OPEN.value, raised_at=_at, **_UNDECIDED)
)
"""Adds one's own use; where it is new, it raises the flags of all others, those that were cleared before it too."""

_weigh = update(_uses).where(_own).values(is_notice=bindparam("is_notice"))
_drop = delete(_uses).where(_own)
_drop_notice = delete(_uses).where(_own, _uses.c.is_notice)
_lift = (
    update(_uses)
    .where(
        _of_mark(_uses),
        _uses.c.state == FlagState.OPEN.value,
        ~exists().where(_of_mark(_other), _other.c.project_id != _uses.c.project_id),
    )
    .values(state=FlagState.SINGLE.value, raised_at=null())
)
_flags_of = (
    select(_uses)
    .where(_uses.c.project_id == bindparam("project_id"), _uses.c.raised_at.is_not(None))
    .order_by(_uses.c.kind, _uses.c.value)
)
by_id = select(_uses).where(_uses.c.flag_id == bindparam("flag_id"), _uses.c.raised_at.is_not(None))
_locked = by_id.with_for_update()
_decide = (
    update(_uses)
    .where(_uses.c.flag_id == bindparam("at_id"), _uses.c.raised_at.is_not(None))
    .values(
        state=bindparam("new_state"),
        decided_at=bindparam("new_at"),
        decided_by=bindparam("new_by"),
        reason=bindparam("new_reason"),
    )
)


class DuplicateIndex:
    """Within one transaction. Marks are locked in one order, so that two imports do not wait for each other."""

    def __init__(self, transaction: Transaction, *, city: str, now: datetime) -> None:
        self._transaction, self._city, self._now = transaction, city, now

    def use(self, project_id: UUID, marks: Mapping[Mark, bool]) -> None:
        """The project uses these from now on; True: only as an attachment, which is a notice."""
        for mark in sorted(marks):
            own = {"kind": mark.kind.value, "value": mark.value, "project_id": project_id}
            self._lock(mark)
            self._transaction.write(
                _use, city=self._city, flag_id=uuid4(), used_at=self._now, is_notice=marks[mark], **own
            )
            if not marks[mark]:
                self._transaction.write(_weigh, is_notice=False, **own)

    def drop(self, project_id: UUID, marks: Collection[Mark], *, still_attached: Collection[Mark] = ()) -> None:
        """The project uses these no longer; an open flag of the only one who is left is lifted."""
        for mark in sorted({*marks, *still_attached}):
            own = {"kind": mark.kind.value, "value": mark.value, "project_id": project_id}
            self._lock(mark)
            if mark in still_attached:
                self._transaction.write(_weigh, is_notice=True, **own)
            else:
                self._transaction.write(_drop, **own)
                self._transaction.write(_lift, kind=mark.kind.value, value=mark.value)

    def drop_notices(self, project_id: UUID, marks: Collection[Mark]) -> None:
        """Files that were attached, and are not; those that are evidence too stay."""
        for mark in sorted(marks):
            self._lock(mark)
            self._transaction.write(_drop_notice, kind=mark.kind.value, value=mark.value, project_id=project_id)
            self._transaction.write(_lift, kind=mark.kind.value, value=mark.value)

    def flags_of(self, project_id: UUID) -> Sequence[Flag]:
        """What of a project others use too."""
        return flags_of(self._transaction, project_id)

    def project_of(self, flag_id: UUID) -> UUID:
        """Whose flag it is: its evidence is locked before the flag. NotFound where there is none in this city."""
        return self._flag(by_id, flag_id).project_id

    def flag(self, flag_id: UUID) -> Flag:
        """Locked. NotFound where there is none in this city."""
        return self._flag(_locked, flag_id)

    def decide(self, flag: Flag, state: FlagState, *, by: UUID, at: datetime, reason: str) -> None:
        """Keep a decision."""
        self._transaction.change_one(
            _decide, at_id=flag.id, new_state=state.value, new_at=at, new_by=by, new_reason=reason
        )

    def _flag(self, statement: Any, flag_id: UUID) -> Flag:
        row = self._transaction.first(statement, flag_id=flag_id)
        if row is None:
            raise NotFound(kind="duplicate_flag", id=str(flag_id))
        return flag_of(row)

    def _lock(self, mark: Mark) -> None:
        self._transaction.write(_lock, city=self._city, kind=mark.kind.value, value=mark.value, used_at=self._now)


def flags_of(reading: Reading | Transaction, project_id: UUID) -> Sequence[Flag]:
    """What of a project others use too."""
    return [flag_of(row) for row in reading.read(_flags_of, project_id=project_id)]


def flag_of(row: Row) -> Flag:
    """A flag as rules know it."""
    return Flag(
        id=row.flag_id,
        mark=Mark(kind=MarkKind(row.kind), value=row.value),
        project_id=row.project_id,
        state=FlagState(row.state),
        is_notice=row.is_notice,
        raised_at=row.raised_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=row.reason,
    )

"""What everybody may read: calls and public notices; and the releases behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from casework.cursors import page, page_size, position
from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from contracts.wire import to_json
from policy.lifecycle import first_stage
from policy.packs import Packs
from services.declaration.domain.calls import Call
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_call import shown_call, shown_head
from services.declaration.domain.shown_form import shown_form
from services.declaration.domain.shown_notice import shown_notice, shown_objections
from services.declaration.storage.calls import call_by_id, call_from_row
from services.declaration.storage.notices import by_id as notice_by_id
from services.declaration.storage.notices import notice_from_row
from services.declaration.storage.tables import calls, notices, pack_releases

Shown = dict[str, Any]

_calls = select(calls).order_by(calls.c.opens_at.desc().nulls_last(), calls.c.id).limit(200)
_releases = select(pack_releases).order_by(pack_releases.c.released_at.desc(), pack_releases.c.id).limit(200)
_notices = select(notices).order_by(notices.c.opened_at.desc(), notices.c.id.desc()).limit(bindparam("limit"))
_notices_after = _notices.where(
    tuple_(notices.c.opened_at, notices.c.id) < tuple_(bindparam("after_at"), bindparam("after_id"))
)


@dataclass(frozen=True, kw_only=True)
class WantedCalls:
    """What the list of notices is narrowed to (XA1): each by the words of the notice, `text` by a part of its title."""

    programme_year: str | None = None
    batch: str | None = None
    is_open: bool | None = None
    level: str | None = None
    region: str | None = None
    department: str | None = None
    declaration_type: str | None = None
    applicant: str | None = None
    industry: str | None = None
    size: str | None = None
    support_method: str | None = None
    text: str | None = None

    def fits(self, shown: Shown) -> bool:
        """Whether a notice is one of those."""
        told = shown["attributes"]
        pairs = (
            (self.programme_year, shown["programme_year"]),
            (self.batch, shown["batch"]),
            (self.is_open, shown["is_open"]),
            *((getattr(self, name), told[name]) for name in ("level", "region", "department", "declaration_type")),
        )
        members = (
            (self.applicant, told["applicants"]),
            (self.industry, told["industries"]),
            (self.size, told["sizes"]),
            (self.support_method, told["support_methods"]),
            (self.text, shown["title"]),
        )
        is_equal = all(asked is None or asked == found for asked, found in pairs)
        return is_equal and all(asked is None or asked in found for asked, found in members)


def list_calls(reading: Reading, packs: Packs, wanted: WantedCalls, *, at: datetime) -> Shown:
    """The newest 200 calls of the city, narrowed to those that are wanted; a city has a few in a year."""
    calls_of_city = (call_from_row(row) for row in reading.read(_calls))
    items = [shown_head(call, packs.get(call.pack), at=at) for call in calls_of_city]
    return {"items": [item for item in items if wanted.fits(item)], "next": None}


def get_call(reading: Reading, packs: Packs, call_id: UUID, *, at: datetime) -> Shown:
    """One call with its particulars, conditions, slots and steps."""
    call = _call(reading, call_id)
    return shown_call(call, packs.get(call.pack), at=at)


def form_of_call(reading: Reading, packs: Packs, call_id: UUID) -> Shown:
    """The form of the newest pack version of a call, to look at before anything is started."""
    pack = packs.get(_call(reading, call_id).pack)
    return shown_form(Rulebook.at(pack, first_stage(pack)))


def list_releases(reading: Reading) -> Shown:
    """The newest 200 released pack versions."""
    return {
        "items": [
            {
                "id": str(row.id),
                "version": row.version,
                "pack": row.pack,
                "sha256": row.sha256,
                "title": row.title,
                "released_at": to_json(row.released_at),
            }
            for row in reading.read(_releases)
        ],
        "next": None,
    }


def list_notices(reading: Reading, *, limit: int, after: str | None) -> Shown:
    """Public notices of pilot enterprises, newest first."""
    rows = reading.read(_notices if after is None else _notices_after, **_from(limit, after))
    return page(rows, [shown_notice(notice_from_row(row)) for row in rows], limit=limit, by="opened_at")


def get_notice(reading: Reading, notice_id: UUID) -> Shown:
    """One public notice with its lines."""
    return shown_notice(notice_from_row(_notice(reading, notice_id)))


def list_objections(reading: Reading, notice_id: UUID) -> Shown:
    """The objections to a notice, for officers."""
    return {"items": shown_objections(notice_from_row(_notice(reading, notice_id))), "next": None}


def _from(limit: int, after: str | None) -> dict[str, Any]:
    begin = position(after)
    more = {"after_at": begin[0], "after_id": begin[1]} if begin else {}
    return {"limit": page_size(limit) + 1, **more}


def _call(reading: Reading, call_id: UUID) -> Call:
    row = reading.first(call_by_id, id=call_id)
    if row is None:
        raise NotFound(kind="call", id=str(call_id))
    return call_from_row(row)


def _notice(reading: Reading, notice_id: UUID) -> Any:
    row = reading.first(notice_by_id, id=notice_id)
    if row is None:
        raise NotFound(kind="notice", id=str(notice_id))
    return row

"""Rows of pilot enterprises by level: row <-> frozen dataclass, both directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from casework.divisions import DivisionPath
from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.refusal import NotFound
from contracts.wire import from_json, to_json
from policy.refs import PackRef
from services.declaration.domain.level_pilot import LevelPilot
from services.declaration.domain.pilot_list import PilotPlace, PilotState
from services.declaration.storage.tables import level_pilots

_columns: dict[str, Any] = {column.name: bindparam(column.name) for column in level_pilots.columns}
_insert = insert(level_pilots).values(_columns)
_update = (
    update(level_pilots)
    .where((level_pilots.c.id == bindparam("at_id")) & (level_pilots.c.version == bindparam("at_version")))
    .values({name: place for name, place in _columns.items() if name not in ("id", "city")})
)
_locked = select(level_pilots).where(level_pilots.c.id == bindparam("id")).with_for_update()
_of_applicant = (
    select(level_pilots)
    .where(level_pilots.c.applicant_id == bindparam("applicant_id"))
    .order_by(level_pilots.c.id)
    .with_for_update()
)


class LevelPilotRepository:
    """Within one transaction; what it gives is locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, pilot_id: UUID) -> LevelPilot:
        """NotFound where there is none in this city."""
        found = self.find(pilot_id)
        if found is None:
            raise NotFound(kind="pilot", id=str(pilot_id))
        return found

    def find(self, pilot_id: UUID) -> LevelPilot | None:
        """The one of this id, or None."""
        row = self._transaction.first(_locked, id=pilot_id)
        return None if row is None else _from_row(row)

    def of_applicant(self, applicant_id: UUID) -> Sequence[LevelPilot]:
        """All places of an applicant."""
        return [_from_row(row) for row in self._transaction.read(_of_applicant, applicant_id=applicant_id)]

    def add(self, pilot: LevelPilot) -> None:
        self._transaction.write(_insert, **_to_row(pilot))

    def save(self, pilot: LevelPilot) -> None:
        """The next version."""
        values = _to_row(pilot)
        at_id, _ = values.pop("id"), values.pop("city")
        self._transaction.change_one(_update, at_id=at_id, at_version=pilot.version - 1, **values)


def _to_row(pilot: LevelPilot) -> dict[str, Any]:
    place = pilot.place
    return {
        "id": pilot.id,
        "city": pilot.city,
        "version": pilot.version,
        "case_id": pilot.case_id,
        "programme_year": pilot.programme_year,
        "batch": pilot.batch,
        "applicant_kind": pilot.applicant.kind,
        "applicant_id": pilot.applicant.id,
        "credit_code": pilot.applicant.credit_code,
        "applicant_name": pilot.applicant.name,
        "division": pilot.division,
        "division_path": to_json(pilot.division_path),
        "pack": pilot.pack.text,
        "pack_sha256": pilot.pack.sha256,
        "level": pilot.level,
        "edition": pilot.edition,
        "pilot_state": place.state.value,
        "list_key": place.list_key,
        "scale": place.scale,
        "listed_at": place.listed_at,
        "delisted_at": place.delisted_at,
        "pilot_reason": place.reason,
    }


def _from_row(row: Row) -> LevelPilot:
    return LevelPilot(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        programme_year=row.programme_year,
        batch=row.batch,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        pack=PackRef.parse(row.pack, row.pack_sha256),
        level=row.level,
        edition=row.edition,
        place=PilotPlace(
            state=PilotState(row.pilot_state),
            list_key=row.list_key,
            scale=row.scale,
            listed_at=row.listed_at,
            delisted_at=row.delisted_at,
            reason=row.pilot_reason,
        ),
    )

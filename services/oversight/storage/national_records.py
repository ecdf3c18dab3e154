"""Records for the national platform: added once, behind the last one of their city."""

from __future__ import annotations

import orjson
from sqlalchemy import bindparam, func, insert, select

from chassis.db.transaction import Row, Transaction
from contracts.events.declaration import Applicant
from contracts.national_feed import Place, digest_of, line_of
from contracts.wire import from_json, to_json
from policy.refs import PackRef
from services.oversight.domain.happening import Happening, KnownCase
from services.oversight.domain.national_record import Levels, NationalRecord, Untold
from services.oversight.storage.tables import happenings, known_cases, national_records

_last = select(national_records).order_by(national_records.c.number.desc()).limit(1)
_told_up_to = select(func.coalesce(func.max(national_records.c.position), 0)).scalar_subquery()
_of_case = national_records.alias("of_case")
_levels = (
    select(_of_case.c.line)
    .where(_of_case.c.case_id == happenings.c.case_id)
    .order_by(_of_case.c.number.desc())
    .limit(1)
    .scalar_subquery()
    .label("last_line")
)
_CASE = ("at", "pack", "pack_sha256", "applicant_kind", "applicant_id", "credit_code", "applicant_name", "division")
_whose = [known_cases.c[name].label(f"case_{name}") for name in _CASE]
_waiting = (
    select(happenings, *_whose, _levels)
    .select_from(happenings.outerjoin(known_cases, known_cases.c.id == happenings.c.case_id))
    .where(happenings.c.case_id.is_not(None), happenings.c.position > _told_up_to)
    .order_by(happenings.c.position)
    .limit(bindparam("most"))
)
_add = insert(national_records).values({column.name: bindparam(column.name) for column in national_records.columns})


class NationalRecordRepository:
    """Within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def last_place(self) -> Place:
        """Behind the last record; before the first where there is none."""
        row = self._transaction.first(_last)
        return Place(row.number, row.digest) if row else Place()

    def waiting(self, most: int) -> list[Untold]:
        """Happenings of cases that have no record, in their order."""
        return [_untold(row) for row in self._transaction.read(_waiting, most=most)]

    def add(self, record: NationalRecord, *, position: int) -> Place:
        """The place behind it."""
        line = line_of(to_json(record))
        digest = digest_of(line)
        self._transaction.write(
            _add,
            city=record.city,
            number=record.number,
            position=position,
            case_id=record.case_id,
            at=record.at,
            line=line.decode(),
            digest=digest,
        )
        return Place(record.number, digest)


def _untold(row: Row) -> Untold:
    return Untold(
        position=row.position,
        happening=Happening(
            id=row.id,
            city=row.city,
            service=row.service,
            name=row.name,
            version=row.version,
            aggregate_id=row.aggregate_id,
            sequence=row.sequence,
            at=row.at,
            actor=row.actor,
            case_id=row.case_id,
            facts=row.facts,
        ),
        case_id=row.case_id,
        case=_case(row) if row.case_pack else None,
        levels=from_json(Levels, orjson.loads(row.last_line)) if row.last_line else Levels(),
    )


def _case(row: Row) -> KnownCase:
    return KnownCase(
        id=row.case_id,
        city=row.city,
        at=row.case_at,
        pack=PackRef.parse(row.case_pack, row.case_pack_sha256),
        applicant=Applicant(
            kind=row.case_applicant_kind,
            id=row.case_applicant_id,
            credit_code=row.case_credit_code,
            name=row.case_applicant_name,
        ),
        division=row.case_division,
    )

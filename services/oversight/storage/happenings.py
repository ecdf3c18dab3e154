"""Happenings: added once, each under the next position of its city; cases as the newest of them says."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.latest import keep_latest
from chassis.db.transaction import Transaction
from services.oversight.domain.counting import CasePlace
from services.oversight.domain.happening import Happening, KnownCase
from services.oversight.storage.tables import happening_heads, happenings, known_cases

_NAMES = tuple(column.name for column in happenings.columns)
_same = select(happenings.c.position).where(happenings.c.id == bindparam("id"))
# The row stays locked until the commit, so positions become visible in their order and a rollback gives its one back.
_next = (
    insert(happening_heads)
    .values(city=bindparam("city"), position=1)
    .on_conflict_do_update(index_elements=["city"], set_={"position": happening_heads.c.position + 1})
    .returning(happening_heads.c.position)
)
_last = select(happening_heads.c.position).with_for_update()
_add = insert(happenings).values({name: bindparam(name) for name in _NAMES})
_keep_case = keep_latest(known_cases, ["city", "id"], order="at", first=["scale"])
_keep_scale = known_cases.update().where(known_cases.c.id == bindparam("at_id")).values(scale=bindparam("scale"))
_place = select(known_cases.c.programme_year, known_cases.c.division, known_cases.c.scale).where(
    known_cases.c.id == bindparam("id")
)


class HappeningRepository:
    """Within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, happening: Happening) -> int | None:
        """The position it got; None for one that is there already."""
        if self._transaction.first(_same, id=happening.id) is not None:
            return None
        row = self._transaction.first(_next, city=happening.city)
        assert row is not None
        position: int = row.position
        self._transaction.write(_add, position=position, **(asdict(happening) | {"facts": dict(happening.facts)}))
        return position

    def hold(self) -> int:
        """The last position of the city, which stays the last until this transaction ends."""
        row = self._transaction.first(_last)
        return 0 if row is None else int(row.position)

    def keep_case(self, case: KnownCase) -> None:
        """Whose it is, unless something newer said so. Cases have many aggregates, so the time of the news decides."""
        self._transaction.write(
            _keep_case,
            city=case.city,
            id=case.id,
            at=case.at,
            programme_year=case.pack.programme_year,
            pack=case.pack.text,
            pack_sha256=case.pack.sha256,
            applicant_kind=case.applicant.kind,
            applicant_id=case.applicant.id,
            credit_code=case.applicant.credit_code,
            applicant_name=case.applicant.name,
            division=case.division,
            scale=None,
        )

    def keep_scale(self, case_id: UUID, scale: str) -> None:
        """规上 or 规下, as the pilot list says; other news of a case leave it as it is."""
        self._transaction.write(_keep_scale, at_id=case_id, scale=scale)

    def place_of(self, case_id: UUID) -> CasePlace | None:
        """Where a case belongs; None while no news has told of it."""
        row = self._transaction.first(_place, id=case_id)
        return None if row is None else CasePlace(**row._asdict())

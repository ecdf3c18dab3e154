"""Frozen quarters: added once, never changed."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from chassis.db.transaction import Reading, Row, Transaction
from policy.refs import PackRef
from services.oversight.domain.quarter import FrozenQuarter, Quarter
from services.oversight.storage.tables import quarters

_add = insert(quarters).values({column.name: bindparam(column.name) for column in quarters.columns})
_of_programme = (
    select(quarters).where(quarters.c.programme_year == bindparam("programme_year")).order_by(quarters.c.ends_on.desc())
)


class QuarterRepository:
    """Reads within a transaction or on the read side; adds within a transaction."""

    def __init__(self, transaction: Transaction | Reading, city: str) -> None:
        self._transaction, self._city = transaction, city

    def frozen(self, programme_year: str) -> list[FrozenQuarter]:
        """All that are frozen, the newest first."""
        return [_quarter(row) for row in self._transaction.read(_of_programme, programme_year=programme_year)]

    def last(self, programme_year: str) -> FrozenQuarter | None:
        """The newest one that is frozen."""
        return next(iter(self.frozen(programme_year)), None)

    def add(self, frozen: FrozenQuarter) -> None:
        """For good."""
        assert isinstance(self._transaction, Transaction)
        self._transaction.write(
            _add,
            city=self._city,
            programme_year=frozen.programme_year,
            code=frozen.quarter.code,
            id=frozen.id,
            begins_on=frozen.quarter.begins_on,
            ends_on=frozen.quarter.ends_on,
            position=frozen.position,
            pack=frozen.pack.text,
            pack_sha256=frozen.pack.sha256,
            frozen_at=frozen.frozen_at,
            frozen_by=frozen.frozen_by,
        )


def _quarter(row: Row) -> FrozenQuarter:
    return FrozenQuarter(
        id=row.id,
        programme_year=row.programme_year,
        quarter=Quarter.parse(row.code),
        position=row.position,
        pack=PackRef.parse(row.pack, row.pack_sha256),
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
    )

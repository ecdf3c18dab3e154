"""Stored cases for a dry run: every award of a programme with its claim, one case after the other as they came."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Text, bindparam, func, select, tuple_

from chassis.db.statements import compiled
from services.funding.domain.dry_run import StoredAward
from services.funding.domain.states import UNDONE, TrancheState
from services.funding.storage.awards import AWARD
from services.funding.storage.tables import awards, tranches

_asked = select(bindparam("city", type_=Text), bindparam("programme_year", type_=Text))
_case = (awards.c.project_id, awards.c.line)
_stored = (
    select(*awards.c, tranches.c.state.label("tranche_state"))
    .join(tranches, (tranches.c.city == awards.c.city) & (tranches.c.award_id == awards.c.id))
    .where(tuple_(awards.c.city, awards.c.programme_year).in_(_asked))
    .order_by(
        func.min(tranches.c.created_at).over(partition_by=_case), *_case, tranches.c.created_at, tranches.c.award_id
    )
)


def cases_of(cursor: Any, *, city: str, programme_year: str) -> Iterator[list[StoredAward]]:
    """The awards of each case, the earlier tranche first. With a cursor of the server rows are read as needed."""
    query = compiled(_stored)
    cursor.execute(query.text, query.parameters({"city": city, "programme_year": programme_year}))
    assert query.row is not None
    rows = map(query.row, cursor)
    for _, members in groupby(rows, key=lambda row: (row.project_id, row.line)):
        yield [_award(row) for row in members]


def _award(row: Any) -> StoredAward:
    return StoredAward(award=AWARD.of(row), is_undone=TrancheState(row.tranche_state) in UNDONE)

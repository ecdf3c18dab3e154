"""What was heard of cases becomes records for the national platform, in the order of its positions."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.oversight.domain.national_record import Levels, national_record
from services.oversight.use_cases.ports import Unit

MOST_AT_ONCE: Final = 200
"""One is the rule; more wait where a city had happenings before it had records."""


def keep_national_records(uow: Unit) -> None:
    """Within the transaction that heard, whose position is locked: one record after the other, each naming the last.

    Never again: what is written stays as it was told, whatever is heard later.
    """
    place = uow.national_records.last_place()
    levels: dict[UUID, Levels] = {}
    for told in uow.national_records.waiting(MOST_AT_ONCE):
        before = levels.get(told.case_id, told.levels)
        record = levels[told.case_id] = national_record(told.happening, told.case, before, place)
        place = uow.national_records.add(record, position=told.position)

"""An event was heard: it is kept as it was told, and its case as it says."""

from __future__ import annotations

from contracts.events.base import Event
from services.oversight.domain.happening import Happening, case_told_by
from services.oversight.use_cases.keep_national_records import keep_national_records
from services.oversight.use_cases.ports import Unit


def record_happening(uow: Unit, event: Event) -> None:
    """Once, however often and in whichever order it arrives: one that is there already changes nothing."""
    if uow.happenings.add(Happening.of(event)) is None:
        return
    case = case_told_by(event)
    if case is not None:
        uow.happenings.keep_case(case)
    keep_national_records(uow)

"""An event was heard: it is kept as it was told, its case as it says, and what it changes in the figures."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.events.base import Event
from contracts.events.declaration import PilotListed
from services.oversight.domain.counting import Tally, changed, entries_between, tallies_of
from services.oversight.domain.happening import Happening, case_told_by
from services.oversight.use_cases.keep_national_records import keep_national_records
from services.oversight.use_cases.ports import Unit


def record_happening(uow: Unit, event: Event) -> None:
    """Once, however often and in whichever order it arrives: one that is there already changes nothing."""
    position = uow.happenings.add(Happening.of(event))
    if position is None:
        return
    uow.book.add(position, [*_moved(uow, event), *_counted(uow, event)])
    keep_national_records(uow)


def _moved(uow: Unit, event: Event) -> Iterator[Tally]:
    """The case as the event tells it: what was counted of it counts where it belongs now, and before that nowhere."""
    case = case_told_by(event)
    if case is None:
        return
    before = uow.happenings.place_of(case.id)
    uow.happenings.keep_case(case)
    if isinstance(event, PilotListed) and event.scale is not None:
        uow.happenings.keep_scale(case.id, event.scale)
    place = uow.happenings.place_of(case.id)
    if place is None or before == place:
        return
    for tally in uow.book.tallies_of_case(case.id):
        moved = tally.placed(place)
        uow.book.keep(moved)
        yield from entries_between(tally, moved)


def _counted(uow: Unit, event: Event) -> Iterator[Tally]:
    """What the event says of things that count."""
    for said in tallies_of(event):
        told = _placed(uow, said)
        before = uow.book.tally(told)
        now = changed(before, told)
        if now is not None:
            uow.book.keep(now)
            yield from entries_between(before, now) if now.counts_otherwise_than(before) else ()


def _placed(uow: Unit, tally: Tally) -> Tally:
    """Where its case belongs, once that is known; what has no case, as a provider of the pool, is of the city alone."""
    if tally.case_id is None:
        return tally
    place = uow.happenings.place_of(tally.case_id)
    return tally if place is None else tally.placed(place)

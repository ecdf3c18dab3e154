"""Quarters as they are shown: a frozen one by what was heard up to its position, an open one by what is known now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.cursors import LARGEST_PAGE
from chassis.db.transaction import Reading
from contracts.wire import to_json
from policy.packs import Pack, Packs
from services.oversight.domain.figures import narrowing
from services.oversight.domain.quarter import (
    FrozenQuarter,
    Heard,
    Quarter,
    corrected_days,
    shown_money,
    shown_quarter,
)
from services.oversight.storage.quarters import QuarterRepository
from services.oversight.storage.read_figures import sums_of, things_behind
from services.oversight.storage.read_targets import pack_with_targets, row_of, targets_of

Shown = dict[str, Any]

PARTS = ADDED, CORRECTIONS = "added", "corrections"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`part` is added or corrections."""

    programme_year: str
    quarter: Quarter
    target: str
    part: str


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A quarter among the frozen ones: itself where it is frozen, the one before it, and the pack it is judged by."""

    frozen: FrozenQuarter | None
    before: FrozenQuarter | None
    pack: Pack

    @property
    def up_to(self) -> int | None:
        return None if self.frozen is None else self.frozen.position

    @property
    def beyond(self) -> int:
        return 0 if self.before is None else self.before.position


def list_quarters(reading: Reading, programme_year: str) -> Shown:
    """The frozen ones, newest first."""
    found = QuarterRepository(reading, reading.city).frozen(programme_year)
    return {"items": [shown_head(frozen) for frozen in found]}


def get_quarter(reading: Reading, packs: Packs, programme_year: str, quarter: Quarter) -> Shown:
    """NotFound for a programme without targets."""
    place = _place(reading, packs, programme_year, quarter)
    heard = Heard(
        sums=sums_of(reading, programme_year, {"up_to": place.up_to}),
        late=sums_of(reading, programme_year, {"up_to": place.up_to, "beyond": place.beyond}),
        before=place.before,
    )
    return {
        "programme_year": programme_year,
        "code": quarter.code,
        "begins_on": quarter.begins_on.isoformat(),
        "ends_on": quarter.ends_on.isoformat(),
        "pack": place.pack.ref.text,
        "frozen_at": to_json(place.frozen.frozen_at) if place.frozen else None,
        "aspects": shown_quarter(targets_of(place.pack), quarter, heard),
        "money": shown_money(quarter, heard),
    }


def things_of_quarter(reading: Reading, packs: Packs, asked: Asked, *, limit: int, after: str | None) -> Shown:
    """What adds up to the figure of a part."""
    place = _place(reading, packs, asked.programme_year, asked.quarter)
    wanted: dict[str, Any] = {**narrowing(row_of(targets_of(place.pack), asked.target)), "up_to": place.up_to}
    days = asked.quarter.days
    if asked.part == CORRECTIONS:
        wanted["beyond"], days = place.beyond, corrected_days(place.before)
    return things_behind(reading, asked.programme_year, wanted, days, limit=limit, after=after)


def everything_of_quarter(
    reading: Reading, packs: Packs, programme_year: str, quarter: Quarter
) -> Iterator[tuple[str, str, Shown]]:
    """Title of the row, part, and each thing that counts there: all that stands behind a quarter."""
    place = _place(reading, packs, programme_year, quarter)
    for row in targets_of(place.pack).rows:
        for part in PARTS:
            asked = Asked(programme_year=programme_year, quarter=quarter, target=row.code, part=part)
            after: str | None = None
            while True:
                page = things_of_quarter(reading, packs, asked, limit=LARGEST_PAGE, after=after)
                yield from ((row.title, part, thing) for thing in page["items"])
                after = page["next"]
                if after is None:
                    break


def shown_head(frozen: FrozenQuarter) -> Shown:
    """A frozen quarter in a list."""
    return {
        "programme_year": frozen.programme_year,
        "code": frozen.quarter.code,
        "begins_on": frozen.quarter.begins_on.isoformat(),
        "ends_on": frozen.quarter.ends_on.isoformat(),
        "pack": frozen.pack.text,
        "frozen_at": to_json(frozen.frozen_at),
    }


def _place(reading: Reading, packs: Packs, programme_year: str, quarter: Quarter) -> _Place:
    all_frozen = QuarterRepository(reading, reading.city).frozen(programme_year)
    frozen = next((each for each in all_frozen if each.quarter == quarter), None)
    before = next((each for each in all_frozen if each.quarter < quarter), None)
    pack = packs.get(frozen.pack) if frozen else pack_with_targets(reading, packs, programme_year)
    return _Place(frozen=frozen, before=before, pack=pack)

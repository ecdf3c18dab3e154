"""What an event adds to which measure: the closed set of `policy.targets.MEASURES`, counted from events alone.

Each thing that counts (a place on the list, a level, a tranche) has one tally: what is known of it now. A change
of it is written as entries that are only added: what was said before is taken back, what holds now is added, each
with the day that it belongs to. So a figure is a sum of entries, and what was known at a position stays known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from casework.days import local_date
from contracts.events import acceptance, declaration, funding, project, registry
from contracts.events.base import Event

ONE, NONE = Decimal(1), Decimal(0)
HIGHEST_LEVEL: Final = 4


@dataclass(frozen=True, kw_only=True)
class CasePlace:
    """What figures are narrowed by; `scale` tells 规上 from 规下, None where nobody said it."""

    programme_year: str
    division: str
    scale: str | None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What counts of one thing now. `amount` 0: it does not count (any more). `on` is the day that it belongs to.

    `told_at` and `sequence` say which news of the thing is the newest; amounts of money are in fen.
    """

    measure: str
    subject_id: UUID
    amount: Decimal
    on: date
    told_at: datetime
    sequence: int
    case_id: UUID | None = None
    name: str = ""
    credit_code: str = ""
    level: int = 0
    programme_year: str | None = None
    division: str | None = None
    scale: str | None = None

    def placed(self, place: CasePlace) -> Tally:
        """Where its case belongs."""
        return replace(self, programme_year=place.programme_year, division=place.division, scale=place.scale)

    def counts_otherwise_than(self, before: Tally | None) -> bool:
        """Whether a figure changes by it."""
        if before is None:
            return self.amount != NONE
        same = replace(self, told_at=before.told_at, sequence=before.sequence)
        return same != before and bool(self.amount or before.amount)


def entries_between(before: Tally | None, now: Tally) -> Iterator[Tally]:
    """What is added to the book: what was said before is taken back, what holds now is added."""
    if before is not None and before.amount:
        yield replace(before, amount=-before.amount)
    if now.amount:
        yield now


def changed(before: Tally | None, now: Tally) -> Tally | None:
    """The tally as it has to be kept; None for news that an earlier delivery outran.

    What counts as before keeps the day since which it does. The newest news decides what counts; where an earlier one
    comes after it, the day stays that of the newer.
    """
    if before is None:
        return now
    if (now.told_at, now.sequence) <= (before.told_at, before.sequence):
        return None
    return replace(now, on=before.on) if now.amount == before.amount else now


Count = Callable[[str, Event], list["Tally"]]


def tallies_of(event: Event) -> Iterator[Tally]:
    """What the event says of each thing that counts; nothing for an event that no measure knows."""
    measure, count = _COUNTED.get(event.NAME, (None, None))
    if measure is not None and count is not None:
        yield from count(measure, event)


def _tally(measure: str, event: Event, amount: Decimal, *, on: date | None = None) -> Tally:
    applicant = getattr(event, "applicant", None)
    return Tally(
        measure=measure,
        subject_id=event.aggregate_id,
        amount=amount,
        on=on or local_date(event.at),
        told_at=event.at,
        sequence=event.sequence,
        case_id=event.case_id,
        name=applicant.name if applicant else getattr(event, "name", ""),
        credit_code=applicant.credit_code if applicant else getattr(event, "credit_code", ""),
    )


def _once(*, on: str | None = None) -> Count:
    """It counts from now on, on the day of a member or of the event."""
    return lambda measure, event: [_tally(measure, event, ONE, on=getattr(event, on) if on else None)]


def _amount(member: str, *, on: str | None = None) -> Count:
    """It counts with the amount of a member."""
    return lambda measure, event: [
        _tally(measure, event, Decimal(getattr(event, member)), on=getattr(event, on) if on else None)
    ]


def _ends(measure: str, event: Event) -> list[Tally]:
    """It counts no more."""
    return [_tally(measure, event, NONE)]


def _by_level(*, on: str) -> Count:
    """Whoever reached level 3 reached 2 as well: one tally for each level from 0 (at all), so each has its day."""

    def counted(measure: str, event: Event) -> list[Tally]:
        assert isinstance(event, acceptance.AcceptancePassed | acceptance.LevelConfirmed)
        reached = _tally(measure, event, ONE, on=getattr(event, on))
        steps = range(max(event.level, HIGHEST_LEVEL) + 1)
        return [replace(reached, level=step, amount=ONE if step <= event.level else NONE) for step in steps]

    return counted


def _level_of_case(measure: str, event: Event) -> list[Tally]:
    """A level is the enterprise's: whichever assessment found it, the newest of its case counts."""
    found = _by_level(on="confirmed_on")(measure, event)
    return [replace(tally, subject_id=event.case_id or event.aggregate_id) for tally in found]


def _ends_by_level(measure: str, event: Event) -> list[Tally]:
    return [replace(_tally(measure, event, NONE), level=step) for step in range(HIGHEST_LEVEL + 1)]


_COUNTED: Final[Mapping[str, tuple[str, Count]]] = {
    declaration.PilotListed.NAME: ("pilots_listed", _once()),
    declaration.PilotDelisted.NAME: ("pilots_listed", _ends),
    acceptance.DiagnosisConfirmed.NAME: ("diagnoses_confirmed", _once(on="confirmed_on")),
    acceptance.DiagnosisDisputed.NAME: ("diagnoses_confirmed", _ends),
    project.ContractFiled.NAME: ("contracts_filed_fen", _amount("amount_fen")),
    acceptance.AcceptancePassed.NAME: ("projects_accepted", _by_level(on="accepted_on")),
    acceptance.AcceptanceFailed.NAME: ("projects_accepted", _ends_by_level),
    acceptance.LevelConfirmed.NAME: ("levels_reached", _level_of_case),
    project.TrainingRecorded.NAME: ("training_person_days", _amount("person_days", on="held_on")),
    project.BenchmarkChosen.NAME: ("benchmarks_chosen", _once(on="chosen_on")),
    registry.ProviderEnrolled.NAME: ("providers_enrolled", _once()),
    registry.ProviderRemoved.NAME: ("providers_enrolled", _ends),
    registry.ProductListed.NAME: ("products_listed", _once()),
    registry.ProductWithdrawn.NAME: ("products_listed", _ends),
    funding.AwardComputed.NAME: ("awards_computed_fen", _amount("award_fen")),
    funding.TranchePaid.NAME: ("tranches_paid_fen", _amount("amount_fen", on="paid_on")),
    funding.TrancheReturned.NAME: ("tranches_paid_fen", _ends),
    funding.RecoverySettled.NAME: ("recoveries_settled_fen", _amount("amount_fen")),
}
COUNTED: Final = frozenset(measure for measure, _ in _COUNTED.values())
"""What can be counted from events: all of `MEASURES` but what is reported."""

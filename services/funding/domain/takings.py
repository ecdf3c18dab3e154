"""What an award takes of which allowances: its line's own, and those of the caps over several awards (`policy.caps`).

All of them are locked together before it is computed, and change together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from contracts.money import ZERO, Money
from policy.claims import Claim
from policy.subsidy import PROJECT
from services.funding.domain.allowance import Allowance, AllowanceKey, CapTaken
from services.funding.domain.award import Computation
from services.funding.domain.tranche import Tranche

if TYPE_CHECKING:
    from policy.pack import Pack
    from policy.subsidy import SubsidyLine

ALL = "*"
"""Who is locked where the rows of a line are counted across its awards: everybody who is awarded by it."""

Allowances = Mapping[AllowanceKey, Allowance]


@dataclass(frozen=True, kw_only=True)
class Taking:
    """`own` is the allowance of the line, `caps` those of its caps over several awards, by the key of the cap.

    `rows` is what a line that counts its rows across awards is locked by; nothing is held of it.
    """

    own: AllowanceKey
    caps: Mapping[str, AllowanceKey]
    rows: AllowanceKey | None = None

    @property
    def keys(self) -> tuple[AllowanceKey, ...]:
        rows = () if self.rows is None else (self.rows,)
        return self.own, *self.caps.values(), *rows

    @property
    def holder(self) -> str:
        return self.own[2]

    @property
    def caps_taken(self) -> tuple[CapTaken, ...]:
        return tuple(CapTaken(name=name, holder=holder) for _, name, holder in self.caps.values())


def taking_of(pack: Pack, line: SubsidyLine, facts: Mapping[str, Any], *, subject_id: UUID, credit_code: str) -> Taking:
    """From which allowances an award of the line takes: the subject's where the pack caps projects, else the holder's,

    which is the applicant unless the line names another one.

    The year of a cap per year is that of its date among the facts; one whose date is unknown has no allowance yet.
    """

    holder = facts.get(line.holder) if line.holder is not None else None

    def key(name: str, whose: str) -> AllowanceKey:
        return pack.programme_year, name, str(subject_id) if whose == PROJECT else holder or credit_code

    named = ((cap, cap.allowance(line.key, facts)) for cap in line.caps)
    caps = {cap.key: key(name, cap.per) for cap, name in named if name is not None}
    rows = (pack.programme_year, f"{line.key}/rows", ALL) if line.base.across_awards else None
    return Taking(own=key(line.key, line.scope), caps=caps, rows=rows)


def beside(claim: Claim, taking: Taking, locked: Allowances, own: Iterable[Tranche]) -> Claim:
    """The claim with what others hold of each allowance; `own` are the tranches of the award that is computed."""
    parts = tuple(own)
    others = {key: locked[key].awarded_beside(_held_of(parts, key)) for key in taking.keys}
    by_cap = {cap: others[key] for cap, key in taking.caps.items()}
    return replace(claim, awarded_before=others[taking.own], awarded_by_cap=by_cap)


def held(
    locked: Allowances, before: Tranche | None, after: Tranche, taking: Taking, computation: Computation
) -> dict[AllowanceKey, Allowance]:
    """The allowances after a tranche was computed (again), each under the cap that it was computed by.

    What the tranche does not count against any more, as a cap of a year that is over, is free again.
    """
    limits: dict[AllowanceKey, Money | None] = {taking.own: computation.cap}
    limits |= {key: computation.caps.get(cap) for cap, key in taking.caps.items()}
    keys = {*after.allowance_keys, *(before.allowance_keys if before is not None else ())}
    return {
        key: locked[key].hold(
            _held_of([before] if before is not None else [], key), _held_of([after], key), cap=limits.get(key)
        )
        for key in keys
    }


def taken_back(locked: Allowances, before: Tranche, *, held: Money, approved: Money) -> dict[AllowanceKey, Allowance]:
    """The allowances of a tranche of which so much is not due any more."""
    return {key: locked[key].take_back(held=held, approved=approved) for key in before.allowance_keys}


def _held_of(tranches: Iterable[Tranche], key: AllowanceKey) -> Money:
    return sum((each.held for each in tranches if key in each.allowance_keys), ZERO)

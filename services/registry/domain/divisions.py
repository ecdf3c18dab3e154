"""Divisions (区划) of a city: seeded from its pack, then the registry's."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.events.registry import DivisionChanged
from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import NothingToChange
from services.registry.domain.ids import division_id

_CODE = re.compile(r"\d{6}|\d{9}|\d{12}")


class Level(StrEnum):
    """From the largest to the smallest."""

    REGION = "region"
    LEAGUE = "league"
    CITY = "city"
    DISTRICT = "district"
    COUNTY = "county"
    TOWN = "town"


ABOVE_DISTRICTS = frozenset({Level.REGION, Level.LEAGUE, Level.CITY})


@dataclass(frozen=True, kw_only=True)
class DivisionSpec:
    """A division as a pack or an administrator writes it."""

    code: str
    name: str
    level: Level
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Division:
    """`code` is the six-digit division code (nine or twelve below the county), as text."""

    id: UUID
    city: str
    version: int
    code: str
    name: str
    level: Level
    parent: str | None = None

    @classmethod
    def first(cls, city: str, spec: DivisionSpec) -> Division:
        """A division that was not known before."""
        return cls(
            id=division_id(city, spec.code),
            city=city,
            version=1,
            code=spec.code,
            name=spec.name,
            level=spec.level,
            parent=spec.parent,
        )

    @property
    def takes_applicants(self) -> bool:
        """Whether an enterprise belongs to it: not to the city as a whole, for then no district reviews it."""
        return self.level not in ABOVE_DISTRICTS

    def changed(self, spec: DivisionSpec) -> Division:
        """Another name, level or parent under the same code; NothingToChange when it is the same."""
        changed = replace(self, name=spec.name, level=spec.level, parent=spec.parent)
        if changed == self:
            raise NothingToChange(field="division")
        return replace(changed, version=self.version + 1)

    def told(self, *, at: datetime, by: UUID) -> DivisionChanged:
        """The division as it is now."""
        return DivisionChanged(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            code=self.code,
            name=self.name,
            level=self.level.value,
            parent=self.parent,
        )


def spec_problems(spec: DivisionSpec, known: Collection[str], *, field: str) -> list[Problem]:
    """What is wrong with a division; `known` are the codes that can be its parent."""
    problems = []
    if not _CODE.fullmatch(spec.code):
        problems.append(Problem(code="division_code_malformed", field=f"{field}.code"))
    if not spec.name.strip():
        problems.append(Problem(code="required", field=f"{field}.name"))
    if spec.parent is not None and (spec.parent not in known or spec.parent == spec.code):
        problems.append(Problem(code="division_unknown", field=f"{field}.parent", inputs={"division": spec.parent}))
    return problems


def must_take_applicants(division: Division | None, code: str, *, field: str = "division") -> None:
    """Invalid unless the division exists and is one that reviews its enterprises."""
    if division is None:
        raise Invalid(problems=[Problem(code="division_unknown", field=field, inputs={"division": code})])
    if not division.takes_applicants:
        raise Invalid(problems=[Problem(code="division_too_wide", field=field, inputs={"division": code})])

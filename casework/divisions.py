"""Where a case stands in the tree of divisions, and which division takes a step of its route.

The path leads from the applicant's own division upwards, town to league, as it was when the case was
submitted; the top of the tenant, a city or a region, is not on it: what the top does, it does for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

RANKS: Final[Mapping[str, int]] = {"town": 1, "county": 2, "district": 2, "league": 3}
"""The levels below the top of the tenant. A county and a district are called differently and do the same."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A division on the path: six-digit code, and its level."""

    code: str
    level: str


DivisionPath = tuple[Place, ...]


def is_below_top(level: str | None) -> bool:
    """Whether a step of this level belongs to one of several divisions, and not to the tenant's top."""
    return level in RANKS


def division_of_step(level: str, own: str, path: Sequence[Place]) -> str:
    """The code of the division that takes a step of a level below the top.

    That is the first one on the path that ranks as high; where none does, the highest there is: a county
    without a league above it acts as its own league. A case whose path is not known stays with its division.
    """
    fitting = [place.code for place in path if RANKS[place.level] >= RANKS[level]]
    highest = path[-1].code if path else own
    return fitting[0] if fitting else highest


def division_facts(own: str, path: Sequence[Place]) -> dict[str, str]:
    """Which division takes the steps of each level, by the names of `policy.facts`: `division.league` and so on."""
    return {f"division.{level}": division_of_step(level, own, path) for level in RANKS}


def serves(division: str | None, own: str, path: Sequence[Place]) -> bool:
    """Whether somebody of this division has to do with the case; without a division one serves them all."""
    return division is None or division == own or any(place.code == division for place in path)

"""What a pack says about its rounds, at hand: quotas, public lists, ranking, and the other pilots that it excludes.

exclusive: {key: digital_transformation_pilot, title: 不得同时申报其他数字化转型试点项目, source: …}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.condition_reader import Values
from policy.facts import Catalogue
from policy.public_lists import DECLARATION, LEVEL_CONFIRMED, ListRule, lists_of
from policy.quotas import Quota, read_quota
from policy.ranking import RankLine, read_rank_line
from policy.refs import Basis


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Programmes of a city that name the same `key` exclude one another: an applicant is in one at a time (XA11)."""

    key: str
    title: str
    basis: Basis


@dataclass(frozen=True)
class RoundRules:
    """`exclusive` is None where an applicant may be in any number of programmes."""

    quotas: tuple[Quota, ...]
    lists: tuple[ListRule, ...]
    ranking: tuple[RankLine, ...]
    exclusive: Exclusive | None

    @property
    def list_of_declarations(self) -> ListRule | None:
        """The list that an approved declaration leads to."""
        return next((each for each in self.lists if each.origin == DECLARATION), None)

    @property
    def list_of_levels(self) -> ListRule | None:
        """The list that a confirmed level leads to."""
        return next((each for each in self.lists if each.origin == LEVEL_CONFIRMED), None)

    def quotas_of(self, step: str) -> tuple[Quota, ...]:
        """Those of which passing the step takes a place."""
        return tuple(quota for quota in self.quotas if quota.step == step)


def read_round(head: Mapping[str, Any], catalogue: Catalogue, values: Values, sources: Mapping[str, str]) -> RoundRules:
    """From a compiled `pack.yaml`."""
    exclusive = head.get("exclusive")
    return RoundRules(
        quotas=tuple(read_quota(spec, catalogue, sources) for spec in head.get("quotas", ())),
        lists=lists_of(head, sources),
        ranking=tuple(read_rank_line(spec, catalogue, values, sources) for spec in head.get("ranking", ())),
        exclusive=Exclusive(exclusive["key"], exclusive["title"], Basis.read(exclusive, sources))
        if exclusive
        else None,
    )

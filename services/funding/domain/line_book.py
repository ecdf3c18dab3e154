"""What was computed of one subsidy line for one subject: its awards by tranche, each with what is to be paid of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.money import Money
from services.funding.domain.award import Award
from services.funding.domain.shares import total_of
from services.funding.domain.tranche import Tranche


@dataclass(frozen=True)
class LineBook:
    """Both by the pack's key of the tranche (`policy.tranches`)."""

    awards: Mapping[str, Award]
    tranches: Mapping[str, Tranche]

    def granted_beside(self, key: str) -> dict[str, Money]:
        """What each of the others brought and did not lose again."""
        others = ((other, each) for other, each in self.tranches.items() if other != key)
        return {other: tranche.held - total_of(tranche.recovered) for other, tranche in others}

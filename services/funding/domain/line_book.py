"""What was computed of one subsidy line for one subject: its awards by tranche, each with what is to be paid of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.funding.domain.award import Award
from services.funding.domain.occasion import Part
from services.funding.domain.shares import total_of
from services.funding.domain.tranche import Tranche


@dataclass(frozen=True)
class LineBook:
    """Both by the name of the part: the pack's key of the tranche, and its run where there are several."""

    awards: Mapping[str, Award]
    tranches: Mapping[str, Tranche]

    def part(self, key: str, run: int = 1) -> Part:
        """The part with what each of the others brought and did not lose again."""
        name = Part(key=key, run=run).name
        others = ((other, each) for other, each in self.tranches.items() if other != name)
        granted = {other: tranche.held - total_of(tranche.recovered) for other, tranche in others}
        return Part(key=key, granted=granted, run=run)

    def run_to_settle(self, key: str) -> int:
        """Which run of a tranche a further approval settles: the last while its amount may change, else a new one."""
        last = max((award.part.run for award in self.awards.values() if award.part.key == key), default=0)
        name = Part(key=key, run=last).name
        return last if last and self.tranches[name].is_open_to_change else last + 1

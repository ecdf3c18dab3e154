"""What others hold of each cap when a dry run comes to a case: as it was stored, changed by what they get now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from contracts.money import ZERO, Money
from policy.claims import Claim
from services.funding.domain.allowance import AllowanceKey
from services.funding.domain.award import Award, Computation
from services.funding.domain.takings import Taking, taking_of

if TYPE_CHECKING:
    from policy.pack import Pack

CaseKey = tuple[UUID, str]
"""The project, or the declaration of a platform, and the subsidy line."""


@dataclass
class _Book:
    """What cases took, each and together."""

    by_case: dict[CaseKey, Money] = field(default_factory=dict)
    total: Money = ZERO

    def add(self, case: CaseKey, amount: Money) -> None:
        self.by_case[case] = self.by_case.get(case, ZERO) + amount
        self.total += amount

    def beside(self, case: CaseKey) -> Money:
        return self.total - self.by_case.get(case, ZERO)


@dataclass
class _Held:
    """What cases took of one allowance: as stored, and by the new version."""

    stored: _Book = field(default_factory=_Book)
    new: _Book = field(default_factory=_Book)

    def beside(self, case: CaseKey, stored: Money | None) -> Money:
        """What the others hold by now; where the claim says nothing of a cap, all that the dry run gave them."""
        if stored is None:
            return self.new.beside(case)
        return max(stored - self.stored.beside(case) + self.new.beside(case), ZERO)


class Caps:
    """Keeps what the new version gave, so that no case passes a cap that an earlier one used up."""

    def __init__(self, new: Pack) -> None:
        self._new = new
        self._held: dict[AllowanceKey, _Held] = defaultdict(_Held)

    def met_by(self, award: Award, claim: Claim) -> Claim:
        """The claim beside what the others hold by now."""
        taking, case = self._taking(award, claim), (award.project_id, award.line)
        by_cap = {cap: self._held[key].beside(case, claim.awarded_by_cap.get(cap)) for cap, key in taking.caps.items()}
        before = self._held[taking.own].beside(case, claim.awarded_before)
        return replace(claim, awarded_before=before, awarded_by_cap=by_cap)

    def keep(self, awards: Sequence[Award], computed: Sequence[Computation]) -> None:
        """What a case takes of its allowances."""
        for award, each in zip(awards, computed, strict=True):
            taking = self._taking(award, Claim.from_wire(self._new, award.claim))
            for key in taking.keys:
                case = award.project_id, award.line
                self._held[key].stored.add(case, award.amount)
                self._held[key].new.add(case, each.amount)

    def _taking(self, award: Award, claim: Claim) -> Taking:
        line = self._new.line(award.line)
        return taking_of(
            self._new, line, claim.facts, subject_id=award.project_id, credit_code=award.applicant.credit_code
        )

"""What other awards of a line gave whom the rows of a claim name (NM5: 每家试点企业最高20万元, whoever served it)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from policy.claims import Claim
from policy.pack import Pack
from services.funding.use_cases.ports import Unit


def count_awards(uow: Unit, pack: Pack, claim: Claim, *, subject_id: UUID) -> Claim:
    """The claim with what awards of other subjects hold by row; the claim itself where its line counts no rows across.

    The lock of the line (`Taking.rows`) is held already, so what is computed side by side is seen.
    """
    base = pack.line(claim.line).base
    if not base.across_awards or base.identified_by is None:
        return claim
    names = [str(row[base.identified_by]) for row in claim.facts.get(base.rows, ())]
    held = uow.awards.rows_beside(subject_id, pack.programme_year, claim.line, names)
    return replace(claim, awarded_by_row=held)

"""A trial calculation (试算) by the newest released version of a programme that is valid today."""

from __future__ import annotations

from typing import Any

from contracts.refusal import Invalid, Problem
from policy.refs import PackRef
from services.funding.domain.trial import Trial, trial_calculation
from services.funding.use_cases.ports import Clock, Packs, Unit


def create_trial_calculation(
    uow: Unit, packs: Packs, clock: Clock, programme_year: str, asked: Trial
) -> dict[str, Any]:
    """Amount, shares and explanation, as the award would have them. Nothing is changed, so nothing is recorded."""
    released = [PackRef.parse(each.pack, each.sha256) for each in uow.facts.packs()]
    found = [packs.get(ref) for ref in released if ref.programme_year == programme_year]
    valid = [pack for pack in found if pack.is_valid_on(clock.today())]
    if not valid:
        options = sorted({ref.programme_year for ref in released})
        raise Invalid(problems=[Problem(code="not_an_option", field="programme_year", inputs={"options": options})])
    return trial_calculation(max(valid, key=lambda pack: pack.ref.order), asked, on=clock.today())

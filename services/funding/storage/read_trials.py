"""Trial calculations and replays: which version of a pack they are computed by."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.common_facts import CommonFacts
from casework.days import local_date
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from policy.pack import Pack
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.trial import Trial, replay, trial_calculation
from services.funding.storage.read_awards import seen_award


def trial(reading: Reading, packs: Packs, programme_year: str, asked: Trial, *, on: date) -> dict[str, Any]:
    """By the newest released version of the programme that is valid today."""
    released = [PackRef.parse(each.pack, each.sha256) for each in CommonFacts(reading).packs()]
    of_programme = [ref for ref in released if ref.programme_year == programme_year]
    valid = [pack for pack in map(packs.get, of_programme) if pack.is_valid_on(on)]
    if not valid:
        options = sorted({ref.programme_year for ref in released})
        raise Invalid(problems=[Problem(code="not_an_option", field="programme_year", inputs={"options": options})])
    newest: Pack = max(valid, key=lambda pack: pack.ref.order)
    return trial_calculation(newest, asked, on=on)


def replayed(reading: Reading, packs: Packs, actor: Actor, award_id: UUID, pack: str) -> dict[str, Any]:
    """An award under another released version, split by the day on which it was computed."""
    award = seen_award(reading, actor, award_id)
    released = CommonFacts(reading).pack(pack)
    other = packs.get(PackRef.parse(released.pack, released.sha256))
    return replay(award, other, on=local_date(award.computed_at))

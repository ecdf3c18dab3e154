"""Replays: an award by another released version of its pack."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.common_facts import CommonFacts
from casework.days import local_date
from chassis.db.transaction import Reading
from contracts.actor import Actor
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.trial import replay
from services.funding.storage.read_awards import seen_award


def replayed(reading: Reading, packs: Packs, actor: Actor, award_id: UUID, pack: str) -> dict[str, Any]:
    """Computed by the other version, split by the day on which the award was computed."""
    award = seen_award(reading, actor, award_id)
    released = CommonFacts(reading).pack(pack)
    other = packs.get(PackRef.parse(released.pack, released.sha256))
    return replay(award, other, on=local_date(award.computed_at))

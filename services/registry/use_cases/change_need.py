"""An enterprise changes a need that it has not published (XB6)."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from policy.packs import Packs
from services.registry.domain.needs import NeedTold
from services.registry.domain.shown_matching import Shown, need_shown
from services.registry.use_cases.load import own_need, pack_in_force
from services.registry.use_cases.ports import Clock, Work


def change_need(
    uow: Work, packs: Packs, clock: Clock, actor: Actor, need_id: UUID, told: NeedTold, *, expected_version: int | None
) -> Shown:
    """Whole: what is not told again is gone."""
    need = own_need(uow, actor, need_id, expected_version)
    changed = need.changed(told, pack_in_force(uow, packs, clock, need.programme_year).providers)
    uow.needs.save(changed)
    uow.audit.record(actor, "change_need", changed, organisation_id=changed.enterprise_id)
    return need_shown(changed)

"""An enterprise writes down what it needs; it publishes it later (XB6)."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from policy.packs import Packs
from services.registry.domain.needs import Need, NeedState, NeedTold, must_be_sound
from services.registry.domain.shown_matching import Shown, need_shown
from services.registry.use_cases.load import organisation_of, pack_in_force
from services.registry.use_cases.ports import Clock, Work


def draft_need(
    uow: Work, packs: Packs, clock: Clock, actor: Actor, told: NeedTold, *, programme_year: str | None
) -> Shown:
    """Under the programme in force, whose sub-industries and scenarios it names."""
    enterprise, pack = organisation_of(uow, actor), pack_in_force(uow, packs, clock, programme_year)
    must_be_sound(told, pack.providers)
    need = Need(
        id=uuid4(),
        city=uow.city,
        version=1,
        enterprise_id=enterprise.id,
        division=enterprise.division,
        programme_year=pack.programme_year,
        **told.members,
        state=NeedState.DRAFT,
        drafted_at=clock.now(),
    )
    uow.needs.add(need)
    uow.audit.record(actor, "draft_need", need, organisation_id=enterprise.id)
    return need_shown(need)

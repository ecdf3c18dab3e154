"""A quarter is over: what was heard up to now is what counts for it, and stays so (XB24)."""

from __future__ import annotations

from uuid import uuid4

from casework.days import local_date
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Pack
from services.oversight.domain.errors import QuarterFrozen, QuarterNotOver
from services.oversight.domain.quarter import FrozenQuarter, Quarter
from services.oversight.use_cases.ports import Unit


def freeze_quarter(
    uow: Unit, clock: Clock, actor: Actor, *, programme_year: str, quarter: Quarter, pack: Pack
) -> FrozenQuarter:
    """QuarterNotOver until its last day has passed; QuarterFrozen where it, or a later one, is frozen already."""
    now = clock.now()
    if local_date(now) <= quarter.ends_on:
        raise QuarterNotOver(quarter=quarter.code, ends_on=quarter.ends_on.isoformat())
    position = uow.happenings.hold()
    last = uow.quarters.last(programme_year)
    if last is not None and last.quarter >= quarter:
        raise QuarterFrozen(quarter=quarter.code, frozen=last.quarter.code)
    frozen = FrozenQuarter(
        id=uuid4(),
        programme_year=programme_year,
        quarter=quarter,
        position=position,
        pack=pack.ref,
        frozen_at=now,
        frozen_by=actor.account_id,
    )
    uow.quarters.add(frozen)
    uow.audit.record(actor, "freeze_quarter", frozen, quarter=quarter.code, position=position)
    return frozen

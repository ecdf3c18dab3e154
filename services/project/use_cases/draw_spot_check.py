"""An officer draws which running projects are looked at (抽查, XB8)."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex

from chassis.clock import Clock
from contracts.actor import Actor
from services.project.domain.shown_spot_check import Shown, shown_spot_check
from services.project.domain.spot_check import drawn_spot_check
from services.project.use_cases.ports import CheckingUnit


def draw_spot_check(
    uow: CheckingUnit, clock: Clock, actor: Actor, *, size: int, criteria: Mapping[str, str], seed: str | None
) -> Shown:
    """`criteria`: division (with all below it), provider_id, stage.

    Without a seed one is made; it is recorded in either case.
    """
    check = drawn_spot_check(
        uow.spot_checks.running(criteria),
        city=uow.city,
        by=actor,
        at=clock.now(),
        seed=seed or token_hex(16),
        size=size,
        criteria=criteria,
    )
    uow.spot_checks.add(check)
    uow.audit.record(actor, "draw_spot_check", check, seed=check.seed, candidates_sha256=check.digest, size=size)
    return shown_spot_check(check, check.lines)

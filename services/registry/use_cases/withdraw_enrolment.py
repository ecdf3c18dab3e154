"""The applicant takes its enrolment back before it is decided."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from policy.packs import Packs
from services.registry.domain.due_steps import news_of
from services.registry.domain.enrolling import withdraw
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.load import own_enrolment, rules_of
from services.registry.use_cases.ports import Clock, Work


def withdraw_enrolment(
    uow: Work, packs: Packs, clock: Clock, actor: Actor, enrolment_id: UUID, *, text: str, expected_version: int | None
) -> Shown:
    """The same can be asked for again."""
    enrolment = own_enrolment(uow, actor, enrolment_id, expected_version)
    withdrawn = withdraw(enrolment, by=actor, at=clock.now(), text=text)
    uow.enrolments.save(withdrawn)
    uow.audit.record(actor, "withdraw", withdrawn)
    keep_due_step(uow, news_of(withdrawn), at=clock.now())
    return enrolment_shown(withdrawn, rules_of(packs, withdrawn), actor)

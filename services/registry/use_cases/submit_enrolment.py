"""The applicant hands its enrolment in (提交), for the first time or after a return."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from policy.packs import Packs
from services.registry.domain.due_steps import news_of
from services.registry.domain.enrolling import submit
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.load import own_enrolment, rules_of, standpoint_of
from services.registry.use_cases.ports import Clock, Work


def submit_enrolment(
    uow: Work, packs: Packs, clock: Clock, actor: Actor, enrolment_id: UUID, *, expected_version: int | None
) -> Shown:
    """In review, or DossierIncomplete with all problems at once: the draft stays as it is."""
    enrolment = own_enrolment(uow, actor, enrolment_id, expected_version)
    rules = rules_of(packs, enrolment)
    standpoint = standpoint_of(uow, enrolment.applicant.id)
    submitted = submit(enrolment, rules, standpoint, by=actor, at=clock.now())
    uow.enrolments.save(submitted)
    uow.audit.record(actor, "submit", submitted, digest=submitted.dossier.filings[-1].digest)
    keep_due_step(uow, news_of(submitted), at=clock.now())
    return enrolment_shown(submitted, rules, actor)

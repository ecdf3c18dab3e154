"""A reviewer decides the step of an enrolment; the last approval takes the provider into the pool."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from casework.desks import must_see, must_take
from casework.reviews import Judgement
from casework.states import State
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, Problem
from contracts.sealed import Sealer
from policy.packs import Packs
from policy.providers import ProviderRules
from services.registry.domain.due_steps import news_of
from services.registry.domain.enrolling import review
from services.registry.domain.enrolment import Enrolment, Purpose
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.pool import enrol
from services.registry.domain.products import Product, propose
from services.registry.domain.shown_enrolment import SERVICE, Shown, enrolment_shown
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.load import calendar_of, rules_of
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work

_TOLD: Final = {
    (Purpose.APPLICATION, State.APPROVED): "provider_approved",
    (Purpose.APPLICATION, State.RETURNED): "provider_returned",
    (Purpose.APPLICATION, State.REJECTED): "provider_rejected",
    (Purpose.RECOMMENDATION, State.APPROVED): "recommendation_approved",
    (Purpose.RECOMMENDATION, State.RETURNED): "recommendation_returned",
    (Purpose.RECOMMENDATION, State.REJECTED): "recommendation_rejected",
}


def review_enrolment(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    enrolment_id: UUID,
    *,
    judgement: Judgement,
    ceiling: Money | None,
    expected_version: int | None,
    now: datetime,
) -> Shown:
    """`ceiling` is the highest price of a recommended product, what was offered unless the bureau sets another.

    The enrolment knows its step, the pack who may take it and what may come out.
    """
    enrolment = uow.enrolments.get(enrolment_id)
    must_see(actor, enrolment, service=SERVICE)
    must_be_version(enrolment, expected_version)
    rules = rules_of(packs, enrolment)
    step = rules.step(enrolment.dossier)
    if step is None:
        raise ActionNotAllowed(state=enrolment.state.value, action="review")
    must_take(actor, enrolment, step, service=SERVICE)
    reviewed = review(enrolment, rules, calendar_of(uow), judgement, by=actor, at=clock.now())
    _must_need(ceiling, reviewed)
    if reviewed.state is State.APPROVED:
        reviewed = _take_in(uow, clock, actor, reviewed, rules.providers, opinion=judgement.opinion, ceiling=ceiling)
    uow.enrolments.save(reviewed)
    uow.audit.record(actor, "review", reviewed, step=step.step, verdict=judgement.verdict)
    keep_due_step(uow, news_of(reviewed), at=clock.now())
    _notify(uow, sealer, clock, reviewed, now=now)
    return enrolment_shown(reviewed, rules, actor)


def _must_need(ceiling: Money | None, reviewed: Enrolment) -> None:
    if ceiling is not None and (reviewed.state is not State.APPROVED or reviewed.recommended is None):
        raise Invalid(problems=[Problem(code="not_applicable", field="ceiling_fen")])


def _take_in(
    uow: Work, clock: Clock, actor: Actor, approved: Enrolment, rules: ProviderRules, *, opinion: str,
    ceiling: Money | None,
) -> Enrolment:  # fmt: skip
    """The provider is in the pool as the kind that was asked for; a recommended product is in the catalogue."""
    before = uow.pool.of(approved.provider_id, for_update=True)
    organisation = uow.organisations.get(approved.provider_id)
    kinds, programme = [approved.kind], approved.programme_year
    entry = enrol(before, organisation, kinds, programme_year=programme, opinion=opinion, at=clock.now())
    (uow.pool.add if before is None else uow.pool.save)(entry)
    uow.outbox.add(entry.told(organisation, at=clock.now(), by=actor.account_id))
    uow.audit.record(
        actor, "enrol", entry, organisation_id=organisation.id, kinds=entry.kinds, enrolment_id=approved.id
    )
    if approved.recommended is None:
        return approved
    product = _list(uow, clock, actor, approved, rules, opinion=opinion, ceiling=ceiling)
    return replace(approved, recommended=replace(approved.recommended, product_id=product.id))


def _list(
    uow: Work, clock: Clock, actor: Actor, approved: Enrolment, rules: ProviderRules, *, opinion: str,
    ceiling: Money | None,
) -> Product:  # fmt: skip
    assert approved.recommended is not None
    offer, at = approved.recommended.offer, clock.now()
    proposed = propose(id=uuid4(), city=uow.city, provider_id=approved.provider_id, offer=offer, rules=rules, at=at)
    uow.audit.record(
        actor, "propose_product", proposed, organisation_id=proposed.provider_id, enrolment_id=approved.id
    )  # fmt: skip
    product = proposed.listed(ceiling or offer.price, category=None, opinion=opinion, rules=rules)
    uow.products.add(product)
    uow.products.keep_ceiling(product, at=at)
    uow.outbox.add(product.told(at=at, by=actor.account_id))
    uow.audit.record(
        actor, "list_product", product, organisation_id=product.provider_id, ceiling_fen=product.ceiling_fen,
        category=product.category, enrolment_id=approved.id,
    )  # fmt: skip
    return product


def _notify(uow: Work, sealer: Sealer, clock: Clock, reviewed: Enrolment, *, now: datetime) -> None:
    name = _TOLD.get((reviewed.purpose, reviewed.state))
    if name is None:
        return
    notice = Notice(kind=KINDS[name], subject_id=reviewed.id, at=clock.now())
    told = [(notice, uow.accounts.of_organisation(reviewed.applicant.id))]
    if reviewed.recommended is not None and reviewed.state is State.APPROVED:
        listed = Notice(kind=KINDS["product_recommended"], subject_id=reviewed.id, at=clock.now())
        concerned = (reviewed.provider_id, reviewed.recommended.enterprise_id)
        told += [(listed, uow.accounts.of_organisation(each)) for each in concerned]
    notify_accounts(uow, sealer, *told, now=now)

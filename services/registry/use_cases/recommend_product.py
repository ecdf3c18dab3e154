"""A recognised unit recommends a product, and its provider with it, for an enterprise that chose it (推荐入库, ZS3)."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from policy.packs import Packs
from policy.providers import RECOMMEND_PRODUCTS, RecommendationRule
from services.registry.domain.enrolling import start
from services.registry.domain.enrolment import Recommended
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.errors import NotEntitled
from services.registry.domain.offers import Offer
from services.registry.domain.organisations import Kind, Organisation, read_credit_code
from services.registry.domain.prefilling import prefilled
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.load import entry_of, organisation_of, pack_in_force
from services.registry.use_cases.ports import Clock, Work


def recommend_product(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    *,
    provider_code: str,
    enterprise_code: str,
    offer: Offer,
) -> Shown:
    """A draft of the recommendation; its letter (推荐函) is attached to the slot that the pack names.

    Provider and enterprise are registered ones. NotEntitled for a unit whose kinds may not recommend, or where the
    pack takes no recommendations.
    """
    entry = entry_of(uow, actor.organisation_id)
    pack = pack_in_force(uow, packs, clock, entry.programme_year or None)
    entry.must_be_entitled(RECOMMEND_PRODUCTS, pack.providers)
    way = _way(pack.providers.recommendation, entry.kinds)
    provider = _registered(uow, provider_code, Kind.PROVIDER, "provider_code")
    enterprise = _registered(uow, enterprise_code, Kind.ENTERPRISE, "enterprise_code")
    problems = offer.problems(pack.providers)
    if provider.id == actor.organisation_id:
        problems.append(Problem(code="recommends_itself", field="provider_code"))
    if problems:
        raise Invalid(problems=problems)
    rules = EnrolmentRules.of(pack, way.stage)
    organisation = organisation_of(uow, actor)
    enrolment = start(
        uuid4(),
        rules,
        organisation,
        kind=way.enrols_as,
        provider_id=provider.id,
        at=clock.now(),
        answers=prefilled(rules.form, organisation, uow.accounts.find(actor.account_id), sealer),
        recommended=Recommended(enterprise_id=enterprise.id, offer=offer),
    )
    uow.enrolments.add(enrolment)
    uow.audit.record(
        actor, "recommend_product", enrolment, provider_id=provider.id, enterprise_id=enterprise.id, pack=pack.ref.text
    )
    return enrolment_shown(enrolment, rules, actor)


def _way(rule: RecommendationRule | None, kinds: tuple[str, ...]) -> RecommendationRule:
    if rule is None:
        raise NotEntitled(act=RECOMMEND_PRODUCTS, kinds=list(kinds))
    return rule


def _registered(uow: Work, code: str, kind: Kind, field: str) -> Organisation:
    organisation = uow.organisations.by_credit_code(read_credit_code(code, field=field))
    if organisation is None or organisation.kind is not kind:
        problem = Problem(code="not_registered_as", field=field, inputs={"credit_code": code, "kind": kind.value})
        raise Invalid(problems=[problem])
    return organisation

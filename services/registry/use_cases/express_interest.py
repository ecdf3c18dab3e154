"""A provider of the pool answers a need, or an enterprise asks for a product of the catalogue (XB6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.packs import Packs
from policy.providers import SELL
from services.registry.domain.errors import RelatedParties
from services.registry.domain.ids import relation_id
from services.registry.domain.interests import Interest, InterestState
from services.registry.domain.needs import NeedState
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.products import ProductState
from services.registry.domain.relations import RelationKind
from services.registry.domain.shown_matching import Shown, interest_shown
from services.registry.use_cases.load import entry_of, organisation_of, rules_for
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def express_interest(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    *,
    need_id: UUID | None,
    product_id: UUID | None,
    text: str,
    now: datetime,
) -> Shown:
    """Exactly one of need and product; the other side is told.

    NotFound for what is not public; ProviderNotEnrolled and NotEntitled for a provider that may not sell now, also
    where an enterprise asks for its product; RelatedParties where both belong together; InterestExpressed twice.
    """
    own = organisation_of(uow, actor).id
    other = _owner_of_need(uow, need_id) if need_id is not None else _owner_of_product(uow, product_id)
    provider_id = own if need_id is not None else other
    entry = entry_of(uow, provider_id)
    entry.must_be_entitled(SELL, rules_for(uow, packs, clock, entry))
    if own == other or _are_affiliated(uow, own, other):
        raise RelatedParties(provider_id=str(provider_id))
    interest = Interest(
        id=uuid4(),
        city=uow.city,
        version=1,
        need_id=need_id,
        product_id=product_id,
        from_id=own,
        to_id=other,
        provider_id=provider_id,
        text=text.strip(),
        state=InterestState.EXPRESSED,
        expressed_at=clock.now(),
    )
    uow.interests.add(interest)
    uow.audit.record(actor, "express_interest", interest, organisation_id=own, to_id=other)
    notice = Notice(kind=KINDS["interest_expressed"], subject_id=interest.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(other)), now=now)
    return interest_shown(interest)


def _owner_of_need(uow: Work, need_id: UUID) -> UUID:
    need = uow.needs.find(need_id)
    if need is None or need.state is not NeedState.PUBLISHED:
        raise NotFound(kind="need", id=str(need_id))
    return need.enterprise_id


def _owner_of_product(uow: Work, product_id: UUID | None) -> UUID:
    product = uow.products.find(product_id) if product_id is not None else None
    if product is None or product.state is not ProductState.LISTED:
        raise NotFound(kind="product", id=str(product_id))
    return product.provider_id


def _are_affiliated(uow: Work, one: UUID, other: UUID) -> bool:
    kind = RelationKind.AFFILIATED.value
    found = (uow.relations.find(relation_id(kind, *pair)) for pair in ((one, other), (other, one)))
    return any(relation is not None and relation.is_in_force for relation in found)

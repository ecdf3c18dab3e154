"""The bureau takes a product into the catalogue with its price ceiling, or gives a listed one another ceiling."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.money import Money
from contracts.sealed import Sealer
from policy.packs import Packs
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, product_shown
from services.registry.use_cases.load import entry_of, rules_for
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def list_product(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    product_id: UUID,
    *,
    ceiling: Money,
    category: str | None,
    opinion: str,
    expected_version: int | None,
    now: datetime,
) -> Shown:
    """ProviderNotEnrolled for a provider outside of the pool.

    Contracts that were filed before keep the ceiling of their day (architecture, section 8, rule 5).
    """
    product = uow.products.get(product_id, for_update=True)
    must_match(product.version, expected_version)
    entry = entry_of(uow, product.provider_id)
    entry.must_be_enrolled()
    product = product.listed(ceiling, category=category, opinion=opinion, rules=rules_for(uow, packs, clock, entry))
    uow.products.save(product)
    uow.products.keep_ceiling(product, at=clock.now())
    uow.outbox.add(product.told(at=clock.now(), by=actor.account_id))
    uow.audit.record(
        actor,
        "list_product",
        product,
        organisation_id=product.provider_id,
        ceiling_fen=ceiling,
        category=product.category,
    )
    notice = Notice(kind=KINDS["product_listed"], subject_id=product.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(product.provider_id)), now=now)
    return product_shown(product)

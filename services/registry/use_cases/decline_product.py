"""The bureau does not take a proposed product into the catalogue."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, product_shown
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def decline_product(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    product_id: UUID,
    *,
    opinion: str,
    expected_version: int | None,
    now: datetime,
) -> Shown:
    """ActionNotAllowed unless it is proposed."""
    product = uow.products.get(product_id, for_update=True)
    must_match(product.version, expected_version)
    product = product.declined(opinion)
    uow.products.save(product)
    uow.audit.record(actor, "decline_product", product, organisation_id=product.provider_id)
    notice = Notice(kind=KINDS["product_declined"], subject_id=product.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(product.provider_id)), now=now)
    return product_shown(product)

"""The bureau does not take a proposed product into the catalogue."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, product_shown
from services.registry.use_cases.ports import Work


def decline_product(uow: Work, actor: Actor, product_id: UUID, *, opinion: str, expected_version: int | None) -> Shown:
    """ActionNotAllowed unless it is proposed."""
    product = uow.products.get(product_id, for_update=True)
    must_match(product.version, expected_version)
    product = product.declined(opinion)
    uow.products.save(product)
    uow.audit.record(actor, "decline_product", product, organisation_id=product.provider_id)
    return product_shown(product)

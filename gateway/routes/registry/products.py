"""The N+X catalogue."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import PageQuery, page_of
from gateway.schemas.registry import products as schemas

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_products",
        method="GET",
        path="/cities/{city}/products",
        rpc="registry.list_products",
        permission=PUBLIC,
        title="N+X 产品目录",
        summary="The N+X catalogue",
        query=schemas.CatalogueQuery,
        answer=page_of(schemas.CatalogueProductSchema),
    ),
    Operation(
        name="list_product_ceilings",
        method="GET",
        path="/cities/{city}/products/{product_id}/ceilings",
        rpc="registry.list_product_ceilings",
        permission=PUBLIC,
        title="产品限价历史",
        summary="The ceilings that a product had, newest first",
        answer=page_of(schemas.CeilingSchema),
    ),
    Operation(
        name="propose_product",
        method="POST",
        path="/cities/{city}/organisation/products",
        rpc="registry.propose_product",
        permission="registry.propose_product",
        title="申报产品",
        summary="Propose a product for the catalogue",
        body=schemas.ProductOffer,
        answer=schemas.ProductSchema,
        status=201,
    ),
    Operation(
        name="list_own_products",
        method="GET",
        path="/cities/{city}/organisation/products",
        rpc="registry.own_products",
        permission="registry.propose_product",
        title="本单位产品",
        summary="What one's own organisation proposed",
        query=PageQuery,
        answer=schemas.ListedProductPage,
    ),
    Operation(
        name="list_proposed_products",
        method="GET",
        path="/cities/{city}/product-proposals",
        rpc="registry.list_proposed_products",
        permission="registry.list_product",
        title="产品申报",
        summary="Products in a state, for the bureau",
        query=schemas.ProductQuery,
        answer=schemas.ListedProductPage,
    ),
    Operation(
        name="list_product",
        method="POST",
        path="/cities/{city}/product-proposals/{product_id}/listing",
        rpc="registry.list_product",
        permission="registry.list_product",
        title="产品入目录并定限价",
        summary="Take a product into the catalogue with its ceiling",
        body=schemas.ProductListing,
        answer=schemas.ProductSchema,
        versioned=True,
    ),
    Operation(
        name="decline_product",
        method="POST",
        path="/cities/{city}/product-proposals/{product_id}/decline",
        rpc="registry.decline_product",
        permission="registry.list_product",
        title="产品不入目录",
        summary="Do not take a product into the catalogue",
        body=schemas.ProductDecline,
        answer=schemas.ProductSchema,
        versioned=True,
    ),
    Operation(
        name="withdraw_product",
        method="POST",
        path="/cities/{city}/products/{product_id}/withdrawal",
        rpc="registry.withdraw_product",
        permission="registry.withdraw_product",
        title="产品下架",
        summary="Take a product out of the catalogue",
        body=schemas.ProductWithdrawal,
        answer=schemas.ProductSchema,
    ),
)

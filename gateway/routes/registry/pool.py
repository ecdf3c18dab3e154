"""The provider pool."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import page_of
from gateway.schemas.registry import pool as schemas

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_providers",
        method="GET",
        path="/cities/{city}/providers",
        rpc="registry.list_providers",
        permission=PUBLIC,
        title="服务商资源池",
        summary="The provider pool",
        query=schemas.ProviderQuery,
        answer=page_of(schemas.ProviderSchema),
    ),
    Operation(
        name="get_own_pool_entry",
        method="GET",
        path="/cities/{city}/organisation/pool-entry",
        rpc="registry.own_pool_entry",
        permission="registry.apply_as_provider",
        title="本单位入库情况",
        summary="One's own place in the pool",
        answer=schemas.ListedPoolEntrySchema,
        versioned=True,
    ),
    Operation(
        name="list_pool_entries",
        method="GET",
        path="/cities/{city}/pool-entries",
        rpc="registry.list_pool_entries",
        permission="registry.review_provider",
        title="入库申请",
        summary="Applications and entries of the pool",
        query=schemas.PoolEntryQuery,
        answer=page_of(schemas.ListedPoolEntrySchema),
    ),
    Operation(
        name="get_pool_entry",
        method="GET",
        path="/cities/{city}/pool-entries/{provider_id}",
        rpc="registry.get_pool_entry",
        permission="registry.review_provider",
        title="服务商入库情况",
        summary="A provider's place in the pool",
        answer=schemas.ListedPoolEntrySchema,
        versioned=True,
    ),
    Operation(
        name="recognise_provider",
        method="POST",
        path="/cities/{city}/pool-entries",
        rpc="registry.recognise_provider",
        permission="registry.review_provider",
        title="认定单位入库",
        summary="Enter a unit that the bureau recognised into the pool, by the document that says so",
        body=schemas.Recognition,
        answer=schemas.PoolEntrySchema,
        status=201,
    ),
)

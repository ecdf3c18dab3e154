"""Exclusion lists and history."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import PageQuery, page_of
from gateway.schemas.registry import lists as schemas

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="import_exclusion_list",
        method="POST",
        path="/cities/{city}/exclusion-lists/{list_code}/editions",
        rpc="registry.import_exclusion_list",
        permission="registry.import_exclusion_list",
        title="导入排除名单",
        summary="Replace a list by an edition from a file",
        body=schemas.EditionImport,
        answer=schemas.ImportedListSchema,
        status=201,
        timeout=60.0,
    ),
    Operation(
        name="list_exclusion_lists",
        method="GET",
        path="/cities/{city}/exclusion-lists",
        rpc="registry.list_exclusion_lists",
        permission="registry.read_exclusion_lists",
        title="排除名单",
        summary="Exclusion lists in their newest editions",
        answer=page_of(schemas.ExclusionListSchema),
    ),
    Operation(
        name="list_exclusion_entries",
        method="GET",
        path="/cities/{city}/exclusion-lists/{list_code}/entries",
        rpc="registry.list_exclusion_entries",
        permission="registry.read_exclusion_lists",
        title="排除名单条目",
        summary="Who is on a list",
        query=schemas.ExclusionEntryQuery,
        answer=page_of(schemas.ExclusionEntrySchema),
    ),
    Operation(
        name="get_own_history",
        method="GET",
        path="/cities/{city}/organisation/history/{aggregate_id}",
        rpc="registry.own_history",
        permission="registry.read_own",
        title="本单位事项的历史",
        summary="What happened to something of one's own organisation",
        query=PageQuery,
        answer=schemas.RegistryHistoryEntryPage,
    ),
    Operation(
        name="get_registry_history",
        method="GET",
        path="/cities/{city}/registry-history/{aggregate_id}",
        rpc="registry.history",
        permission="registry.read_history",
        title="登记事项的历史",
        summary="What happened to anything that the registry keeps",
        query=PageQuery,
        answer=schemas.RegistryHistoryEntryPage,
    ),
)

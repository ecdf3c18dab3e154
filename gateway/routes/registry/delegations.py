"""Who may act for whom, and who has to do with whom."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import PageQuery
from gateway.schemas.registry import delegations as schemas

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="grant_delegation",
        method="POST",
        path="/cities/{city}/organisation/delegations",
        rpc="registry.grant_delegation",
        permission="registry.delegate",
        title="委托服务商代办",
        summary="Let a provider save and hand in for one's enterprise, in stages that the pack lets be delegated",
        body=schemas.DelegationGrant,
        answer=schemas.DelegationSchema,
        status=201,
    ),
    Operation(
        name="list_own_delegations",
        method="GET",
        path="/cities/{city}/organisation/delegations",
        rpc="registry.own_delegations",
        permission="registry.end_delegation",
        title="委托",
        summary="Delegations that one granted, or was granted",
        query=PageQuery,
        answer=schemas.NamedDelegationPage,
    ),
    Operation(
        name="revoke_delegation",
        method="POST",
        path="/cities/{city}/organisation/delegations/{delegation_id}/revocation",
        rpc="registry.revoke_delegation",
        permission="registry.end_delegation",
        title="终止委托",
        summary="End a delegation at once, from either side",
        body=schemas.DelegationRevocation,
        answer=schemas.DelegationSchema,
    ),
    Operation(
        name="declare_relation",
        method="POST",
        path="/cities/{city}/relations",
        rpc="registry.declare_relation",
        permission="registry.declare_relation",
        title="登记单位间的利害关系",
        summary="Declare who sold to, diagnosed, advised or belongs with whom: it does not judge the other",
        body=schemas.RelationDeclaration,
        answer=schemas.RelationResults,
    ),
    Operation(
        name="list_relations",
        method="GET",
        path="/cities/{city}/relations",
        rpc="registry.list_relations",
        permission="registry.declare_relation",
        title="利害关系",
        summary="Declared relations between organisations",
        query=schemas.RelationQuery,
        answer=schemas.NamedRelationPage,
    ),
    Operation(
        name="withdraw_relation",
        method="POST",
        path="/cities/{city}/relations/{relation_id}/withdrawal",
        rpc="registry.withdraw_relation",
        permission="registry.declare_relation",
        title="撤销利害关系",
        summary="Take a declared relation back",
        body=schemas.RelationWithdrawal,
        answer=schemas.RelationSchema,
        versioned=True,
    ),
)

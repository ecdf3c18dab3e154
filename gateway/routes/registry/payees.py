"""Accounts for payment."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.registry import pool as schemas
from gateway.schemas.registry.organisations import ChangeRequestSchema

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_own_payee_accounts",
        method="GET",
        path="/cities/{city}/organisation/payee-accounts",
        rpc="registry.own_payee_accounts",
        permission="registry.register_payee_account",
        title="本单位收款账户",
        summary="Accounts for payment of one's own organisation",
        answer=schemas.PayeeAccountPage,
    ),
    Operation(
        name="register_payee_account",
        method="POST",
        path="/cities/{city}/organisation/payee-accounts",
        rpc="registry.register_payee_account",
        permission="registry.register_payee_account",
        title="登记收款账户",
        summary="Enter an account for payment",
        body=schemas.PayeeDetails,
        answer=schemas.PayeeAccountSchema,
        status=201,
    ),
    Operation(
        name="correct_payee_account",
        method="PUT",
        path="/cities/{city}/organisation/payee-accounts/{payee_id}",
        rpc="registry.correct_payee_account",
        permission="registry.register_payee_account",
        title="更正收款账户",
        summary="Correct an account that nobody confirmed",
        body=schemas.PayeeDetails,
        answer=schemas.PayeeAccountSchema,
        versioned=True,
    ),
    Operation(
        name="request_payee_change",
        method="POST",
        path="/cities/{city}/organisation/payee-accounts/{payee_id}/change-requests",
        rpc="registry.request_payee_change",
        permission="registry.register_payee_account",
        title="申请变更收款账户",
        summary="Ask to change a confirmed account",
        body=schemas.PayeeChange,
        answer=ChangeRequestSchema,
        status=201,
    ),
    Operation(
        name="list_payee_accounts",
        method="GET",
        path="/cities/{city}/payee-accounts",
        rpc="registry.list_payee_accounts",
        permission="registry.read_payee_accounts",
        title="收款账户",
        summary="Accounts for payment of an organisation",
        query=schemas.PayeeQuery,
        answer=schemas.PayeeAccountPage,
    ),
    Operation(
        name="confirm_payee_account",
        method="POST",
        path="/cities/{city}/payee-accounts/{payee_id}/confirmation",
        rpc="registry.confirm_payee_account",
        permission="registry.confirm_payee_account",
        title="确认收款账户",
        summary="Confirm an account: from now on it changes by review only",
        answer=schemas.PayeeAccountSchema,
        versioned=True,
    ),
)

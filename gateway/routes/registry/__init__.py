"""The operations of the registry, by what they are about."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes.registry import (
    accounts,
    codes,
    delegations,
    enrolments,
    lists,
    matching,
    messages,
    organisations,
    payees,
    performance,
    pool,
    products,
    webhooks,
)

OPERATIONS: Final[tuple[Operation, ...]] = tuple(
    operation
    for module in (
        accounts,
        codes,
        organisations,
        pool,
        enrolments,
        products,
        matching,
        performance,
        delegations,
        payees,
        lists,
        messages,
        webhooks,
    )
    for operation in module.OPERATIONS
)

"""The operations of the funding service, by what they are about."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes.funding import applications, awards, back, books, loans, plans, sheets, traces

OPERATIONS: Final[tuple[Operation, ...]] = tuple(
    operation
    for module in (applications, awards, plans, books, back, sheets, loans, traces)
    for operation in module.OPERATIONS
)

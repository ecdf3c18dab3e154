"""The operations of the API, one module per service."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes import acceptance, declaration, funding, oversight, project, registry

ALL_OPERATIONS: Final[tuple[Operation, ...]] = tuple(
    operation
    for module in (registry, declaration, project, acceptance, funding, oversight)
    for operation in module.OPERATIONS
)

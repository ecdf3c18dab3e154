"""The operations of the oversight service, by what they are about."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes.oversight import cases, national, targets

OPERATIONS: Final[tuple[Operation, ...]] = (*cases.OPERATIONS, *targets.OPERATIONS, *national.OPERATIONS)

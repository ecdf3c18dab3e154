"""The operations of the funding service."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation

OPERATIONS: Final[tuple[Operation, ...]] = ()

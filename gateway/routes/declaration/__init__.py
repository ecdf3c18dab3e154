"""The operations of the declaration service, by what they are about."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes.declaration import applicants, authorities, prints, public, recommendations

OPERATIONS: Final[tuple[Operation, ...]] = (
    *public.OPERATIONS,
    *applicants.OPERATIONS,
    *prints.OPERATIONS,
    *authorities.OPERATIONS,
    *recommendations.OPERATIONS,
)

"""The operations of the project service, by what they are about."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes.project import acting, prints, reading, showing, spot_checks, stages, trainings, warnings

OPERATIONS: Final[tuple[Operation, ...]] = (
    *reading.OPERATIONS,
    *prints.OPERATIONS,
    *acting.OPERATIONS,
    *stages.OPERATIONS,
    *trainings.OPERATIONS,
    *spot_checks.OPERATIONS,
    *warnings.OPERATIONS,
    *showing.OPERATIONS,
)

"""The operations of the acceptance service, by who acts."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.routes.acceptance import assessing, assessment_requests, assessments, evidence, reading, requesting

OPERATIONS: Final[tuple[Operation, ...]] = (
    *reading.OPERATIONS,
    *requesting.OPERATIONS,
    *evidence.OPERATIONS,
    *assessing.OPERATIONS,
    *assessments.OPERATIONS,
    *assessment_requests.OPERATIONS,
)

"""The printed undertaking, and the check of its code."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import Empty
from gateway.schemas.prints import PrintCheck

_CHECK: Final = "/cities/{city}/undertaking-prints/{code}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="print_undertaking",
        method="GET",
        path="/cities/{city}/projects/{project_id}/undertaking/print",
        rpc="project.print_of",
        permission="project.read",
        title="打印承诺书",
        summary="The commitment letter as a PDF, to be signed and stamped by both",
        answer=Empty,
        checked_at=_CHECK,
    ),
    Operation(
        name="check_undertaking_print",
        method="GET",
        path=_CHECK,
        rpc="project.check_print",
        permission=PUBLIC,
        title="核验承诺书打印件",
        summary="What the verification code of a printed commitment letter says",
        answer=PrintCheck,
    ),
)

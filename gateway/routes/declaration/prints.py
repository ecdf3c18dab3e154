"""The printed declaration form, and the check of its code."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation
from gateway.schemas.base import Empty
from gateway.schemas.prints import PrintCheck

_CHECK: Final = "/cities/{city}/declaration-prints/{code}"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="print_declaration",
        method="GET",
        path="/cities/{city}/declarations/{declaration_id}/print",
        rpc="declaration.print_of",
        permission="declaration.read",
        title="打印申报表",
        summary="The declaration form as a PDF, to be stamped or kept",
        answer=Empty,
        checked_at=_CHECK,
    ),
    Operation(
        name="check_declaration_print",
        method="GET",
        path=_CHECK,
        rpc="declaration.check_print",
        permission=PUBLIC,
        title="核验申报表打印件",
        summary="What the verification code of a printed form says",
        answer=PrintCheck,
    ),
)

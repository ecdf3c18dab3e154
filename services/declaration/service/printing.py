"""Prints of declarations (打印), and the check of their codes (核验)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.declaration.storage import read_prints
from services.declaration.storage.unit import DeclarationUnit

Shown = dict[str, Any]


class PrintMethods:
    """DL3: the document; it becomes a PDF at the gateway."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @query("declaration.read")
    def print_of(self, reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
        """The declaration form as it is printed."""
        return read_prints.print_of(reading, self.packs, self.runtime.sealer, actor, declaration_id)

    @query("declaration.read")
    def receipt_of(self, reading: Reading, actor: Actor, declaration_id: UUID) -> Shown:
        """The receipt of the last submission (回执)."""
        return read_prints.receipt_of(reading, self.runtime.sealer, actor, declaration_id)

    @query(PUBLIC)
    def check_print(self, reading: Reading, actor: Actor, code: str) -> Shown:
        """What a verification code says: which print it is of, and whether that is what was submitted."""
        return read_prints.check_print(reading, self.packs, self.runtime.sealer, code)

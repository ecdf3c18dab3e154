"""What commands answer and queries show of supports granted elsewhere."""

from __future__ import annotations

from typing import Any

from services.funding.domain.supports import Support, SupportImport

Shown = dict[str, Any]


def support_view(support: Support) -> Shown:
    """A support: whose, for what, how much, by which policy."""
    return {
        "id": support.id,
        "version": support.version,
        "credit_code": support.credit_code,
        "enterprise_name": support.enterprise_name,
        "purpose": support.purpose,
        "year": support.year,
        "amount_fen": support.amount.fen,
        "policy": support.policy,
        "granted_by": support.granted_by,
        "granted_on": support.granted_on,
        "state": support.state,
        "reason": support.reason,
        "import_id": support.import_id,
        "recorded_at": support.recorded_at,
    }


def support_import_view(record: SupportImport, *, is_repeated: bool) -> Shown:
    """What a file brought; a repeated one brought nothing this time."""
    return {
        "id": record.id,
        "version": record.version,
        "name": record.file.name,
        "sha256": record.sha256,
        "recorded": record.recorded,
        "known": record.known,
        "refused": [{"row": each.row, "problems": list(each.problems)} for each in record.refused],
        "total_fen": record.total.fen,
        "imported_at": record.imported_at,
        "is_repeated": is_repeated,
    }

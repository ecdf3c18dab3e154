"""A warning as the API shows it, to the enterprise and to the authorities alike."""

from __future__ import annotations

from typing import Any

from contracts.wire import to_json
from services.project.domain.warning import EnterpriseWarning

Shown = dict[str, Any]


def shown_warning(warning: EnterpriseWarning) -> Shown:
    """All of it but who wrote it."""
    grounds, lifting = warning.grounds, warning.lifting
    return {
        "id": str(warning.id),
        "version": warning.version,
        "applicant": to_json(warning.applicant),
        "division": warning.division,
        "project_id": to_json(warning.project_id),
        "effect": grounds.effect.value,
        "reason": grounds.reason,
        "article": grounds.article,
        "finding_ids": [str(each) for each in grounds.finding_ids],
        "state": warning.state.value,
        "issued_at": to_json(warning.issued_at),
        "lifted_at": to_json(lifting.at) if lifting else None,
        "lifting_reason": lifting.reason if lifting else None,
    }

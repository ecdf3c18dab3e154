"""Delegations and relations as the API shows them."""

from __future__ import annotations

from typing import Any

from contracts.wire import to_json
from policy.packs import Pack
from services.registry.domain.delegations import CONSENT, Delegation
from services.registry.domain.relations import Relation

Shown = dict[str, Any]


def delegation_shown(delegation: Delegation) -> Shown:
    """For the enterprise and the provider alike."""
    return {
        "id": str(delegation.id),
        "version": delegation.version,
        "principal_id": str(delegation.principal_id),
        "agent_id": str(delegation.agent_id),
        "programme_year": delegation.programme_year,
        "stages": list(delegation.stages),
        "state": delegation.state.value,
        "granted_at": to_json(delegation.granted_at),
        "revoked_at": to_json(delegation.revoked_at),
        "reason": delegation.reason,
    }


def delegation_rules_shown(pack: Pack) -> Shown:
    """Which stages an enterprise may let a provider act in, and the text that it confirms then, if there is one."""
    consent = pack.texts.get(CONSENT)
    return {
        "stages": [{"code": stage.name, "title": stage.title} for stage in pack.stages if stage.is_delegable],
        "text": consent.body if consent else None,
        "text_version": consent.sha256 if consent else None,
    }


def relation_shown(relation: Relation) -> Shown:
    """For officers."""
    return {
        "id": str(relation.id),
        "version": relation.version,
        "kind": relation.kind.value,
        "from_id": str(relation.from_id),
        "to_id": str(relation.to_id),
        "source": relation.source,
        "is_in_force": relation.is_in_force,
        "declared_at": to_json(relation.declared_at),
    }

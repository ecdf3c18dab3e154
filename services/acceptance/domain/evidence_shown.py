"""Evidence as the API shows it, and what matching made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.wire import to_json
from services.acceptance.domain.duplicates import Flag, marks_of
from services.acceptance.domain.evidence import Evidence, EvidenceItem
from services.acceptance.domain.matching_result import Match
from services.acceptance.domain.matching_rules import Contracted, MatchRules

Shown = dict[str, Any]


def shown_evidence(evidence: Evidence, flags: Sequence[Flag]) -> Shown:
    """The documents, what people allocated, and what of it others use too; never who."""
    return {
        "project_id": str(evidence.project_id),
        "version": evidence.version,
        "items": [shown_item(item, flags) for item in evidence.items],
        "allocations": to_json(evidence.allocations),
        "flags": [shown_own_flag(flag) for flag in flags],
    }


def shown_item(item: EvidenceItem, flags: Sequence[Flag]) -> Shown:
    """One document, with the ids of its flags."""
    own = set(marks_of(item))
    return {**to_json(item), "flags": [str(flag.id) for flag in flags if flag.mark in own]}


def shown_own_flag(flag: Flag) -> Shown:
    """What whoever is flagged may know: that the number or the file is already used, not by whom."""
    return {
        "id": str(flag.id),
        "kind": flag.mark.kind.value,
        "value": flag.mark.value,
        "state": flag.state.value,
        "is_notice": flag.is_notice,
        "raised_at": to_json(flag.raised_at),
    }


def shown_match(match: Match, contracted: Contracted, rules: MatchRules, *, version: int) -> Shown:
    """The result line by line, with every share and the sign by which it was found."""
    shown: Shown = to_json(match)
    return {
        "version": version,
        **shown,
        "contracted_fen": match.contracted_fen,
        "invoiced_fen": match.invoiced_fen,
        "paid_fen": match.paid_fen,
        "eligible_fen": match.eligible_fen,
        "is_seller_known": contracted.seller_code is not None,
        "tax_counts": rules.tax_counts,
    }

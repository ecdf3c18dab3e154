"""Needs and interest as the API shows them."""

from __future__ import annotations

from typing import Any

from contracts.wire import to_json
from services.registry.domain.interests import Interest
from services.registry.domain.needs import Need

Shown = dict[str, Any]


def need_shown(need: Need) -> Shown:
    """For its enterprise; published, for everybody."""
    return {
        "id": str(need.id),
        "version": need.version,
        "enterprise_id": str(need.enterprise_id),
        "division": need.division,
        "programme_year": need.programme_year,
        "title": need.title,
        "text": need.text,
        "subsector": need.subsector,
        "scenarios": list(need.scenarios),
        "budget_fen": need.budget_fen,
        "state": need.state.value,
        "published_at": to_json(need.published_at),
        "closing_reason": need.closing_reason,
    }


def interest_shown(interest: Interest) -> Shown:
    """For both sides."""
    return {
        "id": str(interest.id),
        "version": interest.version,
        "need_id": to_json(interest.need_id),
        "product_id": to_json(interest.product_id),
        "from_id": str(interest.from_id),
        "to_id": str(interest.to_id),
        "provider_id": str(interest.provider_id),
        "text": interest.text,
        "state": interest.state.value,
        "expressed_at": to_json(interest.expressed_at),
        "answer": interest.answer,
        "answered_at": to_json(interest.answered_at),
    }

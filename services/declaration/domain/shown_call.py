"""A call (申报通知) as the API shows it: what XA1 asks of a notice, as far as the pack says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from contracts.wire import to_json
from policy.calls import Window
from policy.lifecycle import first_stage
from policy.packs import Pack
from policy.refs import NO_BASIS
from services.declaration.domain.calls import Call
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_form import shown_basis, shown_form

Shown = dict[str, Any]

_TEXTS: Final = ("level", "region", "department", "declaration_type")
_LISTS: Final = (
    "applicants", "beneficiaries", "industries", "sizes", "support_methods", "legal_basis", "conditions",
)  # fmt: skip


def shown_head(call: Call, pack: Pack, *, at: datetime) -> Shown:
    """A call in a list. `is_open` is by the clock: whether something can be handed in now."""
    is_begun = call.opens_at is not None and call.opens_at <= at
    return {
        "id": str(call.id),
        "version": call.version,
        "programme_year": call.programme_year,
        "programme": pack.title,
        "batch": call.batch,
        "title": call.title,
        "pack": call.pack.text,
        "state": call.state.value,
        "is_open": is_begun and Window(call.opens_at, call.closes_at, NO_BASIS).is_open(at),
        "opens_at": to_json(call.opens_at),
        "closes_at": to_json(call.closes_at),
        "form": f"/calls/{call.id}/form",
        "attributes": shown_attributes(call, pack),
    }


def shown_attributes(call: Call, pack: Pack) -> Shown:
    """What a notice tells of itself (XA1): null or empty where the pack says nothing of it."""
    described = next((each for each in pack.calls if each.key == call.key), None)
    told = described.attributes if described else {}
    return {**{name: told.get(name) for name in _TEXTS}, **{name: list(told.get(name, ())) for name in _LISTS}}


def shown_call(call: Call, pack: Pack, *, at: datetime) -> Shown:
    """The whole call, with the form that it asks for."""
    described = next((each for each in pack.calls if each.key == call.key), None)
    asked = shown_form(Rulebook.at(pack, first_stage(pack)))
    return {
        **shown_head(call, pack, at=at),
        "begins_with": first_stage(pack).service,
        "closing_reason": call.closing_reason,
        "details": [{"title": title, "text": text} for title, text in (described.details if described else ())],
        "windows": [_window(key, window) for key, window in (described.windows.items() if described else ())],
        "extensions": [
            {
                "actor": each.actor,
                "closes_at": to_json(each.closes_at),
                "drafts_before": to_json(each.drafts_before),
                "reason": each.reason,
                "at": to_json(each.at),
            }
            for each in call.extensions
        ],
        "valid_until": to_json(pack.valid_until),
        "succeeded_by": pack.compiled["pack"]["validity"].get("succeeded_by"),
        "sources": dict(pack.sources),
        "conditions": asked["conditions"],
        "slots": asked["slots"],
        "steps": asked["steps"],
        "statement": asked["statement"],
    }


def _window(key: tuple[str, str], window: Window) -> Shown:
    stage, actor = key
    return {
        "stage": stage,
        "actor": actor,
        "opens_at": to_json(window.opens_at),
        "closes_at": to_json(window.closes_at),
        **shown_basis(window.basis),
    }

"""The form, the slots and the statement of a pack as the API gives them: all that a client needs to render them."""

from __future__ import annotations

from typing import Any

from policy.attachments import Slot
from policy.refs import Basis
from policy.routes import Step
from policy.texts import Text
from services.declaration.domain.rulebook import Rulebook

Shown = dict[str, Any]


def shown_form(rules: Rulebook) -> Shown:
    """What is asked for in this pack version, and who will review it."""
    return {
        "pack": rules.pack.ref.text,
        "pack_sha256": rules.pack.ref.sha256,
        "form": dict(rules.form.describe()),
        "slots": [_slot(slot) for slot in rules.slots],
        "statement": _statement(rules.statement),
        "steps": [_step(step) for step in rules.route.steps],
        "conditions": [
            {
                "code": rule.code,
                "title": rule.title,
                "severity": rule.severity,
                "article": rule.basis.article,
                "assumed": rule.basis.assumed,
            }
            for rule in (rules.gate.rules if rules.gate else ())
        ],
    }


def shown_basis(basis: Basis) -> Shown:
    """The article, or why it was assumed."""
    return {"article": basis.article, "assumed": basis.assumed}


def _slot(slot: Slot) -> Shown:
    return {
        "code": slot.code,
        "title": slot.title,
        "instructions": slot.instructions,
        "media_types": sorted(slot.media_types),
        "max_files": slot.max_files,
        "max_bytes": slot.max_bytes,
        "is_required": slot.is_required,
        "is_stamped_scan": slot.stamps is not None,
        **shown_basis(slot.basis),
    }


def _statement(text: Text | None) -> Shown | None:
    if text is None:
        return None
    return {
        "title": text.title,
        "body": text.body,
        "text_version": text.sha256,
        "is_confirmed_first": text.before_form is not None,
        "article": text.before_form.article if text.before_form is not None else None,
    }


def _step(step: Step) -> Shown:
    return {
        "name": step.step,
        "title": step.title,
        "role": step.role,
        "division_level": step.division_level,
        "working_days": step.working_days,
        **shown_basis(step.basis),
    }

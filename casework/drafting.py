"""While the applicant has the dossier: start it, save it page by page, confirm the statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.changes import page_changes
from casework.dossier import Dossier, ItemKind, StatementConfirmation
from casework.ports import Answers, Form, Route
from casework.states import Action, next_state
from contracts.refusal import Invalid, Problem
from contracts.working_days import WorkingDays
from policy.refs import PackRef


def start(*, applicant_id: UUID, pack: PackRef, form: str, at: datetime, answers: Answers | None = None) -> Dossier:
    """A draft under the pack of its start. `answers` are what the registry already knows."""
    return Dossier(applicant_id=applicant_id, pack=pack, form=form, started_at=at, answers=answers or {})


def save_answers(dossier: Dossier, page: str, answers: Any, *, form: Form | None = None) -> Dossier:
    """The dossier with this page as it is now; whatever is still missing is nobody's business yet.

    After a return only what was unlocked may differ: otherwise `Invalid` with `field_locked` for each
    field. With the `form`, a field that has become wrong because of an unlocked one may follow it,
    so that a correction can never lead into a dead end.
    """
    state = next_state(dossier.state, Action.SAVE)
    before = dossier.answers.get(page)
    locked = [
        change.path
        for change in page_changes(page, before, answers)
        if not dossier.is_unlocked(ItemKind.FIELD, change.path.removeprefix("answers."))
    ]
    if locked and form is not None:
        wrong = _wrong_without(locked, dossier.answers, page, answers, form)
        locked = [path for path in locked if not _is_named_by(path, wrong)]
    if locked:
        raise Invalid(problems=[Problem(code="field_locked", field=path) for path in locked])
    return replace(dossier, state=state, answers={**dossier.answers, page: answers})


def confirm_statement(dossier: Dossier, *, by: UUID, at: datetime, text_version: str) -> Dossier:
    """Records that the truthfulness statement was confirmed: who, when, which text (XA4)."""
    state = next_state(dossier.state, Action.SAVE)
    confirmation = StatementConfirmation(confirmed_by=by, at=at, text_version=text_version)
    return replace(dossier, state=state, statement=confirmation)


def move_to_pack(dossier: Dossier, route: Route, calendar: WorkingDays, *, pack: PackRef) -> Dossier:
    """The dossier under another version of its pack, an act that the service audits with its reason.

    The open step is found by its name in the new route and keeps the days that were used;
    `Invalid` with `step_not_in_route` where the new route has no such step.
    """
    state = next_state(dossier.state, Action.MOVE_TO_PACK)
    moved = replace(dossier, state=state, pack=pack)
    if dossier.step is None:
        return moved
    for index, step in enumerate(route.steps):
        if step.step == dossier.step.name:
            clock = replace(dossier.step.clock, working_days=step.working_days).recomputed(calendar)
            opened = replace(dossier.step, index=index, role=step.role, division_level=step.division_level, clock=clock)
            return replace(moved, step=opened)
    raise Invalid(problems=[Problem(code="step_not_in_route", field="pack", inputs={"step": dossier.step.name})])


def _wrong_without(locked: Collection[str], filed: Answers, page: str, answers: Any, form: Form) -> frozenset[str]:
    """The fields that the form finds wrong when the locked changes are left out and the others made."""
    kept, before = filed.get(page), filed.get(page) or {}
    if isinstance(answers, Mapping) and isinstance(before, Mapping):
        kept = {name: answer for name, answer in answers.items() if f"answers.{page}.{name}" not in locked}
        kept |= {name: answer for name, answer in before.items() if f"answers.{page}.{name}" in locked}
    return frozenset(problem.field for problem in form.problems({**filed, page: kept}, complete=True) if problem.field)


def _is_named_by(path: str, fields: Collection[str]) -> bool:
    return any(field == path or field.startswith(f"{path}.") for field in fields)

"""While the applicant has a stage: its answers, the undertaking confirmed, attachments. Nothing is announced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import attachments as files
from casework import drafting
from casework.dossier import Attachment
from casework.pack_rules import attached, slots_asked_for
from casework.sealed_answers import sealed_page
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from services.project.domain.errors import StatementOutdated
from services.project.domain.known import Known, names_of
from services.project.domain.project import Named, Project
from services.project.domain.rulebook import Rulebook, StageRules
from services.project.domain.stage import StageDossier
from services.project.domain.stage_forms import GROUP_LEAD, LINES, PAYEE, PROVIDER, TITLE, as_undertaken


def save_page(
    project: Project, stage: StageDossier, rules: StageRules, sealer: Sealer, page: str, content: Mapping[str, Any]
) -> Project:
    """With this page as it is now, complete or not, its sealed answers sealed. After a return only what it unlocked.

    The names of both parties are not the client's to write: `with_names` puts them in afterwards.
    """
    before = stage.dossier.answers.get(page) or {}
    form, own_page = rules.forms.form_of(page)
    said = rules.forms.with_locked(page, content, before)
    try:
        sealed = sealed_page(form, own_page, said, {own_page: before}, sealer)
    except Invalid as invalid:
        is_own = form is rules.forms.own
        raise Invalid(problems=invalid.problems if is_own else map(as_undertaken, invalid.problems)) from None
    saved = project.changed(
        stage.but(dossier=drafting.save_answers(stage.dossier, page, sealed, form=rules.forms)),
    )
    asks_for_title = rules.forms.asks_for(TITLE) and stage.name == project.first.name
    title = rules.forms.title_of(saved.stages[stage.name].dossier.answers) if asks_for_title else project.title
    return replace(saved, title=title, named=named_in(saved, rules.book))


def named_in(project: Project, book: Rulebook) -> Named:
    """Whom and what the answers name that stand or may come to stand, each once; the contract's first."""
    live = [stage for stage in project.stages.values() if stage.dossier.is_live]
    stages = sorted((*live, *project.standing), key=lambda stage: stage.name != book.contract_stage)
    said = book.said_in(stages)
    rows = (row for lines in said.all(LINES) for row in lines)
    return Named(
        provider_ids=_ids([*said.all(PROVIDER), *said.all(GROUP_LEAD)]),
        payee_ids=_ids(said.all(PAYEE)),
        product_ids=_ids(row.get("product") for row in rows),
    )


def with_names(project: Project, stage: StageDossier, rules: StageRules, known: Known) -> Project:
    """With the registered names of the parties where the forms of a stage ask for them; the same version."""
    names = names_of(project.applicant, known.provider(project.provider_id))
    named = stage.but(dossier=rules.forms.with_names(stage.dossier, names))
    return replace(project, stages={**project.stages, stage.name: named})


def confirm_undertaking(
    project: Project, stage: StageDossier, rules: StageRules, *, by: Actor, at: datetime, text_version: str
) -> Project:
    """The undertaking is confirmed (DL12). StatementOutdated unless it is the wording of the pinned pack."""
    if text_version != rules.commitment_version:
        raise StatementOutdated(text_version=rules.commitment_version)
    dossier = drafting.confirm_statement(stage.dossier, by=by.account_id, at=at, text_version=text_version)
    return project.changed(stage.but(dossier=dossier))


def attach(
    project: Project,
    stage: StageDossier,
    rules: StageRules,
    slot: str,
    file: Attachment,
    *,
    replaces: Collection[UUID] = (),
) -> Project:
    """With one more file. `Invalid` where it does not fit its slot; a stamped scan remembers what the form says now."""
    dossier = stage.dossier
    asked_for = slots_asked_for(dossier, rules.slots, rules.forms.facts(dossier.answers))
    file = replace(file, stamps=rules.stamps_of(dossier, slot))
    dossier = files.attach(dossier, slot, file, replaces=replaces, also_unlocked=asked_for)
    problems = rules.slots.problems(attached(dossier), False)
    _refuse(problem for problem in problems if problem.field == f"attachments.{slot}")
    return project.changed(stage.but(dossier=dossier))


def remove_attachment(project: Project, stage: StageDossier, attachment_id: UUID) -> Project:
    """Without this file, whichever slot it is in."""
    present = stage.dossier.attachments.items()
    slot = next((slot for slot, each in present if any(file.id == attachment_id for file in each)), "")
    return project.changed(stage.but(dossier=files.remove_attachment(stage.dossier, slot, attachment_id)))


def problems_of_draft(stage: StageDossier, rules: StageRules) -> list[Problem]:
    """What is wrong with what is there; what is missing is nobody's business yet. Nothing once it was handed in."""
    if not stage.dossier.is_open_for_changes:
        return []
    return rules.forms.problems(stage.dossier.answers, complete=False)


def _ids(texts: Iterable[Any]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(UUID(text) for text in texts if text and type(text) is str))


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise Invalid(problems=found)

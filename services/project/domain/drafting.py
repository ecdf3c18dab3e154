"""While the applicant has it: answers of both forms, the undertaking confirmed, attachments. Nothing is announced."""

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
from services.project.domain.contract import product_ids
from services.project.domain.errors import StatementOutdated
from services.project.domain.filing_forms import as_undertaken
from services.project.domain.known import Known, names_of
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook


def save_page(project: Project, rules: Rulebook, sealer: Sealer, page: str, content: Mapping[str, Any]) -> Project:
    """With this page as it is now, complete or not, its sealed answers sealed. After a return only what it unlocked.

    The names of both parties are not the client's to write: `with_names` puts them in afterwards.
    """
    dossier = project.dossier
    before = dossier.answers.get(page) or {}
    form, own_page = rules.forms.form_of(page)
    said = rules.forms.with_locked(page, content, before)
    try:
        sealed = sealed_page(form, own_page, said, {own_page: before}, sealer)
    except Invalid as invalid:
        is_own = form is rules.forms.filing
        raise Invalid(problems=invalid.problems if is_own else map(as_undertaken, invalid.problems)) from None
    saved = drafting.save_answers(dossier, page, sealed, form=rules.forms)
    answers = rules.forms.contract_answers(saved.answers)
    return project.changed(
        dossier=saved,
        title=rules.forms.title_of(saved.answers),
        provider_id=answers.provider_id,
        payee_account_id=answers.payee_account_id,
        product_ids=product_ids(answers),
    )


def with_names(project: Project, rules: Rulebook, known: Known) -> Project:
    """With the registered names of the parties where the forms ask for them; the same version."""
    return replace(
        project, dossier=rules.forms.with_names(project.dossier, names_of(project.applicant, known.provider))
    )


def confirm_undertaking(project: Project, rules: Rulebook, *, by: Actor, at: datetime, text_version: str) -> Project:
    """The undertaking is confirmed (DL12). StatementOutdated unless it is the wording of the pinned pack."""
    if text_version != rules.commitment_version:
        raise StatementOutdated(text_version=rules.commitment_version)
    dossier = drafting.confirm_statement(project.dossier, by=by.account_id, at=at, text_version=text_version)
    return project.changed(dossier=dossier)


def attach(
    project: Project, rules: Rulebook, slot: str, file: Attachment, *, replaces: Collection[UUID] = ()
) -> Project:
    """With one more file. `Invalid` where it does not fit its slot; a stamped scan remembers what the form says now."""
    dossier = project.dossier
    asked_for = slots_asked_for(dossier, rules.slots, rules.forms.facts(dossier.answers))
    file = replace(file, stamps=rules.stamps_of(dossier, slot))
    dossier = files.attach(dossier, slot, file, replaces=replaces, also_unlocked=asked_for)
    problems = rules.slots.problems(attached(dossier), False)
    _refuse(problem for problem in problems if problem.field == f"attachments.{slot}")
    return project.changed(dossier=dossier)


def remove_attachment(project: Project, attachment_id: UUID) -> Project:
    """Without this file, whichever slot it is in."""
    present = project.dossier.attachments.items()
    slot = next((slot for slot, each in present if any(file.id == attachment_id for file in each)), "")
    return project.changed(dossier=files.remove_attachment(project.dossier, slot, attachment_id))


def problems_of_draft(project: Project, rules: Rulebook) -> list[Problem]:
    """What is wrong with what is there; what is missing is nobody's business yet. Nothing once it was handed in."""
    if not project.dossier.is_open_for_changes:
        return []
    return rules.forms.problems(project.dossier.answers, complete=False)


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise Invalid(problems=found)

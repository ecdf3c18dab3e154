"""While the applicant has it: answers, statement, attachments. Nothing of this is announced."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import attachments as files
from casework import drafting
from casework.dossier import Attachment, Dossier
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from policy.refs import Basis
from policy.texts import Text
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.eligibility import attached
from services.declaration.domain.errors import StatementNotConfirmed, StatementOutdated
from services.declaration.domain.rulebook import Rulebook


def save_answers(declaration: Declaration, rules: Rulebook, page: str, answers: dict[str, Any]) -> Declaration:
    """With this page as it is now, complete or not, its sealed answers sealed. After a return only what it unlocked."""
    dossier = drafting.save_answers(declaration.dossier, page, answers, form=rules.form)
    return declaration.changed(dossier=dossier)


def confirm_statement(
    declaration: Declaration, rules: Rulebook, *, by: Actor, at: datetime, text_version: str
) -> Declaration:
    """The truthfulness statement is confirmed (XA4). StatementOutdated unless it is the wording of the pinned pack."""
    if text_version != rules.statement_version:
        raise StatementOutdated(text_version=rules.statement_version)
    dossier = drafting.confirm_statement(declaration.dossier, by=by.account_id, at=at, text_version=text_version)
    return declaration.changed(dossier=dossier)


def stood_for(dossier: Dossier, rules: Rulebook, *, by: Actor, at: datetime, text_version: str | None) -> Dossier:
    """A new dossier whose statement was confirmed before its form opened (XA4); without confirmation where none is due.

    StatementNotConfirmed with the article where the pack wants it first, StatementOutdated for another wording.
    """
    statement = rules.statement
    if text_version is None:
        if statement is not None and statement.before_form is not None:
            raise StatementNotConfirmed(problems=[_not_confirmed(statement, statement.before_form)])
        return dossier
    if text_version != rules.statement_version:
        raise StatementOutdated(text_version=rules.statement_version)
    return drafting.confirm_statement(dossier, by=by.account_id, at=at, text_version=text_version)


def attach(
    declaration: Declaration, rules: Rulebook, slot: str, file: Attachment, *, replaces: Collection[UUID] = ()
) -> Declaration:
    """With one more file. `Invalid` where it does not fit its slot; a stamped scan remembers what the form says now."""
    stamped = rules.stamped_slot
    if stamped is not None and stamped.code == slot:
        file = replace(file, stamps=rules.form.stamped_digest(declaration.dossier.answers))
    dossier = files.attach(
        declaration.dossier, slot, file, replaces=replaces, also_unlocked=_missing(declaration, rules)
    )
    problems = [
        problem
        for problem in rules.slots.problems(attached(dossier.attachments), False)
        if problem.field == f"attachments.{slot}"
    ]
    if problems:
        raise Invalid(problems=problems)
    return declaration.changed(dossier=dossier)


def remove_attachment(declaration: Declaration, attachment_id: UUID) -> Declaration:
    """Without this file, whichever slot it is in."""
    slot = next(
        (
            slot
            for slot, present in declaration.dossier.attachments.items()
            if any(each.id == attachment_id for each in present)
        ),
        "",
    )
    return declaration.changed(dossier=files.remove_attachment(declaration.dossier, slot, attachment_id))


def problems_of_draft(declaration: Declaration, rules: Rulebook) -> list[Problem]:
    """What is wrong with what is there; what is missing is nobody's business yet. Nothing once it was handed in."""
    if not declaration.dossier.is_open_for_changes:
        return []
    return list(rules.form.problems(declaration.dossier.answers, complete=False))


def _not_confirmed(statement: Text, basis: Basis) -> Problem:
    return Problem(
        code="statement_not_confirmed",
        field="statement_version",
        article=basis.article,
        requirement=f"须先阅读并确认《{statement.title}》，再填报",
        inputs={"text_version": statement.sha256},
    )


def _missing(declaration: Declaration, rules: Rulebook) -> frozenset[str]:
    """The slots that are asked for and empty: a correction may lead to one that nobody returned."""
    facts = rules.form.facts(declaration.dossier.answers)
    found = rules.slots.problems(attached(declaration.dossier.attachments), True, facts)
    return frozenset(
        (problem.field or "").removeprefix("attachments.") for problem in found if problem.code == "attachment_missing"
    )

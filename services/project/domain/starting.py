"""Which stage of a project may be begun now, and what it begins with: a project, its next stage, an amendment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

from casework import drafting
from casework.dossier import Dossier
from casework.states import State
from contracts.events.acceptance import AcceptancePassed
from contracts.events.declaration import Applicant, PilotDelisted
from contracts.events.project import ProjectTerminated
from contracts.refusal import ActionNotAllowed, Invalid, Problem
from policy.lifecycle import CONTRACT
from services.project.domain.errors import AmendmentNotAllowed, StageNotOpen
from services.project.domain.known import Known, KnownCall, KnownProvider, names_of
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook, StageRules
from services.project.domain.stage import StageDossier

_AGAIN = frozenset({State.WITHDRAWN, State.REJECTED})
"""After these a later stage may be gone through once more; the first stage that ends so ends the project with it."""
_ENDS_AMENDMENTS = frozenset({AcceptancePassed.NAME, ProjectTerminated.NAME, PilotDelisted.NAME})


def milestones_of(project: Project, known: Known) -> frozenset[str]:
    """What holds now, in the words of the pack's lifecycle: its own approvals, and what was heard."""
    return known.milestones | project.milestones


def opening_problems(
    project: Project, rules: StageRules, known: Known, *, at: datetime, stage: StageDossier | None = None
) -> list[Problem]:
    """Why the stage is not open, with the article. Windows bind only what was never handed in, no correction.

    An amendment is not bound by what opens and closes the stage: it may go on until the acceptance is passed.
    """
    not_admitted = rules.stage.applicant_problem(project.applicant.kind)
    if not_admitted is not None:
        return [not_admitted]
    if stage is not None and stage.is_amendment:
        return list(amendment_problems(project, rules, known))
    if stage is not None and stage.dossier.filings:
        return rules.problems(milestones_of(project, known), at)
    problems = rules.problems(milestones_of(project, known), at, call=rules.call(project.batch))
    is_under_call = project.call_id is not None and stage is not None and stage.name == project.first.name
    return problems or (call_problems(known.call, rules, project.batch, at=at) if is_under_call else [])


def call_problems(call: KnownCall | None, rules: StageRules, batch: str, *, at: datetime) -> list[Problem]:
    """Why nothing can be begun under the call: an officer opens and closes it within the pack's window."""
    if call is not None and call.covers(at):
        return []
    has_begun = call is not None and call.opens_at <= at
    found = rules.call(batch)
    window = found.window(rules.name) if found else None
    article = window.basis.article if window else rules.stage.basis.article
    return [Problem(code="window_over" if has_begun else "window_not_open", article=article, inputs={"batch": batch})]


def amendment_problems(project: Project, rules: StageRules, known: Known) -> Iterator[Problem]:
    """Why what was approved can no longer be amended."""
    over = sorted(milestones_of(project, known) & _ENDS_AMENDMENTS)
    if over:
        basis = rules.stage.basis
        inputs = {"stage": rules.name, "ended_by": over}
        yield Problem(code="stage_over", article=basis.article, requirement=rules.stage.title, inputs=inputs)


def started(
    city: str,
    book: Rulebook,
    applicant: Applicant,
    division: str,
    *,
    case_id: UUID,
    batch: str,
    at: datetime,
    pilot_id: UUID | None = None,
    call_id: UUID | None = None,
) -> Project:
    """A project with its first stage begun, after a listing or under a call."""
    first = begun(book, book.first.name, applicant, None, number=1, at=at).but(begun_in=1, version=1)
    return Project(
        id=uuid4(),
        city=city,
        version=1,
        case_id=case_id,
        pilot_id=pilot_id,
        call_id=call_id,
        programme_year=book.pack.ref.programme_year,
        batch=batch,
        applicant=applicant,
        division=division,
        stages={first.name: first},
    )


def begun(
    book: Rulebook, name: str, applicant: Applicant, provider: KnownProvider | None, *, number: int, at: datetime
) -> StageDossier:
    """A stage with an empty form, but for what the platform knows."""
    rules = book.at(name)
    dossier = drafting.start(
        applicant_id=applicant.id,
        pack=book.pack.ref,
        form=rules.forms.own.key,
        at=at,
        answers=rules.forms.prefilled(names_of(applicant, provider)),
    )
    return StageDossier(id=uuid4(), name=name, number=number, dossier=dossier)


def start_stage(project: Project, rules: StageRules, known: Known, *, at: datetime, reason: str = "") -> Project:
    """With the stage begun: for the first time, again after a withdrawal or rejection, or to amend what was approved.

    StageNotOpen with the article; ActionNotAllowed while it is gone through, and for a first stage that is over;
    `Invalid` for an amendment without a reason.
    """
    last, approved = project.stages.get(rules.name), project.approved(rules.name)
    may_repeat = last is None or (last.dossier.state in _AGAIN and last is not project.first)
    if last is not None and (last.dossier.is_live or not (approved or may_repeat)):
        raise ActionNotAllowed(state=last.dossier.state.value, action="start")
    number = last.number + 1 if last else 1
    if approved is not None:
        _must_be_amendable(project, rules, known, reason)
        return project.changed(_amendment(approved, number=number, at=at, reason=reason.strip()))
    problems = opening_problems(project, rules, known, at=at)
    if problems:
        raise StageNotOpen(problems=problems, stage=rules.name)
    provider = known.provider(project.provider_id)
    return project.changed(begun(rules.book, rules.name, project.applicant, provider, number=number, at=at))


def _must_be_amendable(project: Project, rules: StageRules, known: Known, reason: str) -> None:
    if CONTRACT not in rules.yields or rules.stage.amendment_route is None:
        raise AmendmentNotAllowed(stage=rules.name)
    problems = list(amendment_problems(project, rules, known))
    if problems:
        raise StageNotOpen(problems=problems, stage=rules.name)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])


def _amendment(approved: StageDossier, *, number: int, at: datetime, reason: str) -> StageDossier:
    """What was approved, open for changes."""
    kept = approved.dossier
    dossier = Dossier(
        applicant_id=kept.applicant_id,
        pack=kept.pack,
        form=kept.form,
        started_at=at,
        answers=kept.answers,
        attachments=kept.attachments,
        statement=kept.statement,
    )
    return StageDossier(id=uuid4(), name=approved.name, number=number, dossier=dossier, reason=reason)

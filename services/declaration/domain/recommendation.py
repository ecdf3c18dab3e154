"""The recommendation (推荐上报): one letter that passes several declarations of a round on to the next step (NM2).

It is drawn up first, so that the summary (汇总表) can be printed, sealed and scanned; then it is submitted with the
letter of both departments (联合行文), and every declaration on it passes the step at that moment, or none does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.days import local_date
from casework.dossier import Attachment, Attachments
from casework.states import move
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from policy.attachments import Attached
from policy.documents import DocumentRule
from policy.refs import PackRef
from policy.routes import Step
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.errors import NotRecommendable
from services.declaration.domain.rulebook import Rulebook


class RecommendationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class RecommendationAction(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"


RECOMMENDATION_TRANSITIONS: Final[Mapping[tuple[RecommendationState, RecommendationAction], RecommendationState]] = {
    (RecommendationState.DRAFT, RecommendationAction.SUBMIT): RecommendationState.SUBMITTED,
    (RecommendationState.DRAFT, RecommendationAction.WITHDRAW): RecommendationState.WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class RecommendedCase:
    """A declaration on it, by the digest of what was submitted: the summary says what these filings say."""

    declaration_id: UUID
    case_id: UUID
    applicant: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class JointDocument:
    """The letter (联合行文): its number as printed, its date, and the codes of the departments that sign it."""

    number: str
    issued_on: date
    departments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """`division` is the one that recommends, `""` where the top of the tenant does. `opinion` goes with each case."""

    id: UUID
    city: str
    version: int
    programme_year: str
    batch: str
    pack: PackRef
    step: str
    division: str
    opinion: str
    cases: tuple[RecommendedCase, ...]
    drafted_at: datetime
    drafted_by: UUID
    state: RecommendationState = RecommendationState.DRAFT
    document: JointDocument | None = None
    attachments: Attachments = field(default_factory=dict)
    submitted_at: datetime | None = None
    submitted_by: UUID | None = None

    @property
    def declaration_ids(self) -> list[UUID]:
        """In the order in which they stand on the summary."""
        return [each.declaration_id for each in self.cases]


def step_of_letter(declarations: Sequence[Declaration], rules: Rulebook) -> tuple[Step, DocumentRule]:
    """The one step that all are in, which passes cases by a letter. NotRecommendable names each that is not."""
    first = rules.step(declarations[0].dossier)
    problems = [
        Problem(code="not_recommendable", field=f"declaration_ids.{number}", inputs={"state": each.state.value})
        for number, each in enumerate(declarations)
        if first is None or not _is_beside(each, declarations[0], first)
    ]
    if first is None or first.document is None or problems:
        raise NotRecommendable(step=first.step if first else None, problems=problems)
    return first, first.document


def draft(
    recommendation_id: UUID,
    declarations: Sequence[Declaration],
    rules: Rulebook,
    step: Step,
    *,
    opinion: str,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Drawn up; nothing has passed yet. `Invalid` without an opinion: it is what the summary recommends with."""
    if not opinion.strip():
        raise Invalid(problems=[Problem(code="required", field="opinion")])
    first = declarations[0]
    return Recommendation(
        id=recommendation_id,
        city=first.city,
        version=1,
        programme_year=first.programme_year,
        batch=first.batch,
        pack=rules.pack.ref,
        step=step.step,
        division=by.division or "",
        opinion=opinion.strip(),
        cases=tuple(_case(each) for each in declarations),
        drafted_at=at,
        drafted_by=by.account_id,
    )


def submitted(
    recommendation: Recommendation,
    rules: Rulebook,
    step: Step,
    document: JointDocument,
    files: Mapping[str, Sequence[Attachment]],
    *,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """With its letter. `Invalid` with everything that the letter or its scans lack."""
    state = move(RECOMMENDATION_TRANSITIONS, recommendation.state, RecommendationAction.SUBMIT)
    attachments = {slot: tuple(given) for slot, given in files.items()}
    problems = [*_document_problems(document, step, at=at), *_file_problems(attachments, rules, step)]
    if problems:
        raise Invalid(problems=problems)
    return replace(
        recommendation,
        version=recommendation.version + 1,
        state=state,
        document=document,
        attachments=attachments,
        submitted_at=at,
        submitted_by=by.account_id,
    )


def withdrawn(recommendation: Recommendation) -> Recommendation:
    """Called off before it was submitted; its declarations wait as before."""
    state = move(RECOMMENDATION_TRANSITIONS, recommendation.state, RecommendationAction.WITHDRAW)
    return replace(recommendation, version=recommendation.version + 1, state=state)


def must_be_as_drafted(recommendation: Recommendation, declarations: Sequence[Declaration], rules: Rulebook) -> Step:
    """The step, if every declaration is in it and says what the summary says. NotRecommendable names the others."""
    found = {each.id: each for each in declarations}
    problems = [
        Problem(code="changed_since_drafted", field=f"declaration_ids.{number}", inputs={"applicant": case.applicant})
        for number, case in enumerate(recommendation.cases)
        if not _is_still(case, found.get(case.declaration_id), recommendation.step)
    ]
    if problems:
        raise NotRecommendable(step=recommendation.step, problems=problems)
    return rules.route.step(rules.route.index_of(recommendation.step))


def _is_beside(declaration: Declaration, first: Declaration, step: Step) -> bool:
    """Whether it waits at the same step of the same round, under the same pack."""
    at_step = declaration.dossier.step is not None and not declaration.dossier.is_open_for_changes
    same = (declaration.programme_year, declaration.batch, declaration.dossier.pack)
    is_same = same == (first.programme_year, first.batch, first.dossier.pack)
    return at_step and is_same and declaration.dossier.step is not None and declaration.dossier.step.name == step.step


def _is_still(case: RecommendedCase, declaration: Declaration | None, step: str) -> bool:
    if declaration is None or declaration.dossier.step is None or declaration.dossier.is_open_for_changes:
        return False
    return declaration.dossier.step.name == step and declaration.dossier.filings[-1].digest == case.digest


def _case(declaration: Declaration) -> RecommendedCase:
    return RecommendedCase(
        declaration_id=declaration.id,
        case_id=declaration.case_id,
        applicant=declaration.applicant.name,
        digest=declaration.dossier.filings[-1].digest,
    )


def _document_problems(document: JointDocument, step: Step, *, at: datetime) -> Iterator[Problem]:
    if not document.number.strip():
        yield Problem(code="required", field="document_number")
    if document.issued_on > local_date(at):
        yield Problem(code="in_the_future", field="document_on", inputs={"found_on": document.issued_on.isoformat()})
    wanted = step.document.departments if step.document else {}
    missing = [title for code, title in wanted.items() if code not in document.departments]
    if missing or set(document.departments) - wanted.keys():
        inputs: dict[str, Any] = {"departments": list(wanted.values()), "missing": missing}
        article = step.document.basis.article if step.document else None
        yield Problem(code="departments_do_not_match", field="departments", article=article, inputs=inputs)


def _file_problems(attachments: Attachments, rules: Rulebook, step: Step) -> list[Problem]:
    if step.attachments is None:
        return []
    attached = [
        Attached(slot, file.name, file.media_type, file.size) for slot, files in attachments.items() for file in files
    ]
    return rules.pack.slots(step.attachments).problems(attached, complete=True)

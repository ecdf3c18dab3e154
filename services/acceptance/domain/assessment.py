"""An assessment (测评): answers under one edition of the national indicators, what they are worth, and whose they are.

The pack and the edition are pinned at the start and never change. What an enterprise finds of itself is complete when
it is handed in; what an institution reports counts once the enterprise confirmed it (ZS2, ZS6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.divisions import DivisionPath
from casework.dossier import Attachments
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from policy.assessment_answers import Answers
from policy.refs import PackRef

REPORT_SLOT: Final = "report"
"""Where the institution's own report goes; the other slots are the codes of items and scenarios."""


class Stage(StrEnum):
    """Before the transformation, on the way, after it."""

    BEFORE = "before"
    MID = "mid"
    AFTER = "after"


class Method(StrEnum):
    """Who assessed. `IMPORTED` are values that were found elsewhere."""

    SELF = "self"
    PROVIDER_PRECHECK = "provider_precheck"
    INSTITUTION = "institution"
    THIRD_PARTY = "third_party"
    IMPORTED = "imported"


class AssessmentState(StrEnum):
    """Where it stands. `COMPLETED` is what needed nobody's confirmation."""

    DRAFT = "draft"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    DISCARDED = "discarded"


class AssessmentAction(StrEnum):
    """What somebody does with it."""

    SAVE = "save"
    COMPLETE = "complete"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    DISCARD = "discard"


ASSESSMENT_TRANSITIONS: Final[Mapping[tuple[AssessmentState, AssessmentAction], AssessmentState]] = {
    (AssessmentState.DRAFT, AssessmentAction.SAVE): AssessmentState.DRAFT,
    (AssessmentState.DRAFT, AssessmentAction.COMPLETE): AssessmentState.COMPLETED,  # 自评、预评: nobody has to confirm
    (AssessmentState.DRAFT, AssessmentAction.SUBMIT): AssessmentState.AWAITING_CONFIRMATION,
    (AssessmentState.DRAFT, AssessmentAction.DISCARD): AssessmentState.DISCARDED,
    (AssessmentState.AWAITING_CONFIRMATION, AssessmentAction.CONFIRM): AssessmentState.CONFIRMED,
    (AssessmentState.AWAITING_CONFIRMATION, AssessmentAction.DISPUTE): AssessmentState.DISPUTED,
    (AssessmentState.DISPUTED, AssessmentAction.UPHOLD): AssessmentState.DRAFT,  # 异议成立: back to the assessor
    (AssessmentState.DISPUTED, AssessmentAction.DISMISS): AssessmentState.CONFIRMED,
}

SETTLED: Final = frozenset({AssessmentState.CONFIRMED, AssessmentState.COMPLETED})
"""It counts."""
UNDER_WAY: Final = frozenset({AssessmentState.DRAFT, AssessmentState.AWAITING_CONFIRMATION, AssessmentState.DISPUTED})
NEEDS_CONFIRMATION: Final = frozenset({Method.INSTITUTION, Method.THIRD_PARTY})


@dataclass(frozen=True, kw_only=True)
class Assessor:
    """The organisation that assesses; the enterprise itself in a self-assessment."""

    id: UUID
    credit_code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How many scenarios are at a level or above, and how many of them binding."""

    level: int
    scenarios: int
    binding: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was found: scores in three decimals, the scenarios by level, the level. Of imported values no items.

    `binding` and `guiding` are the scenarios that count for the level that was reached (level 1 below that).
    """

    level: int
    total: Decimal
    dimensions: Mapping[str, Decimal] = field(default_factory=dict)
    items: Mapping[str, Decimal] = field(default_factory=dict)
    reached: tuple[Reached, ...] = ()
    binding: int = 0
    guiding: int = 0


@dataclass(frozen=True, kw_only=True)
class Need:
    """A need that a diagnosis found (XB4): of the enterprise's own, or common to its industry."""

    scope: str
    link: str
    aim: str
    text: str
    advice: str = ""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """The words of a diagnosis or evaluation. `recommended_for` is a kind of benchmark (ZS6), None for none."""

    summary: str = ""
    subsector: str = ""
    needs: tuple[Need, ...] = ()
    recommended_for: str | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was handed in: the digest is over everything that the report says."""

    at: datetime
    by: UUID
    digest: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why the enterprise disputes: in words, and which item or scenario it is about, where it is about one."""

    text: str
    item: str | None = None


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """What the enterprise disputed, and what the officer decided; `is_upheld` None while it waits."""

    at: datetime
    by: UUID
    reasons: tuple[Reason, ...]
    is_upheld: bool | None = None
    opinion: str = ""
    decided_at: datetime | None = None
    decided_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """`project_id` and `case_id` are None for a self-assessment before there is a project (XA6)."""

    id: UUID
    city: str
    version: int
    applicant: Applicant
    division: str
    pack: PackRef
    edition: str
    stage: Stage
    method: Method
    assessor: Assessor
    assessed_on: date
    started_at: datetime
    division_path: DivisionPath = ()
    project_id: UUID | None = None
    case_id: UUID | None = None
    request_id: UUID | None = None
    state: AssessmentState = AssessmentState.DRAFT
    answers: Answers = field(default_factory=Answers)
    evidence: Attachments = field(default_factory=dict)
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    outcome: Outcome | None = None
    submissions: tuple[Submission, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    settled_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it counts."""
        return self.state in SETTLED

    @property
    def is_known_only(self) -> bool:
        """Whether it was taken over from elsewhere as its values, without the answers behind them."""
        return self.method is Method.IMPORTED and self.answers.total is None

    @property
    def is_diagnosis(self) -> bool:
        """Whether it is the diagnosis of a project (ZS2): made before it, by the enterprise or by an institution."""
        is_by_self = self.method is Method.SELF and self.project_id is not None
        return self.stage is Stage.BEFORE and (is_by_self or self.method is Method.INSTITUTION)

    def changed(self, **members: Any) -> Assessment:
        """The next version."""
        return replace(self, version=self.version + 1, **members)


@dataclass(frozen=True, kw_only=True)
class AssessmentDecision:
    """What a rule decided: the assessment as it is from now on, and what to tell the others."""

    assessment: Assessment
    events: tuple[Event, ...] = ()


def head(assessment: Assessment, *, at: datetime, by: Actor) -> dict[str, Any]:
    """What every event of an assessment carries."""
    return {
        "city": assessment.city,
        "case_id": assessment.case_id,
        "aggregate_id": assessment.id,
        "sequence": assessment.version,
        "at": at,
        "actor": by.account_id,
        "applicant": assessment.applicant,
    }

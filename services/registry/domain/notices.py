"""Messages: what is told of a case, in one short sentence each (ALL5). No amounts, no names, no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from casework.states import State
from contracts.events.base import Event
from services.registry.domain.mail import Letter
from services.registry.domain.notice_kinds import KINDS, NoticeKind
from services.registry.domain.sms import Template, Text

_TO_DO_OF: Final[Mapping[str, str]] = {
    "declaration_submitted": "declaration_to_review",
    "declaration_assigned": "declaration_to_review",
    "project_filed": "project_to_review",
    "project_assigned": "project_to_review",
    "acceptance_requested": "acceptance_to_review",
    "acceptance_assigned": "acceptance_to_review",
    "award_application_submitted": "award_application_to_review",
}
_PASSED_ON: Final[Mapping[str, str]] = {
    "declaration_submitted": "declaration_passed_on",
    "project_filed": "project_passed_on",
    "acceptance_requested": "acceptance_passed_on",
    "award_application_submitted": "award_application_passed_on",
}
"""These events come again with every step of the route: only the first one is the applicant's own act."""

_OF_INSTITUTION: Final[Mapping[str, str]] = {
    "assessment_assigned": "assessment_to_write",
    "assessment_returned": "assessment_returned",
    "diagnosis_disputed": "report_disputed",
    "level_disputed": "report_disputed",
}

_BY_STATE: Final[Mapping[tuple[str, str], str]] = {
    ("declaration_withdrawn", State.VOIDED): "declaration_voided",
    ("pilot_delisted", "suspended"): "pilot_suspended",
}
"""These events tell of different acts: the state says which."""

_SHOWN_FACTS: Final = ("state", "due_on", "filing_number", "step", "stage")
"""What of an event goes into a message: where the case is, never how much and never whose."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message to one account. `subject_id` is the thing that it is about, `case_id` its case."""

    id: UUID
    city: str
    account_id: UUID
    kind: str
    case_id: UUID | None
    subject_id: UUID
    facts: Mapping[str, Any]
    written_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is told, before it is addressed to anybody."""

    kind: NoticeKind
    case_id: UUID | None = None
    subject_id: UUID
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime

    @property
    def sentence(self) -> tuple[str, str]:
        """In Chinese and in English."""
        return self.kind.sentence(self.facts)

    def to(self, account_id: UUID, *, id: UUID, city: str) -> Message:  # noqa: A002
        """The message to one account."""
        return Message(
            id=id,
            city=city,
            account_id=account_id,
            kind=self.kind.name,
            case_id=self.case_id,
            subject_id=self.subject_id,
            facts=self.facts,
            written_at=self.at,
        )


def kind_for_applicant(event: Event) -> NoticeKind:
    """What the applicant is told of an event."""
    if not _is_first_step(event):
        return KINDS[_PASSED_ON.get(event.NAME, event.NAME)]
    return KINDS[_BY_STATE.get((event.NAME, getattr(event, "state", "")), event.NAME)]


def kind_for_reviewer(event: Event) -> NoticeKind | None:
    """What those are told who have the step from now on: they review it, or assign who does."""
    name = _TO_DO_OF.get(event.NAME)
    return KINDS[name] if name is not None else None


def kind_for_institution(event: Event) -> NoticeKind:
    """What the people of an institution are told of an assessment that is theirs."""
    return KINDS[_OF_INSTITUTION[event.NAME]]


def _is_first_step(event: Event) -> bool:
    return getattr(event, "step", None) in (None, 0)


def facts_of(event: Event, kind: NoticeKind, *, stage_title: str | None = None) -> dict[str, Any]:
    """The few facts of an event that a message of this kind shows; `stage_title` is the pack's for its stage."""
    names = (*_SHOWN_FACTS, "reason") if kind.gives_reason else _SHOWN_FACTS
    facts = {name: value for name in names if (value := getattr(event, name, None)) is not None}
    return facts if stage_title is None else facts | {"stage_title": stage_title}


def letter_of(notice: Notice) -> Letter:
    """The mail that goes with a message: the sentence, the reason where there is one, and where to look."""
    chinese, english = notice.sentence
    reason = f"\n原因 / Reason: {notice.facts['reason']}\n" if notice.kind.gives_reason else ""
    return Letter(
        subject=f"数字化转型试点平台：{chinese}",
        text=f"""{chinese}。请登录平台查看详情。
{english}. Sign in to the platform for the details.
{reason}
您可以在平台的通知设置中关闭此类邮件。
You can turn off mails of this kind in your notification preferences.
""",
    )


def text_of(notice: Notice) -> Text:
    """The text message that goes with it; the reason stays in the portal."""
    chinese, _ = notice.sentence
    return Text(template=Template.NOTICE, parameters={"kind": notice.kind.name, "text": chinese})

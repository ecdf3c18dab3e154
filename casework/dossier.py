"""The dossier (申报卷宗) and the values it is made of: form, attachments, seal, review route and return.

An aggregate of a service holds one; id, city, case and version are the aggregate's own. What may be
done to a dossier stands in `drafting`, `attachments`, `filing`, `reviews`, `endings` and `deadlines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from casework.ports import Answers
from casework.review_clock import ReviewClock
from casework.states import LIVE, Action, State, is_allowed
from policy.refs import PackRef


class Verdict(StrEnum):
    """What a reviewer says at one step of the route; the pack lists which of them a step has.

    At an acceptance 通过 is `passed`, and a failed one comes back for rectification (整改), not to an end.
    """

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    PASSED = "passed"
    FAILED = "failed"


class ItemKind(StrEnum):
    """What a correction is asked for."""

    FIELD = "field"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One uploaded file. `size` in bytes; `sha256` in hex names its bytes in the blob store of the city.

    `stamps`, only for the scan of the stamped form: page -> digest of what that page said when the
    scan was uploaded (when it was printed, where the print is known by its verification code).
    """

    id: UUID
    sha256: str
    size: int
    media_type: str
    name: str
    uploaded_at: datetime
    uploaded_by: UUID
    stamps: Mapping[str, str] = field(default_factory=dict)


Attachments = Mapping[str, tuple[Attachment, ...]]


@dataclass(frozen=True, kw_only=True)
class StatementConfirmation:
    """The truthfulness statement (真实性声明) was confirmed: by which account, when, which text (XA4)."""

    confirmed_by: UUID
    at: datetime
    text_version: str


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What was submitted, as it was. `digest` is over its content: the verification code of a print shows it."""

    at: datetime
    by: UUID
    organisation_id: UUID | None
    answers: Answers
    attachments: Attachments
    digest: str


@dataclass(frozen=True, kw_only=True)
class CorrectionItem:
    """One thing to correct. `name` is `page.field`, a whole `page`, or the slot of an attachment."""

    kind: ItemKind
    name: str
    reason_code: str
    text: str

    def unlocks(self, kind: ItemKind, name: str) -> bool:
        """Whether the applicant may change `name` because of this item."""
        return kind is self.kind and (name == self.name or name.startswith(f"{self.name}."))


@dataclass(frozen=True, kw_only=True)
class Review:
    """One verdict, as the applicant sees it. `filing` is the number of the filing it judged, from 1.

    `opened_at` and `due_on` are the step's clock at that moment, for the report on ageing.
    """

    step_index: int
    step: str
    role: str
    verdict: Verdict
    opinion: str
    by: UUID
    at: datetime
    filing: int
    opened_at: datetime
    due_on: date | None = None
    items: tuple[CorrectionItem, ...] = ()
    reason_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check on site or by telephone found (DL4, 线下); `at` is when it was recorded, `found_on` the day."""

    step: str
    by: UUID
    at: datetime
    found_on: date
    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How the dossier came to its end; the state says which end. An approval has no reason code."""

    at: datetime
    by: UUID
    reason_code: str | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """The step of the route that the dossier is in: who acts next (`role`, `division_level`), and until when."""

    index: int
    name: str
    role: str
    division_level: str | None
    clock: ReviewClock


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The pack version and the form's name are pinned at the start (style rule 10).

    `applicant_id` is the organisation. There is a `step` exactly while in review or returned, an
    `ending` exactly in the states that are not LIVE.
    """

    applicant_id: UUID
    pack: PackRef
    form: str
    started_at: datetime
    state: State = State.DRAFT
    answers: Answers = field(default_factory=dict)
    attachments: Attachments = field(default_factory=dict)
    statement: StatementConfirmation | None = None
    step: OpenStep | None = None
    items_to_correct: tuple[CorrectionItem, ...] = ()
    filings: tuple[Filing, ...] = ()
    reviews: tuple[Review, ...] = ()
    findings: tuple[Finding, ...] = ()
    ending: Ending | None = None

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in LIVE

    @property
    def is_open_for_changes(self) -> bool:
        """Whether the applicant has it."""
        return is_allowed(self.state, Action.SAVE)

    @property
    def submitted_at(self) -> datetime | None:
        """When it was submitted last."""
        return self.filings[-1].at if self.filings else None

    @property
    def due_on(self) -> date | None:
        """The last day in time for the reviewer who has it; None when nobody has, or without a limit."""
        return self.step.clock.due_on if self.step else None

    @property
    def is_provisional(self) -> bool:
        """Whether `due_on` counts days of a year whose holidays are not confirmed yet."""
        return self.step is not None and self.step.clock.is_provisional

    def is_unlocked(self, kind: ItemKind, name: str) -> bool:
        """Whether a field or a slot may change: all may before the first filing, then what was returned."""
        return not self.filings or any(item.unlocks(kind, name) for item in self.items_to_correct)

"""What the declaration service tells: released packs, calls, declarations, and the pilot list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from contracts.events.base import Event


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who a case belongs to: `kind` is enterprise or provider, `id` the organisation's."""

    kind: str
    id: UUID
    credit_code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DeclarationServiceEvent(Event):
    """Published by the declaration service."""

    SERVICE: ClassVar[str] = "declaration"


@dataclass(frozen=True, kw_only=True)
class PackReleased(DeclarationServiceEvent):
    """A version of a pack can be pinned from now on: `pack` is `city/programme-year@version`, `sha256` its content."""

    NAME: ClassVar[str] = "pack_released"

    pack: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CallChanged(DeclarationServiceEvent):
    """A call (policy notice) as it is now; `closes_at` None: open until the pilot ends."""

    pack: str
    batch: str
    opens_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CallOpened(CallChanged):
    """Declarations can be submitted in this batch."""

    NAME: ClassVar[str] = "call_opened"


@dataclass(frozen=True, kw_only=True)
class CallClosed(CallChanged):
    """No more declarations in this batch."""

    NAME: ClassVar[str] = "call_closed"


@dataclass(frozen=True, kw_only=True)
class DeclarationChanged(DeclarationServiceEvent):
    """A declaration as it is now. `step` indexes the pack's route while it is in review; `due_on` is that step's.

    `acting_division` is the one whose people take the step; None where the top of the tenant or an institution does.
    `acting_role` is the role of whoever has it now: who reviews, or who has to assign an institution.
    `acting_institution_id`: the institution that the step is assigned to.
    """

    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    batch: str
    state: str
    step: int | None = None
    due_on: date | None = None
    acting_division: str | None = None
    acting_role: str | None = None
    acting_institution_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DeclarationSubmitted(DeclarationChanged):
    """Handed in, for the first time or after a return, or passed on to the next step of the route."""

    NAME: ClassVar[str] = "declaration_submitted"


@dataclass(frozen=True, kw_only=True)
class DeclarationAssigned(DeclarationChanged):
    """An institution has the step from now on: `acting_institution_id`."""

    NAME: ClassVar[str] = "declaration_assigned"


@dataclass(frozen=True, kw_only=True)
class DeclarationReturned(DeclarationChanged):
    """Sent back: the applicant may correct the named items and submit again."""

    NAME: ClassVar[str] = "declaration_returned"

    items_to_correct: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeclarationRejected(DeclarationChanged):
    """Final for this round: no further declaration (DL4)."""

    NAME: ClassVar[str] = "declaration_rejected"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DeclarationApproved(DeclarationChanged):
    """Every step of the route approved it."""

    NAME: ClassVar[str] = "declaration_approved"


@dataclass(frozen=True, kw_only=True)
class DeclarationWithdrawn(DeclarationChanged):
    """Taken back by the applicant, or voided by the authority, which gives the applicant its `reason`."""

    NAME: ClassVar[str] = "declaration_withdrawn"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PilotChanged(DeclarationServiceEvent):
    """An enterprise's place on the pilot list; the aggregate is the declaration that led to it, or the place itself

    where a confirmed level did (ZS6). `state` is listed, suspended or delisted; `scale` tells 规上 from 规下 where the
    pack says which answer does (XB2).
    """

    applicant: Applicant
    division: str
    pack: str
    pack_sha256: str
    batch: str
    state: str = ""
    scale: str | None = None


@dataclass(frozen=True, kw_only=True)
class PilotListed(PilotChanged):
    """On the list: it may file projects (DL4, DL6)."""

    NAME: ClassVar[str] = "pilot_listed"


@dataclass(frozen=True, kw_only=True)
class PilotDelisted(PilotChanged):
    """Taken off the list, for good or until a warning is lifted (`state`): nothing more is released to it."""

    NAME: ClassVar[str] = "pilot_delisted"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PlatformRow:
    """One enterprise of a platform, as its declaration names it, with the actual cost of its transformation."""

    enterprise_name: str
    credit_code: str
    actual_cost_fen: int


@dataclass(frozen=True, kw_only=True)
class PlatformRecognised(PilotChanged):
    """A platform is on the list of pilot platforms (认定), with its sub-industry and its enterprises (NM2, NM4)."""

    NAME: ClassVar[str] = "platform_recognised"

    subsector: str
    rows: tuple[PlatformRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoticeChanged(DeclarationServiceEvent):
    """A public notice of pilot enterprises; `closes_at` is the end of its last day."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoticeOpened(NoticeChanged):
    """Objections can be raised."""

    NAME: ClassVar[str] = "notice_opened"


@dataclass(frozen=True, kw_only=True)
class NoticeClosed(NoticeChanged):
    """The period ended; lines under an objection stay held."""

    NAME: ClassVar[str] = "notice_closed"


@dataclass(frozen=True, kw_only=True)
class CaseMovedToPack(DeclarationServiceEvent):
    """An explicit, audited act: from now on the case is judged by another version of its pack."""

    NAME: ClassVar[str] = "case_moved_to_pack"

    pack: str
    pack_sha256: str
    reason: str

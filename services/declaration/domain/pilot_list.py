"""The public list (试点企业、试点平台名单): the place of an approved declaration on it, and the one table of its moves.

Which list that is, says the pack. Where it asks for a public notice, a place is proposed, published, and
listed when the notice ended clear (认定); where it does not, it is listed at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.states import move
from policy.public_lists import PILOTS


class PilotState(StrEnum):
    UNLISTED = "unlisted"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    HELD = "held"
    LISTED = "listed"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    DELISTED = "delisted"


class PilotAction(StrEnum):
    PROPOSE = "propose"
    PUBLISH = "publish"
    HOLD = "hold"
    LIST = "list"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    DELIST = "delist"


PILOT_TRANSITIONS: Final[Mapping[tuple[PilotState, PilotAction], PilotState]] = {
    (PilotState.UNLISTED, PilotAction.PROPOSE): PilotState.PROPOSED,
    (PilotState.UNLISTED, PilotAction.LIST): PilotState.LISTED,  # the pack asks for no notice
    (PilotState.PROPOSED, PilotAction.PUBLISH): PilotState.PUBLISHED,
    (PilotState.PUBLISHED, PilotAction.LIST): PilotState.LISTED,  # 公示无异议
    (PilotState.PUBLISHED, PilotAction.HOLD): PilotState.HELD,  # the period is over, an objection is undecided
    (PilotState.PUBLISHED, PilotAction.REFUSE): PilotState.REFUSED,  # 异议成立
    (PilotState.HELD, PilotAction.LIST): PilotState.LISTED,  # 异议不成立
    (PilotState.HELD, PilotAction.REFUSE): PilotState.REFUSED,
    (PilotState.REFUSED, PilotAction.PROPOSE): PilotState.PROPOSED,  # what was wrong is published anew
    (PilotState.LISTED, PilotAction.SUSPEND): PilotState.SUSPENDED,  # 预警
    (PilotState.SUSPENDED, PilotAction.REINSTATE): PilotState.LISTED,
    (PilotState.SUSPENDED, PilotAction.DELIST): PilotState.DELISTED,
    (PilotState.LISTED, PilotAction.DELIST): PilotState.DELISTED,
}


@dataclass(frozen=True, kw_only=True)
class PilotPlace:
    """`list_key` names the list; `scale` tells 规上 from 规下 where the pack says which answer does (XB2).

    `notice_id` is the notice that published it last; `reason` why it was suspended or delisted.
    """

    state: PilotState = PilotState.UNLISTED
    list_key: str = PILOTS
    scale: str | None = None
    notice_id: UUID | None = None
    listed_at: datetime | None = None
    delisted_at: datetime | None = None
    reason: str = ""

    def moved(self, action: PilotAction) -> PilotPlace:
        """The place after an act that leaves no other trace. ActionNotAllowed where the table knows no move."""
        return replace(self, state=move(PILOT_TRANSITIONS, self.state, action))

    def put_on(self, list_key: str, scale: str | None, action: PilotAction) -> PilotPlace:
        """Proposed for a list, or on it."""
        return replace(self.moved(action), list_key=list_key, scale=scale)

    def published(self, notice_id: UUID) -> PilotPlace:
        return replace(self.moved(PilotAction.PUBLISH), notice_id=notice_id)

    def since(self, at: datetime) -> PilotPlace:
        """On the list since then."""
        return replace(self, listed_at=at)

    def suspended(self, *, reason: str) -> PilotPlace:
        """Off the list until the warning is lifted."""
        return replace(self.moved(PilotAction.SUSPEND), reason=reason)

    def reinstated(self) -> PilotPlace:
        """On it again."""
        return replace(self.moved(PilotAction.REINSTATE), reason="")

    def delisted(self, *, at: datetime, reason: str) -> PilotPlace:
        return replace(self.moved(PilotAction.DELIST), delisted_at=at, reason=reason)

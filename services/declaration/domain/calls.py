"""The call (申报通知): a round that a pack opens. By the clock, not by the timer: a late timer changes no decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from casework.states import move
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import CallChanged, CallClosed, CallOpened
from contracts.refusal import Invalid, Problem
from policy import calls as policy
from policy.lifecycle import first_stage
from policy.packs import Pack
from policy.refs import NO_BASIS, PackRef
from policy.routes import Step
from services.declaration.domain.rulebook import STAGE

CALLS: Final = uuid5(NAMESPACE_URL, "urn:shuzhuan:call")
Told = TypeVar("Told", bound=CallChanged)


class CallState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class CallAction(StrEnum):
    OPEN = "open_call"
    CLOSE = "close_call"


CALL_TRANSITIONS: Final[Mapping[tuple[CallState, CallAction], CallState]] = {
    (CallState.PLANNED, CallAction.OPEN): CallState.OPEN,
    (CallState.OPEN, CallAction.CLOSE): CallState.CLOSED,
    (CallState.CLOSED, CallAction.OPEN): CallState.OPEN,  # the window was extended, or closing it was a mistake
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """`opens_at` and `closes_at` bound the applicants' window, the closing second included; None: no bound is known.

    The window is that of the stage by which a case begins, a declaration or a project. `closes_at` None while open:
    until the pilot ends. `pack` is the newest released version.
    """

    id: UUID
    city: str
    version: int
    programme_year: str
    key: str
    batch: str
    title: str
    pack: PackRef
    state: CallState = CallState.PLANNED
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closing_reason: str = ""

    def problem(self, pack: Pack, *, at: datetime) -> Problem | None:
        """Why nothing can be handed in now: `window_not_open` or `window_over`, with the article of the window."""
        if self.opens_at is None:
            return Problem(code="window_not_open", article=self._window(pack).basis.article)
        return self._window(pack).problem(at)

    def problem_of_step(self, step: Step, pack: Pack, *, at: datetime) -> Problem | None:
        """Why a step passes nothing now: outside the window that the call sets for its actor, with the article."""
        described = next((each for each in pack.calls if each.key == self.key), None)
        window = described.window(STAGE, step.actor) if described and step.actor else None
        return window.problem(at) if window else None

    def _window(self, pack: Pack) -> policy.Window:
        basis = NO_BASIS
        for call in pack.calls:
            window = call.window(first_stage(pack).name)
            if call.key == self.key and window is not None:
                basis = window.basis
        return policy.Window(self.opens_at, self.closes_at, basis)


@dataclass(frozen=True, kw_only=True)
class CallDecision:
    """The call as it is from now on, and what to tell the others."""

    call: Call
    events: tuple[Event, ...] = ()


def call_id_of(city: str, programme_year: str, key: str) -> UUID:
    """The id of a call, the same for every version of its pack."""
    return uuid5(CALLS, f"{city}/{programme_year}/{key}")


def planned(pack: Pack, described: policy.Call) -> Call:
    """A call as a released pack describes it."""
    window = described.window(first_stage(pack).name)
    return Call(
        id=call_id_of(pack.city, pack.programme_year, described.key),
        city=pack.city,
        version=1,
        programme_year=pack.programme_year,
        key=described.key,
        batch=described.batch,
        title=described.title,
        pack=pack.ref,
        opens_at=window.opens_at if window else None,
        closes_at=window.closes_at if window else None,
    )


def replanned(call: Call, described: Call, *, at: datetime, by: Actor) -> CallDecision | None:
    """The call under a newer pack version; None when nothing changes. One that was closed stays closed.

    An open call that was opened by hand, without a beginning in the pack, keeps its opening.
    """
    opens_at = described.opens_at or call.opens_at
    if call.state is CallState.CLOSED:
        opens_at, described = call.opens_at, replace(described, closes_at=call.closes_at)
    revised = replace(
        call, title=described.title, pack=described.pack, opens_at=opens_at, closes_at=described.closes_at
    )
    if revised == call:
        return None
    revised = replace(revised, version=call.version + 1)
    is_open = revised.state is CallState.OPEN
    return CallDecision(call=revised, events=(_told(CallOpened, revised, at=at, by=by),) if is_open else ())


def open_call(call: Call, pack: Pack, *, at: datetime, by: Actor) -> CallDecision:
    """Open: by the timer when its window has begun, or by hand. `Invalid` with the window's problem outside it."""
    state = move(CALL_TRANSITIONS, call.state, CallAction.OPEN)
    begins = first_stage(pack).name
    window = next((each.window(begins) for each in pack.calls if each.key == call.key), None)
    opens_at = window.opens_at if window and window.opens_at else call.opens_at or at
    closes_at = window.closes_at if window else None
    opened = replace(
        call, version=call.version + 1, state=state, opens_at=opens_at, closes_at=closes_at, closing_reason=""
    )
    problem = opened.problem(pack, at=at)
    if problem is not None:
        raise Invalid(problems=[problem])
    return CallDecision(call=opened, events=(_told(CallOpened, opened, at=at, by=by),))


def close_call(call: Call, *, at: datetime, by: Actor, reason: str) -> CallDecision:
    """Closed: by the timer after its last second, or by hand with a reason. From then on nothing can be handed in."""
    state = move(CALL_TRANSITIONS, call.state, CallAction.CLOSE)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    closes_at = call.closes_at if call.closes_at is not None and call.closes_at < at else at
    closed = replace(call, version=call.version + 1, state=state, closes_at=closes_at, closing_reason=reason)
    return CallDecision(call=closed, events=(_told(CallClosed, closed, at=at, by=by),))


def _told(kind: type[Told], call: Call, *, at: datetime, by: Actor) -> Told:
    members: dict[str, Any] = {"opens_at": call.opens_at, "closes_at": call.closes_at}
    return kind(
        city=call.city,
        aggregate_id=call.id,
        sequence=call.version,
        at=at,
        actor=by.account_id,
        pack=call.pack.text,
        batch=call.batch,
        **members,
    )

"""The call (申报通知): a round that a pack opens. By the clock, not by the timer: a late timer changes no decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from services.declaration.domain.declaration import STAGE

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
class Extension:
    """A window that an officer made longer (延期). `actor` has the window; `closes_at` is its new last second.

    `drafts_before`: only for those who had begun a draft before that moment; None: for everybody.
    """

    actor: str
    closes_at: datetime
    reason: str
    drafts_before: datetime | None
    at: datetime
    by: UUID

    def is_for(self, actor: str, started_at: datetime | None, *, at: datetime) -> bool:
        """Whether it lets the actor hand in what was begun then."""
        is_meant = self.drafts_before is None or (started_at is not None and started_at < self.drafts_before)
        return actor == self.actor and is_meant and policy.Window(None, self.closes_at, NO_BASIS).is_open(at)


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
    extensions: tuple[Extension, ...] = ()

    def problem(self, pack: Pack, *, at: datetime, started_at: datetime | None = None) -> Problem | None:
        """Why nothing can be handed in now: `window_not_open` or `window_over`, with the article of the window.

        `started_at` is when the draft was begun: an extension may be for those that were begun in time.
        """
        if self.opens_at is None:
            return Problem(code="window_not_open", article=self._window(pack).basis.article)
        if at >= self.opens_at and self._is_extended(policy.APPLICANT, started_at, at=at):
            return None
        return self._window(pack).problem(at)

    def problem_of_step(self, step: Step, pack: Pack, *, at: datetime) -> Problem | None:
        """Why a step passes nothing now: outside the window that the call sets for its actor, with the article."""
        described = next((each for each in pack.calls if each.key == self.key), None)
        window = described.window(STAGE, step.actor) if described and step.actor else None
        if window is None or self._is_extended(step.actor or "", None, at=at):
            return None
        return window.problem(at)

    def _is_extended(self, actor: str, started_at: datetime | None, *, at: datetime) -> bool:
        return any(each.is_for(actor, started_at, at=at) for each in self.extensions)

    def _window(self, pack: Pack) -> policy.Window:
        window = _window_of(pack, self.key)
        return policy.Window(self.opens_at, self.closes_at, window.basis if window else NO_BASIS)


@dataclass(frozen=True, kw_only=True)
class CallDecision:
    """The call as it is from now on, and what to tell the others."""

    call: Call
    events: tuple[Event, ...] = ()


def _window_of(pack: Pack, key: str) -> policy.Window | None:
    described = next((each for each in pack.calls if each.key == key), None)
    return described.window(first_stage(pack).name) if described else None


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
    closes_at = _with_extensions(described.closes_at, call)
    revised = replace(call, title=described.title, pack=described.pack, opens_at=opens_at, closes_at=closes_at)
    if revised == call:
        return None
    revised = replace(revised, version=call.version + 1)
    is_open = revised.state is CallState.OPEN
    return CallDecision(call=revised, events=(_told(CallOpened, revised, at=at, by=by),) if is_open else ())


def open_call(call: Call, pack: Pack, *, at: datetime, by: Actor) -> CallDecision:
    """Open: by the timer when its window has begun, or by hand. `Invalid` with the window's problem outside it."""
    state = move(CALL_TRANSITIONS, call.state, CallAction.OPEN)
    window = _window_of(pack, call.key)
    opens_at = window.opens_at if window and window.opens_at else call.opens_at or at
    closes_at = _with_extensions(window.closes_at if window else None, call)
    opened = replace(
        call, version=call.version + 1, state=state, opens_at=opens_at, closes_at=closes_at, closing_reason=""
    )
    problem = opened.problem(pack, at=at)
    if problem is not None:
        raise Invalid(problems=[problem])
    return CallDecision(call=opened, events=(_told(CallOpened, opened, at=at, by=by),))


def close_call(call: Call, *, at: datetime, by: Actor, reason: str) -> CallDecision:
    """Closed: by the timer after its last second, or by hand with a reason, which ends every extension too."""
    state = move(CALL_TRANSITIONS, call.state, CallAction.CLOSE)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    closes_at = call.closes_at if call.closes_at is not None and call.closes_at < at else at
    closed = replace(
        call,
        version=call.version + 1,
        state=state,
        closes_at=closes_at,
        closing_reason=reason,
        extensions=call.extensions if by.is_system else (),
    )
    return CallDecision(call=closed, events=(_told(CallClosed, closed, at=at, by=by),))


def extend_call(
    call: Call,
    *,
    actor: str,
    closes_at: datetime,
    reason: str,
    drafts_before: datetime | None,
    at: datetime,
    by: Actor,
) -> CallDecision:
    """With a longer window, for everybody or for those who had begun a draft (overload at the deadline).

    For everybody, a call that its window closed is open again. `Invalid` with everything that is wrong.
    """
    problems = list(_extension_problems(call, actor, closes_at, reason, drafts_before, at=at))
    if problems:
        raise Invalid(problems=problems)
    extension = Extension(
        actor=actor, closes_at=closes_at, reason=reason, drafts_before=drafts_before, at=at, by=by.account_id
    )
    extended = replace(call, version=call.version + 1, extensions=(*call.extensions, extension))
    if actor != policy.APPLICANT or drafts_before is not None:
        return CallDecision(call=extended)
    if call.state is CallState.CLOSED:
        state = move(CALL_TRANSITIONS, call.state, CallAction.OPEN)
        extended = replace(extended, state=state, closing_reason="")
    extended = replace(extended, closes_at=closes_at)
    return CallDecision(call=extended, events=(_told(CallOpened, extended, at=at, by=by),))


def _extension_problems(
    call: Call, actor: str, closes_at: datetime, reason: str, drafts_before: datetime | None, *, at: datetime
) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem(code="required", field="reason")
    if closes_at <= at:
        yield Problem(code="in_the_past", field="closes_at")
    if drafts_before is not None and drafts_before > at:
        inputs = {"found_on": drafts_before.isoformat()}
        yield Problem(code="in_the_future", field="drafts_before", inputs=inputs)
    if actor != policy.APPLICANT:
        return
    if call.state is CallState.PLANNED or call.closes_at is None:
        yield Problem(code="window_without_end", field="closes_at")
    elif closes_at <= call.closes_at:
        yield Problem(code="not_later", field="closes_at", inputs={"closes_at": call.closes_at.isoformat()})


def _with_extensions(closes_at: datetime | None, call: Call) -> datetime | None:
    """The last second for everybody, extensions included; None stays without end."""
    if closes_at is None:
        return None
    everybody = (e for e in call.extensions if e.actor == policy.APPLICANT and e.drafts_before is None)
    return max((closes_at, *(each.closes_at for each in everybody)))


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

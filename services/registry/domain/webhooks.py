"""Webhooks: an organisation's own system is told what concerns it (ALL5).

Deliveries are rows, made in the transaction that heard or announced the event, and posted afterwards: at least
once, in the order of their sequence per aggregate. One that failed is tried again with growing delays for three
days; a receiver that took nothing for five days is disabled, and its owner told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.states import move
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealed, Sealer

MOST_WEBHOOKS = 10
DISABLED_AFTER = timedelta(days=5)
LEASE = timedelta(minutes=2)
SETTLES = timedelta(seconds=1)
"""News of one aggregate may overtake one another on the bus: a delivery waits so long for an earlier one."""
GIVEN_UP_AFTER = timedelta(days=3)
_FIRST_DELAY, _LONGEST_DELAY = timedelta(seconds=10), timedelta(hours=6)
_FIRST_QUIET, _LONGEST_QUIET = timedelta(seconds=5), timedelta(minutes=5)
_SECRET: Final = "webhook.secret"
_SECRET_END: Final = "\n----"
"""A sealed text shows its last four characters: this one ends with none of the secret."""


class WebhookState(StrEnum):
    """`pending`: nobody has taken the secret yet, so nothing could be signed."""

    PENDING = "pending"
    ACTIVE = "active"
    DISABLED = "disabled"
    REMOVED = "removed"


class WebhookAction(StrEnum):
    """What is done with it."""

    RENEW_SECRET = "renew_secret"
    DISABLE = "disable"
    ENABLE = "enable"
    CHANGE = "change"
    REMOVE = "remove"


WEBHOOK_TRANSITIONS: Final[Mapping[tuple[WebhookState, WebhookAction], WebhookState]] = {
    (WebhookState.PENDING, WebhookAction.RENEW_SECRET): WebhookState.ACTIVE,
    (WebhookState.PENDING, WebhookAction.CHANGE): WebhookState.PENDING,
    (WebhookState.PENDING, WebhookAction.REMOVE): WebhookState.REMOVED,
    (WebhookState.ACTIVE, WebhookAction.RENEW_SECRET): WebhookState.ACTIVE,
    (WebhookState.ACTIVE, WebhookAction.CHANGE): WebhookState.ACTIVE,
    (WebhookState.ACTIVE, WebhookAction.DISABLE): WebhookState.DISABLED,  # by the owner, or after five days
    (WebhookState.ACTIVE, WebhookAction.REMOVE): WebhookState.REMOVED,
    (WebhookState.DISABLED, WebhookAction.RENEW_SECRET): WebhookState.DISABLED,
    (WebhookState.DISABLED, WebhookAction.CHANGE): WebhookState.DISABLED,
    (WebhookState.DISABLED, WebhookAction.ENABLE): WebhookState.ACTIVE,
    (WebhookState.DISABLED, WebhookAction.REMOVE): WebhookState.REMOVED,
}


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """`events` are names, none means all. How the receiver does (`failing_since` on) is no version of it."""

    id: UUID
    city: str
    version: int
    organisation_id: UUID
    url: str
    events: tuple[str, ...]
    secret: Sealed | None
    state: WebhookState
    registered_at: datetime
    failing_since: datetime | None = None
    failures: int = 0
    quiet_until: datetime | None = None

    @property
    def is_removed(self) -> bool:
        return self.state is WebhookState.REMOVED

    def changed(self, *, url: str, events: tuple[str, ...]) -> Webhook:
        """Another address, or other events."""
        return replace(self._moved(WebhookAction.CHANGE), url=url, events=events)

    def with_secret(self, secret: Sealed) -> Webhook:
        """A new secret: from now on nothing is signed with the one before."""
        return replace(self._moved(WebhookAction.RENEW_SECRET), secret=secret)

    def disabled(self) -> Webhook:
        """Nothing more is queued or delivered."""
        return self._moved(WebhookAction.DISABLE)

    def enabled(self) -> Webhook:
        """With a clean slate. What happened meanwhile is not delivered: `changed since` has it."""
        return replace(self._moved(WebhookAction.ENABLE), failing_since=None, failures=0, quiet_until=None)

    def removed(self) -> Webhook:
        """Gone, and its secret with it."""
        return replace(self._moved(WebhookAction.REMOVE), secret=None)

    def took(self) -> Webhook:
        """The receiver answered with 2xx."""
        return replace(self, failing_since=None, failures=0, quiet_until=None)

    def failed(self, now: datetime) -> Webhook:
        """It did not: it is left in peace for a while, from five seconds up to five minutes."""
        quiet = min(_FIRST_QUIET * 2 ** min(self.failures, 12), _LONGEST_QUIET)
        since = self.failing_since or now
        return replace(self, failing_since=since, failures=self.failures + 1, quiet_until=now + quiet)

    def has_failed_too_long(self, now: datetime) -> bool:
        return self.failing_since is not None and now - self.failing_since >= DISABLED_AFTER

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is left in peace now."""
        return self.quiet_until is not None and now < self.quiet_until

    def _moved(self, action: WebhookAction) -> Webhook:
        return replace(self, version=self.version + 1, state=move(WEBHOOK_TRANSITIONS, self.state, action))


def read_events(events: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """The names in order, each once; Invalid for one that no webhook can have."""
    problems = [
        Problem(code="not_an_option", field=f"events.{index}") for index, name in enumerate(events) if name not in known
    ]
    if problems:
        raise Invalid(problems=problems)
    return tuple(sorted(set(events)))


def seal_secret(secret: str, sealer: Sealer) -> Sealed:
    """How a secret is kept."""
    return sealer.seal(secret + _SECRET_END, purpose=_SECRET)


def open_secret(sealed: Sealed, sealer: Sealer) -> str:
    """The secret, to sign with."""
    return sealer.open(sealed, purpose=_SECRET).removesuffix(_SECRET_END)


class DeliveryState(StrEnum):
    """`overtaken`: a later state of the same thing was delivered before; `failed`: tried for three days."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    OVERTAKEN = "overtaken"
    FAILED = "failed"


class DeliveryAction(StrEnum):
    """What happens to it."""

    DELIVER = "deliver"
    OVERTAKE = "overtake"
    GIVE_UP = "give_up"
    REDELIVER = "redeliver"


DELIVERY_TRANSITIONS: Final[Mapping[tuple[DeliveryState, DeliveryAction], DeliveryState]] = {
    (DeliveryState.WAITING, DeliveryAction.DELIVER): DeliveryState.DELIVERED,
    (DeliveryState.WAITING, DeliveryAction.OVERTAKE): DeliveryState.OVERTAKEN,
    (DeliveryState.WAITING, DeliveryAction.GIVE_UP): DeliveryState.FAILED,
    (DeliveryState.DELIVERED, DeliveryAction.REDELIVER): DeliveryState.WAITING,
    (DeliveryState.OVERTAKEN, DeliveryAction.REDELIVER): DeliveryState.WAITING,
    (DeliveryState.FAILED, DeliveryAction.REDELIVER): DeliveryState.WAITING,
}


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event for one webhook. `payload` has its public members; `status` is the receiver's last answer."""

    id: UUID
    city: str
    webhook_id: UUID
    name: str
    event_version: int
    aggregate_id: UUID
    sequence: int
    case_id: UUID | None
    payload: Mapping[str, Any]
    written_at: datetime
    next_attempt_at: datetime
    attempts: int = 0
    is_repeated: bool = False
    state: DeliveryState = DeliveryState.WAITING
    status: int | None = None
    error: str | None = None
    delivered_at: datetime | None = None

    def put_back(self, now: datetime) -> Delivery:
        """It was leased and not tried, because the one before it failed."""
        return replace(self, attempts=self.attempts - 1, next_attempt_at=now)

    def delivered(self, now: datetime, status: int) -> Delivery:
        """The receiver has it."""
        return replace(
            self._moved(DeliveryAction.DELIVER), attempts=self.attempts, status=status, error=None, delivered_at=now
        )

    def overtaken(self) -> Delivery:
        """What it says was outrun: it would lead the receiver back."""
        return self._moved(DeliveryAction.OVERTAKE)

    def failed(self, now: datetime, error: str, status: int | None = None) -> Delivery:
        """Try again later, from ten seconds up to six hours apart; after three days no more."""
        tried = replace(self, status=status, error=error)
        if now - self.written_at >= GIVEN_UP_AFTER:
            return tried.given_up()
        delay = min(_FIRST_DELAY * 2 ** min(self.attempts - 1, 12), _LONGEST_DELAY)
        return replace(tried, next_attempt_at=now + delay)

    def given_up(self) -> Delivery:
        """No more of it, unless the owner wants it."""
        return self._moved(DeliveryAction.GIVE_UP)

    def repeated(self, now: datetime) -> Delivery:
        """The owner wants it again, whatever was delivered since; ActionNotAllowed while it waits."""
        moved = self._moved(DeliveryAction.REDELIVER)
        return replace(moved, is_repeated=True, written_at=now, next_attempt_at=now, attempts=0, delivered_at=None)

    def document(self) -> dict[str, Any]:
        """What the receiver reads."""
        return {
            "id": str(self.id),
            "name": self.name,
            "version": self.event_version,
            "city": self.city,
            "aggregate_id": str(self.aggregate_id),
            "sequence": self.sequence,
            "case_id": None if self.case_id is None else str(self.case_id),
            "payload": dict(self.payload),
        }

    def _moved(self, action: DeliveryAction) -> Delivery:
        return replace(self, state=move(DELIVERY_TRANSITIONS, self.state, action))

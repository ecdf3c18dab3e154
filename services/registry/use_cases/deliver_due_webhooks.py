"""Delivers what waits for webhooks: outside of transactions, each webhook beside the others, each aggregate in order.

A delivery is leased first; if this process dies, another delivers it after two minutes, so it may arrive twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import orjson

from contracts.actor import Actor
from contracts.sealed import Sealer
from contracts.signature import signed_headers
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.webhooks import Delivery, DeliveryState, Webhook, WebhookState, open_secret
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work

log = logging.getLogger(__name__)

WEBHOOKS_AT_ONCE = 100
BATCH = 5


class NotDelivered(OSError):
    """There was no answer; the text is one of a few stable words."""


class Poster(Protocol):
    """Posts to receivers: the status of the answer, or NotDelivered. `at_once` runs jobs beside each other."""

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int: ...
    def at_once(self, jobs: Iterable[Callable[[], None]]) -> None: ...


OpenWork = Callable[[], AbstractContextManager[Work]]
"""Opens a unit of work; leaving the block without an error commits it."""


@dataclass(frozen=True)
class Desk:
    """What delivering needs. All times are real, but for the notice to an owner."""

    open_work: OpenWork
    poster: Poster
    sealer: Sealer
    now: Callable[[], datetime]
    business_now: Callable[[], datetime]


def deliver_due_webhooks(desk: Desk, *, until: datetime) -> None:
    """Until nothing is due, or until it is time to stop."""
    with desk.open_work() as work:
        webhooks = work.webhooks.due(desk.now(), WEBHOOKS_AT_ONCE)
    desk.poster.at_once([_job(desk, webhook, until) for webhook in webhooks])


def _job(desk: Desk, webhook: Webhook, until: datetime) -> Callable[[], None]:
    def run() -> None:
        try:
            _deliver_to(desk, webhook, until)
        except Exception:
            # Whatever it was, the leases end by themselves, and no other webhook has to wait for it.
            log.exception("deliveries interrupted", extra={"webhook_id": str(webhook.id)})

    return run


def _deliver_to(desk: Desk, webhook: Webhook, until: datetime) -> None:
    while desk.now() < until and webhook.state is WebhookState.ACTIVE and not webhook.is_quiet(desk.now()):
        with desk.open_work() as work:
            leased = work.deliveries.lease(webhook.id, desk.now(), BATCH)
        if not leased:
            return
        for delivery in leased:
            if webhook.is_quiet(desk.now()):
                _put_back(desk, webhook, delivery)
            else:
                webhook = _settled(desk, webhook, _delivered(desk, webhook, delivery))
            if webhook.state is not WebhookState.ACTIVE:
                return


def _delivered(desk: Desk, webhook: Webhook, delivery: Delivery) -> Delivery:
    body = orjson.dumps(delivery.document())
    headers = {"Content-Type": "application/json", "User-Agent": "shuzhuan-webhooks"}
    assert webhook.secret is not None  # the database keeps no active webhook without one
    headers |= signed_headers(
        open_secret(webhook.secret, desk.sealer),
        message_id=str(delivery.id),
        timestamp=int(desk.now().timestamp()),
        body=body,
    )
    try:
        status = desk.poster.post(webhook.url, body, headers)
    except NotDelivered as error:
        return delivery.failed(desk.now(), str(error))
    if 200 <= status < 300:
        return delivery.delivered(desk.now(), status)
    return delivery.failed(desk.now(), f"status {status}", status)


def _settled(desk: Desk, webhook: Webhook, outcome: Delivery) -> Webhook:
    """Kept, with how the receiver does; one that failed for five days is disabled, and its owner told."""
    with desk.open_work() as work:
        current = work.webhooks.get(webhook.id, for_update=True)
        if current.state is not WebhookState.ACTIVE:  # its owner was faster, and what waited was given up
            work.deliveries.put(outcome.given_up() if outcome.state is DeliveryState.WAITING else outcome)
            return current
        work.deliveries.put(outcome)
        has_failed = outcome.error is not None
        current = current.failed(desk.now()) if has_failed else current.took()
        work.webhooks.put_health(current)
        if current.has_failed_too_long(desk.now()):
            current = _disable(desk, work, current)
        return current


def _disable(desk: Desk, work: Work, webhook: Webhook) -> Webhook:
    disabled = webhook.disabled()
    work.webhooks.save(disabled)
    work.deliveries.give_up(disabled.id)
    work.audit.record(Actor.system(work.city), "disable_webhook", disabled, reason="failing")
    notice = Notice(kind=KINDS["webhook_disabled"], subject_id=disabled.id, at=desk.business_now())
    people = work.accounts.of_organisation(disabled.organisation_id)
    owners = [one for one in people if one.is_owner] or people  # an authority has none: all of its staff
    notify_accounts(work, desk.sealer, (notice, owners), now=desk.now())
    return disabled


def _put_back(desk: Desk, webhook: Webhook, delivery: Delivery) -> None:
    with desk.open_work() as work:
        if work.webhooks.get(webhook.id, for_update=True).state is WebhookState.ACTIVE:
            work.deliveries.put(delivery.put_back(desk.now()))

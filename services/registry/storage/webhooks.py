"""Rows of webhooks and of their deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    Uuid,
    bindparam,
    cast,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.transaction import Transaction
from contracts.events.base import Event
from contracts.sealed import Sealed
from services.registry.domain.delegations import DelegationState
from services.registry.domain.webhook_events import concern_of, public_members
from services.registry.domain.webhooks import LEASE, SETTLES, Delivery, DeliveryState, Webhook, WebhookState
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables.delegations import delegation
from services.registry.storage.tables.organisations import division, organisation
from services.registry.storage.tables.webhooks import delivery, webhook

_WAITING, _DELIVERED, _FAILED = (
    state.value for state in (DeliveryState.WAITING, DeliveryState.DELIVERED, DeliveryState.FAILED)
)
_ACTIVE, _REMOVED = WebhookState.ACTIVE.value, WebhookState.REMOVED.value
_AUTHORITY: Final = "authority"

_of_organisation = (
    select(webhook)
    .where(webhook.c.organisation_id == bindparam("organisation_id"), webhook.c.state != _REMOVED)
    .order_by(webhook.c.registered_at, webhook.c.id)
)
_health = (
    update(webhook)
    .where(webhook.c.id == bindparam("at_id"))
    .values({name: bindparam(name) for name in ("failing_since", "failures", "quiet_until")})
)
_due = (
    select(webhook)
    .where(
        webhook.c.state == _ACTIVE,
        or_(webhook.c.quiet_until.is_(None), webhook.c.quiet_until <= bindparam("now")),
        exists().where(
            delivery.c.webhook_id == webhook.c.id,
            delivery.c.state == _WAITING,
            delivery.c.next_attempt_at <= bindparam("now"),
        ),
    )
    .order_by(webhook.c.id)
    .limit(bindparam("limit"))
)


class WebhookRepository(Repository[Webhook]):
    """Webhooks of the city's organisations."""

    mapped = Mapped(webhook, Webhook, {"events": tuple, "secret": Sealed.from_wire, "state": WebhookState})
    kind = "webhook"

    def of_organisation(self, organisation_id: UUID) -> Sequence[Webhook]:
        """Those that were not removed, oldest first."""
        return self._all(_of_organisation, organisation_id=organisation_id)

    def due(self, now: datetime, limit: int) -> Sequence[Webhook]:
        """Those that something is to be delivered to now."""
        return self._all(_due, now=now, limit=limit)

    def put_health(self, webhook: Webhook) -> None:
        """How its receiver does: no version of it, because nobody decided it."""
        self._transaction.write(
            _health,
            at_id=webhook.id,
            failing_since=webhook.failing_since,
            failures=webhook.failures,
            quiet_until=webhook.quiet_until,
        )


# The division of the case, and those above it: an authority is told of what happens in and below its own.
_start = func.coalesce(
    cast(bindparam("division"), Text),
    select(organisation.c.division).where(organisation.c.id == bindparam("applicant_id")).scalar_subquery(),
)
_line = select(division.c.code, division.c.parent).where(division.c.code == _start).cte("line", recursive=True)
_line = _line.union(select(division.c.code, division.c.parent).where(division.c.code == _line.c.parent))
# Who may act for the applicant, in this stage of this programme where the event names them.
_programme, _stage = cast(bindparam("programme_year"), Text), cast(bindparam("stage"), Text)
_agents = select(delegation.c.agent_id).where(
    delegation.c.principal_id == bindparam("principal_id"),
    delegation.c.state == DelegationState.GRANTED.value,
    or_(_programme.is_(None), delegation.c.programme_year == _programme),
    or_(_stage.is_(None), _stage == func.any(delegation.c.stages)),
)
_wanted = (
    select(webhook.c.id)
    .join(organisation, (organisation.c.city == webhook.c.city) & (organisation.c.id == webhook.c.organisation_id))
    .where(
        webhook.c.state == _ACTIVE,
        or_(func.cardinality(webhook.c.events) == 0, bindparam("name") == func.any(webhook.c.events)),
        or_(
            webhook.c.organisation_id == func.any(cast(bindparam("organisations"), ARRAY(Uuid))),
            webhook.c.organisation_id.in_(_agents),
            (organisation.c.kind == _AUTHORITY) & organisation.c.division.in_(select(_line.c.code)),
        ),
    )
    .subquery("wanted")
)
_queued: dict[str, Any] = {
    "id": func.gen_random_uuid(),
    "city": cast(bindparam("city"), Text),
    "webhook_id": _wanted.c.id,
    "name": cast(bindparam("name"), Text),
    "event_version": cast(bindparam("event_version"), Integer),
    "aggregate_id": cast(bindparam("aggregate_id"), Uuid),
    "sequence": cast(bindparam("sequence"), delivery.c.sequence.type),
    "case_id": cast(bindparam("case_id"), Uuid),
    "payload": cast(bindparam("payload", type_=JSONB()), JSONB()),
    "written_at": cast(bindparam("written_at"), delivery.c.written_at.type),
    "next_attempt_at": cast(bindparam("next_attempt_at"), delivery.c.next_attempt_at.type),
    "attempts": literal(0, Integer),
    "is_repeated": false(),
    "state": literal(_WAITING, Text),
    "status": cast(null(), Integer),
    "error": cast(null(), Text),
    "delivered_at": cast(null(), delivery.c.delivered_at.type),
}
_queue = insert(delivery).from_select(list(_queued), select(*_queued.values()).select_from(_wanted))

_place = (
    func.row_number()
    .over(partition_by=delivery.c.aggregate_id, order_by=(delivery.c.sequence, delivery.c.written_at, delivery.c.id))
    .label("place")
)
_ranked = (
    select(delivery.c.id, delivery.c.next_attempt_at, _place)
    .where(delivery.c.webhook_id == bindparam("webhook_id"), delivery.c.state == _WAITING)
    .subquery("ranked")
)
_chosen = (
    select(_ranked.c.id)
    .where(_ranked.c.place == 1, _ranked.c.next_attempt_at <= bindparam("now"))
    .order_by(_ranked.c.next_attempt_at)
    .limit(bindparam("limit"))
)
_lease = (
    update(delivery)
    .where(delivery.c.id.in_(_chosen), delivery.c.state == _WAITING, delivery.c.next_attempt_at <= bindparam("now"))
    .values(attempts=delivery.c.attempts + 1, next_attempt_at=bindparam("leased_until"))
    .returning(delivery)
)
_later = delivery.alias("later")
_outrun = select(delivery.c.id).where(
    delivery.c.id == func.any(cast(bindparam("ids"), ARRAY(Uuid))),
    delivery.c.is_repeated.is_(False),
    exists().where(
        _later.c.webhook_id == delivery.c.webhook_id,
        _later.c.aggregate_id == delivery.c.aggregate_id,
        _later.c.state == _DELIVERED,
        _later.c.sequence > delivery.c.sequence,
    ),
)
_put = update(delivery).where(delivery.c.id == bindparam("at_id"))
_put = _put.values({column.name: bindparam(column.name) for column in delivery.columns})
_give_up = (
    update(delivery)
    .where(delivery.c.webhook_id == bindparam("webhook_id"), delivery.c.state == _WAITING)
    .values(state=_FAILED)
)
_waiting = select(func.count().label("waiting")).select_from(delivery).where(delivery.c.state == _WAITING)
_outdated = delete(delivery).where(delivery.c.written_at < bindparam("before"))


class DeliveryRepository(Repository[Delivery]):
    """What is to be delivered, and what was. Deliveries have no version: the event that they carry has its own."""

    mapped = Mapped(delivery, Delivery, {"state": DeliveryState})
    kind = "delivery"

    def __init__(self, transaction: Transaction, city: str) -> None:
        super().__init__(transaction)
        self._city = city

    def queue(self, event: Event, now: datetime) -> None:
        """One delivery for each active webhook that wants it and whose organisation it concerns, by one statement."""
        concern = concern_of(event)
        if concern is None:
            return
        self._transaction.write(
            _queue,
            city=self._city,
            name=event.NAME,
            event_version=event.VERSION,
            aggregate_id=event.aggregate_id,
            sequence=event.sequence,
            case_id=event.case_id,
            payload=public_members(event),
            written_at=now,
            next_attempt_at=now + SETTLES,
            organisations=list(concern.organisations),
            applicant_id=concern.applicant_id,
            division=concern.division,
            principal_id=concern.principal_id,
            programme_year=concern.programme_year,
            stage=concern.stage,
        )

    def lease(self, webhook_id: UUID, now: datetime, limit: int) -> Sequence[Delivery]:
        """The next of each aggregate, for two minutes the caller's; what was overtaken is settled here."""
        leased = self._all(_lease, webhook_id=webhook_id, now=now, leased_until=now + LEASE, limit=limit)
        if not leased:
            return []
        rows = self._transaction.read(_outrun, ids=[each.id for each in leased])
        outrun = {row.id for row in rows}
        for each in leased:
            if each.id in outrun:
                self.put(each.overtaken())
        return sorted((each for each in leased if each.id not in outrun), key=lambda each: each.written_at)

    def put(self, delivery: Delivery) -> None:
        """What became of it."""
        self._transaction.write(_put, at_id=delivery.id, **self.mapped.values(delivery))

    def give_up(self, webhook_id: UUID) -> None:
        """Nothing more goes to this webhook, as long as its owner does not ask for it."""
        self._transaction.write(_give_up, webhook_id=webhook_id)

    def waiting(self) -> int:
        """How many wait in the city."""
        row = self._transaction.first(_waiting)
        return row.waiting if row is not None else 0


def remove_outdated_deliveries(transaction: Transaction, before: datetime) -> None:
    """Forget deliveries older than that, whatever became of them."""
    transaction.write(_outdated, before=before)

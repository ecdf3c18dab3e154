"""Entrypoints for what reaches a service without being asked: events, and time.

@subscribe(OrganisationChanged)
def on_organisation_changed(self, uow, event): uow.facts.keep_organisation(event)

@timer(seconds=5)
def close_due_notices(self, uow): close_due_notices(uow, self.runtime.clock)
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any
from uuid import UUID

import eventlet
import orjson
from eventlet.event import Event as Arrival
from nameko.extensions import Entrypoint
from sqlalchemy import bindparam, func, select

from chassis.bus.consumer import SETTLED, Delivery, Settlement, SharedInboxConsumer, Undecodable
from chassis.bus.topology import Topology
from chassis.db.errors import DatabaseUnavailable, LostUpdate
from chassis.inbox import Envelope, receive, try_again
from chassis.runtime import AnyRuntime
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.subscriptions import SERVICES, routes
from contracts.wire import from_json

log = logging.getLogger(__name__)

Method = Callable[..., Any]
SUBSCRIBED = "shuzhuan_event"


class Aborted(Exception):
    """An `eventlet.Timeout` left a handler or a timer: as it is, Nameko would never tell that the worker has ended."""


ZERO = b"\\u0000"
"""JSON may say it; PostgreSQL keeps no such text, so not even the failure could be stored."""

TOPOLOGY = Topology.of(SERVICES, routes())


class SubscriptionConsumer(SharedInboxConsumer):
    """Hands each delivery of the service's inbox to the handler of its event, in a Nameko worker."""

    topology = TOPOLOGY

    def __init__(self) -> None:
        super().__init__()
        self._subscriptions: dict[tuple[str, int], Subscription] = {}

    def register(self, subscription: Subscription) -> None:
        """Called by each subscription in its `setup`. ValueError for a second handler of one event."""
        key = (subscription.event.NAME, subscription.event.VERSION)
        if key in self._subscriptions:
            raise ValueError(f"two handlers of {key} in {self.container.service_name}")
        self._subscriptions[key] = subscription

    def handle(self, delivery: Delivery) -> Settlement:
        envelope = envelope_of(delivery)
        handler = self._handler(envelope)
        if handler is None:
            raise Undecodable(f"nobody here handles {envelope.name} version {envelope.version}")
        handler.run(envelope, again=False)
        return SETTLED

    def try_again(self, envelope: Envelope) -> None:
        """Run the handler of an event that waits in the inbox. LookupError when the handler is gone."""
        handler = self._handler(envelope)
        if handler is None:
            raise LookupError(f"nobody here handles {envelope.name} version {envelope.version}")
        handler.run(envelope, again=True)

    def handler_of(self, name: str, version: int) -> str | None:
        """The name that an event's handler marks the inbox with; None when nobody here handles it."""
        subscription = self._subscriptions.get((name, version))
        return None if subscription is None else subscription.method_name

    def _handler(self, envelope: Envelope) -> Subscription | None:
        return self._subscriptions.get((envelope.name, envelope.version))


class Subscription(Entrypoint):
    """A handler of one event class."""

    logs_its_failures = True
    consumer = SubscriptionConsumer()

    def __init__(self, event: type[Event], **options: Any) -> None:
        super().__init__(**options)
        self.event = event

    def setup(self) -> None:
        self.consumer.register(self)

    def stop(self) -> None:
        self.consumer.stop()

    def run(self, envelope: Envelope, *, again: bool) -> None:
        """Run the handler in a worker and wait for it; raises what could not even be stored."""
        done = Arrival()
        self.container.spawn_worker(self, (envelope, again), {}, handle_result=partial(self._settled, done))
        done.wait()

    @staticmethod
    def _settled(done: Arrival, worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is None:
            done.send(result)
        else:
            done.send_exception(*exc_info)
        return result, None


def subscribe(event: type[Event]) -> Callable[[Method], Method]:
    """`method(self, uow, event)` in one transaction with the inbox mark; named `on_<event>`.

    Raise `NotYet` for a fact that has not arrived; any other exception is tried again ten times, then quarantined.
    """

    def decorate(method: Method) -> Method:
        @wraps(method)
        def run(self: Any, envelope: Envelope, again: bool) -> str:
            def handle(unit: Any) -> None:
                with _ordinary_timeouts():  # in here too, so that the failure is kept with the event
                    method(self, unit, from_json(event, envelope.payload))

            runtime: AnyRuntime = self.runtime
            take = try_again if again else receive
            with _ordinary_timeouts():
                return take(
                    runtime.units,
                    method.__name__,
                    envelope,
                    handle,
                    now=runtime.clock.now(),
                    announced=runtime.wake_relay,
                )

        setattr(run, SUBSCRIBED, event)
        decorated: Method = Subscription.decorator(event)(run)
        return decorated

    return decorate


@contextmanager
def _ordinary_timeouts() -> Iterator[None]:
    try:
        yield
    except eventlet.Timeout as error:
        raise Aborted(str(error)) from error


def envelope_of(delivery: Delivery) -> Envelope:
    """The envelope of a delivery; `Undecodable` for anything that is not one of our events."""
    try:
        headers = delivery.headers
        if ZERO in delivery.body:
            raise ValueError("a zero character")
        return Envelope(
            message_id=UUID(delivery.message_id),
            name=_text(headers["name"]),
            version=int(headers["version"]),
            city=_text(headers["city"]),
            request_id=_text(headers.get("request_id", "")),
            payload=dict(orjson.loads(delivery.body)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Undecodable(type(error).__name__) from None


def _text(value: Any) -> str:
    """A header that is text the database can keep. ValueError otherwise."""
    if not isinstance(value, str) or "\x00" in value or not value.isprintable():
        raise ValueError("not a text")
    return value


_lock_job = select(func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("job"), 0)).label("is_held"))


class Timer(Entrypoint):
    """Runs a method again and again, for each city in a transaction of its own, one replica at a time."""

    logs_its_failures = True

    def __init__(self, seconds: float, **options: Any) -> None:
        super().__init__(**options)
        self.seconds = seconds
        self._greenlet: Any = None

    def start(self) -> None:
        self._greenlet = self.container.spawn_managed_thread(self._run, identifier=f"timer-{self.method_name}")

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    kill = stop

    def _run(self) -> None:
        while True:
            eventlet.sleep(self.seconds)
            done = Arrival()
            self.container.spawn_worker(self, (), {}, handle_result=partial(self._settled, done))
            done.wait()

    @staticmethod
    def _settled(done: Arrival, worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is not None:
            log.error("timer failed", exc_info=exc_info)
        done.send(None)
        return None, None


def timer(seconds: float) -> Callable[[Method], Method]:
    """`method(self, uow)` every so many seconds of real time; one city's failure does not stop another's."""

    def decorate(method: Method) -> Method:
        @wraps(method)
        def run(self: Any) -> None:
            runtime: AnyRuntime = self.runtime
            try:
                cities = runtime.units.cities()
            except DatabaseUnavailable:
                return
            for city in cities:
                try:
                    _run_for_city(runtime, method, self, city)
                except LostUpdate:
                    continue
                except (Exception, eventlet.Timeout):
                    log.exception("timer failed for a city", extra={"job": method.__name__, "city": city})

        decorated: Method = Timer.decorator(seconds)(run)
        return decorated

    return decorate


def _run_for_city(runtime: AnyRuntime, method: Method, service: Any, city: str) -> None:
    job = f"{runtime.service}.{method.__name__}.{city}"
    with runtime.units.open(Actor.system(city), request_id=f"timer-{method.__name__}", now=runtime.clock.now()) as unit:
        held = unit.transaction.first(_lock_job, job=job)
        if held is None or not held.is_held:
            return
        method(service, unit)
        runtime.units.commit(unit)
    if unit.outbox.count:
        runtime.wake_relay()

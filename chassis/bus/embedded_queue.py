"""What a broker holds, held in this process: virtual hosts, exchanges, queues and their messages.

Behaves as RabbitMQ does for the part of AMQP that this project uses. Nothing here outlives the
process: durability is the business of the outbox. One eventlet hub, no threads.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from amqp.exceptions import NotFound, PreconditionFailed
from eventlet import hubs

Message = dict[str, Any]
"""kombu's form: `body`, `content-type`, `content-encoding`, `headers`, `properties`."""

ROUTES_REMEMBERED: Final = 1024
EXCHANGE_DECLARE, QUEUE_DECLARE, BASIC_PUBLISH = (40, 10), (50, 10), (60, 40)


class Listener(Protocol):
    """A consumer, as its queue sees it."""

    @property
    def has_room(self) -> bool: ...

    def wake(self) -> None: ...


@dataclass(slots=True)
class Stored:
    """A message in one queue. `deadline` is monotonic seconds, `returns` how often it came back unsettled."""

    message: Message
    exchange: str
    routing_key: str
    position: int = 0
    deadline: float | None = None
    returns: int = 0

    @property
    def is_persistent(self) -> bool:
        return bool(self.message["properties"].get("delivery_mode") == 2)


class Queue:
    """A queue: order, expiry, delivery limit, dead letters."""

    def __init__(self, host: VirtualHost, name: str, *, durable: bool, auto_delete: bool, arguments: Message) -> None:
        self._host = host
        self.name, self.durable, self.auto_delete, self.arguments = name, durable, auto_delete, arguments
        self.listeners: list[Listener] = []
        self.is_gone = False
        self._ready: deque[Stored] = deque()
        self._next_position = 0
        self._timer_is_set = False

    def __len__(self) -> int:
        return len(self._ready)

    def put(self, stored: Stored) -> None:
        """Store at the end."""
        stored.position = self._next_position
        self._next_position += 1
        stored.deadline = self._deadline_of(stored.message)
        self._ready.append(stored)
        self._watch_the_first()
        self.wake()

    def put_back(self, stored: Stored) -> None:
        """Return what was not settled to its old place; beyond `x-delivery-limit` it becomes a dead letter."""
        stored.returns += 1
        limit = self.arguments.get("x-delivery-limit")
        if limit is not None and stored.returns > limit:
            self.bury(stored, "delivery_limit")
            return
        place = 0
        while place < len(self._ready) and self._ready[place].position < stored.position:
            place += 1
        self._ready.insert(place, stored)
        self._watch_the_first()
        self.wake()

    def take(self) -> Stored | None:
        """The first message that has not expired, out of the queue; None if there is none."""
        self._bury_expired()
        if not self._ready:
            return None
        stored = self._ready.popleft()
        self._watch_the_first()
        return stored

    def bury(self, stored: Stored, reason: str) -> None:
        """Send to the dead-letter exchange if the queue names one; otherwise the message is gone."""
        exchange = self.arguments.get("x-dead-letter-exchange")
        if exchange is None:
            return
        key = self.arguments.get("x-dead-letter-routing-key", stored.routing_key)
        with contextlib.suppress(NotFound):  # as at the broker: a dead-letter exchange that is missing swallows
            self._host.publish(_with_death(stored, self.name, reason), exchange, key)

    def purge(self) -> int:
        """Drop what is ready; how many that were."""
        dropped = len(self._ready)
        self._ready.clear()
        return dropped

    def forget_transient(self) -> None:
        """Drop what a restart of the broker would lose."""
        self._ready = deque(stored for stored in self._ready if stored.is_persistent)

    def wake(self) -> None:
        """Make the consumers that can take something look here."""
        if self._ready:
            for listener in self.listeners:
                if listener.has_room:
                    listener.wake()

    def _deadline_of(self, message: Message) -> float | None:
        own, of_queue = message["properties"].get("expiration"), self.arguments.get("x-message-ttl")
        limits = [int(limit) for limit in (own, of_queue) if limit is not None]
        return time.monotonic() + min(limits) / 1000 if limits else None

    def _bury_expired(self) -> None:
        while self._ready and (deadline := self._ready[0].deadline) is not None and deadline <= time.monotonic():
            self.bury(self._ready.popleft(), "expired")

    def _watch_the_first(self) -> None:
        """One timer per queue, for its first message: as at the broker, messages expire from the front."""
        if self._timer_is_set or not self._ready or (deadline := self._ready[0].deadline) is None:
            return
        self._timer_is_set = True
        hubs.get_hub().schedule_call_global(max(0.0, deadline - time.monotonic()) + 0.001, self._on_timer)

    def _on_timer(self) -> None:
        self._timer_is_set = False
        self._bury_expired()
        self._watch_the_first()


@dataclass
class Exchange:
    """`bindings` are (binding key, queue name); `routes` remembers where a routing key leads."""

    kind: str
    durable: bool = True
    auto_delete: bool = False
    arguments: Message = field(default_factory=dict)
    bindings: list[tuple[str, str]] = field(default_factory=list)
    routes: dict[str, list[str]] = field(default_factory=dict)

    def queues_for(self, routing_key: str) -> list[str]:
        """Names of the queues that a message with this key goes to, each once."""
        names = self.routes.get(routing_key)
        if names is None:
            if len(self.routes) >= ROUTES_REMEMBERED:
                self.routes.clear()
            matching = (queue for key, queue in self.bindings if self._leads(key, routing_key))
            names = self.routes[routing_key] = list(dict.fromkeys(matching))
        return names

    def rebind(self, bindings: list[tuple[str, str]]) -> None:
        self.bindings = bindings
        self.routes.clear()

    def _leads(self, key: str, routing_key: str) -> bool:
        if self.kind == "topic":
            return topic_matches(key.split("."), routing_key.split("."))
        return self.kind == "fanout" or key == routing_key


class VirtualHost:
    """Exchanges and queues of one `embedded://name/vhost`."""

    def __init__(self) -> None:
        self.queues: dict[str, Queue] = {}
        self.exchanges = {
            "amq.direct": Exchange("direct"),
            "amq.topic": Exchange("topic"),
            "amq.fanout": Exchange("fanout"),
        }

    def declare_exchange(self, name: str, wanted: Exchange, *, passive: bool) -> None:
        """Create, or agree with what is there: NotFound (passive), PreconditionFailed (406)."""
        there = self.exchanges.get(name)
        if there is None and passive:
            raise NotFound(f"NOT_FOUND - no exchange '{name}'", EXCHANGE_DECLARE)
        if there is None:
            self.exchanges[name] = wanted
        elif not passive and _settings_of(there) != _settings_of(wanted):
            raise PreconditionFailed(f"PRECONDITION_FAILED - inequivalent arg for exchange '{name}'", EXCHANGE_DECLARE)

    def declare_queue(self, wanted: Queue, *, passive: bool) -> Queue:
        """Create, or agree with what is there: NotFound (passive), PreconditionFailed (406)."""
        there = self.queues.get(wanted.name)
        if there is None and passive:
            raise NotFound(f"NOT_FOUND - no queue '{wanted.name}'", QUEUE_DECLARE)
        if there is None:
            self.queues[wanted.name] = wanted
            return wanted
        same = (there.durable, there.auto_delete, there.arguments) == (
            wanted.durable,
            wanted.auto_delete,
            wanted.arguments,
        )
        if not passive and not same:
            raise PreconditionFailed(f"PRECONDITION_FAILED - inequivalent arg for queue '{wanted.name}'", QUEUE_DECLARE)
        return there

    def queue(self, name: str) -> Queue:
        """Raises NotFound (404)."""
        try:
            return self.queues[name]
        except KeyError:
            raise NotFound(f"NOT_FOUND - no queue '{name}'", QUEUE_DECLARE) from None

    def exchange(self, name: str) -> Exchange:
        """Raises NotFound (404)."""
        try:
            return self.exchanges[name]
        except KeyError:
            raise NotFound(f"NOT_FOUND - no exchange '{name}'", BASIC_PUBLISH) from None

    def drop_queue(self, name: str) -> int:
        """Remove a queue with its bindings; how many messages it held."""
        queue = self.queues.pop(name, None)
        if queue is None:
            return 0
        for exchange in self.exchanges.values():
            exchange.rebind([(key, bound) for key, bound in exchange.bindings if bound != name])
        queue.is_gone = True
        for listener in queue.listeners:
            listener.wake()  # so that its connection notices
        return queue.purge()

    def publish(self, message: Message, exchange: str, routing_key: str) -> bool:
        """Store a copy in every queue that the key leads to; False if there is none. Raises NotFound."""
        names = self.exchange(exchange).queues_for(routing_key) if exchange else [routing_key]
        queues = [self.queues[name] for name in names if name in self.queues]
        for queue in queues:
            queue.put(Stored(message, exchange, routing_key))
        return bool(queues)


def topic_matches(pattern: list[str], words: list[str]) -> bool:
    """AMQP topics: `*` is one word, `#` any number of them."""
    if not pattern:
        return not words
    if pattern[0] == "#":
        return any(topic_matches(pattern[1:], words[start:]) for start in range(len(words) + 1))
    return bool(words) and pattern[0] in ("*", words[0]) and topic_matches(pattern[1:], words[1:])


def _settings_of(exchange: Exchange) -> tuple[Any, ...]:
    return exchange.kind, exchange.durable, exchange.auto_delete, exchange.arguments


def _with_death(stored: Stored, queue: str, reason: str) -> Message:
    """The message with RabbitMQ's `x-death` headers; it no longer expires."""
    headers = dict(stored.message["headers"] or {})
    earlier = list(headers.get("x-death") or ())
    same = [death for death in earlier if (death["queue"], death["reason"]) == (queue, reason)]
    death = {
        "queue": queue,
        "reason": reason,
        "count": 1 + sum(before["count"] for before in same),
        "exchange": stored.exchange,
        "routing-keys": [stored.routing_key],
    }
    headers["x-death"] = [death, *(other for other in earlier if other not in same)]
    for name in ("queue", "reason", "exchange"):
        headers.setdefault(f"x-first-death-{name}", death[name])
    properties: Mapping[str, Any] = stored.message["properties"]
    kept = {name: value for name, value in properties.items() if name != "expiration"}
    return {**stored.message, "headers": headers, "properties": kept}

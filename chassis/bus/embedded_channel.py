"""AMQP's methods, carried out on the queues of this process."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amqp.exceptions import ChannelError, ConsumerCancelled, RecoverableConnectionError
from amqp.protocol import queue_declare_ok_t
from kombu.transport import virtual

from chassis.bus.embedded_queue import BASIC_PUBLISH, Exchange, Message, Queue, Stored, VirtualHost

_numbers = itertools.count(1)


@dataclass(slots=True, eq=False)
class Subscription:
    """A consumer on a channel. `prefetch` 0 means no limit."""

    channel: Channel
    tag: str
    queue: Queue
    callback: Callable[[Any], None]
    no_ack: bool
    prefetch: int
    unsettled: int = 0

    @property
    def has_room(self) -> bool:
        return not self.prefetch or self.unsettled < self.prefetch

    def wake(self) -> None:
        self.channel.connection.wake()


@dataclass(slots=True)
class Unsettled:
    """A delivery that waits for its acknowledgement; `subscription` is None after `basic_get`."""

    queue: Queue
    stored: Stored
    subscription: Subscription | None


class Channel(virtual.Channel):
    """AMQP's methods on a `VirtualHost`. After `close` every one of them raises, as on a lost connection."""

    body_encoding = None
    do_restore = False
    closed: bool

    def __init__(self, connection: Any, **options: Any) -> None:
        super().__init__(connection, **options)
        self.events: dict[str, set[Callable[..., None]]] = {"basic_return": set()}
        self._host: VirtualHost = connection.host
        self._subscriptions: dict[str, Subscription] = {}
        self._unsettled: dict[int, Unsettled] = {}
        self._prefetch = 0

    @property
    def has_unsettled(self) -> bool:
        """Whether a delivery from a durable queue waits for its acknowledgement here."""
        return any(unsettled.queue.durable for unsettled in self._unsettled.values())

    def exchange_declare(
        self,
        exchange: str = "",
        type: str = "direct",  # noqa: A002  # kombu passes it by this name
        *,
        durable: bool = False,
        auto_delete: bool = False,
        arguments: Message | None = None,
        nowait: bool = False,
        passive: bool = False,
        **_: Any,
    ) -> None:
        wanted = Exchange(type, durable, auto_delete, dict(arguments or {}))
        self._host.declare_exchange(exchange, wanted, passive=passive)

    def exchange_delete(self, exchange: str, if_unused: bool = False, nowait: bool = False) -> None:
        self._host.exchanges.pop(exchange, None)

    def queue_declare(
        self,
        queue: str = "",
        *,
        passive: bool = False,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = True,
        nowait: bool = False,
        arguments: Message | None = None,
        **_: Any,
    ) -> Any:
        name = queue or f"amq.gen-{next(_numbers)}"
        wanted = Queue(
            self._host, name, durable=durable, auto_delete=auto_delete or exclusive, arguments=dict(arguments or {})
        )
        declared = self._host.declare_queue(wanted, passive=passive)
        return queue_declare_ok_t(name, len(declared), len(declared.listeners))

    def queue_bind(
        self, queue: str, exchange: str = "", routing_key: str = "", *, arguments: Message | None = None, **_: Any
    ) -> None:
        if not exchange:
            return
        self._host.queue(queue)
        binding, bound = (routing_key, queue), self._host.exchange(exchange)
        if binding not in bound.bindings:
            bound.rebind([*bound.bindings, binding])

    def queue_unbind(
        self, queue: str, exchange: str = "", routing_key: str = "", *, arguments: Message | None = None, **_: Any
    ) -> None:
        bound = self._host.exchange(exchange)
        bound.rebind([binding for binding in bound.bindings if binding != (routing_key, queue)])

    def queue_delete(self, queue: str, if_unused: bool = False, if_empty: bool = False, **_: Any) -> int:
        return self._host.drop_queue(queue)

    def queue_purge(self, queue: str, **_: Any) -> int:
        return self._host.queue(queue).purge()

    def basic_publish(
        self, message: Message, exchange: str = "", routing_key: str = "", mandatory: bool = False, **_: Any
    ) -> None:
        self._must_be_open()
        properties = message["properties"]
        properties.setdefault("content_type", message.get("content-type"))  # nameko looks for it there
        properties.setdefault("content_encoding", message.get("content-encoding"))
        if not self._host.publish(message, exchange, routing_key) and mandatory:
            self._return(message, exchange, routing_key)

    basic_publish_confirm = basic_publish

    def basic_qos(self, prefetch_size: int = 0, prefetch_count: int = 0, apply_global: bool = False) -> None:
        """For the consumers that start after it, each on its own, as RabbitMQ counts."""
        self._prefetch = prefetch_count

    def basic_consume(
        self, queue: str, no_ack: bool = False, callback: Any = None, consumer_tag: str = "", **_: Any
    ) -> str:
        self._must_be_open()
        tag = consumer_tag or f"consumer-{next(_numbers)}"
        subscription = Subscription(self, tag, self._host.queue(queue), callback, no_ack, self._prefetch)
        self._subscriptions[tag] = subscription
        subscription.queue.listeners.append(subscription)
        subscription.queue.wake()
        return tag

    def basic_cancel(self, consumer_tag: str, nowait: bool = False, **_: Any) -> None:
        subscription = self._subscriptions.pop(consumer_tag, None)
        if subscription is None:
            return
        queue = subscription.queue
        queue.listeners.remove(subscription)
        if queue.auto_delete and not queue.listeners:
            self._host.drop_queue(queue.name)

    def basic_get(self, queue: str, no_ack: bool = False, **_: Any) -> Any:
        self._must_be_open()
        source = self._host.queue(queue)
        stored = source.take()
        if stored is None:
            return None
        return self._deliver(Unsettled(source, stored, None), no_ack=no_ack)

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        self._must_be_open()
        tags = [tag for tag in self._unsettled if tag <= delivery_tag] if multiple else [delivery_tag]
        for tag in tags:
            self._settle(tag)

    def basic_reject(self, delivery_tag: int, requeue: bool = False) -> None:
        self._must_be_open()
        unsettled = self._settle(delivery_tag)
        if requeue:
            unsettled.queue.put_back(unsettled.stored)
        else:
            unsettled.queue.bury(unsettled.stored, "rejected")

    def deliver_next(self) -> bool:
        """Hand one message to one consumer, the longest waiting first; False if there is nothing to hand over."""
        for tag, subscription in list(self._subscriptions.items()):
            if subscription.queue.is_gone:
                raise ConsumerCancelled(tag)
            if not subscription.has_room or (stored := subscription.queue.take()) is None:
                continue
            self._subscriptions[tag] = self._subscriptions.pop(tag)
            listeners = subscription.queue.listeners
            listeners.remove(subscription)
            listeners.append(subscription)  # the next message wakes somebody else first
            unsettled = Unsettled(subscription.queue, stored, subscription)
            subscription.callback(self._deliver(unsettled, no_ack=subscription.no_ack))
            return True
        return False

    def close(self) -> None:
        """Cancel the consumers and return what they left unacknowledged, each message to its place."""
        if self.closed:
            return
        for tag in list(self._subscriptions):
            self.basic_cancel(tag)
        self.closed = True
        for unsettled in self._unsettled.values():
            unsettled.queue.put_back(unsettled.stored)
        self._unsettled.clear()
        if self.connection is not None:
            self.connection.close_channel(self)

    def _deliver(self, unsettled: Unsettled, *, no_ack: bool) -> Any:
        tag, stored, subscription = next(_numbers), unsettled.stored, unsettled.subscription
        if not no_ack:
            self._unsettled[tag] = unsettled
            if subscription is not None:
                subscription.unsettled += 1
        message, headers = stored.message, dict(stored.message["headers"] or {})
        if stored.returns and unsettled.queue.arguments.get("x-queue-type") == "quorum":
            headers["x-delivery-count"] = stored.returns
        delivery_info = {
            "exchange": stored.exchange,
            "routing_key": stored.routing_key,
            "redelivered": stored.returns > 0,
            "consumer_tag": subscription.tag if subscription else None,
        }
        properties = {**message["properties"], "delivery_tag": tag, "delivery_info": delivery_info}
        return self.Message({**message, "headers": headers, "properties": properties}, channel=self)

    def _settle(self, delivery_tag: int) -> Unsettled:
        unsettled = self._unsettled.pop(delivery_tag)
        if unsettled.subscription is not None:
            unsettled.subscription.unsettled -= 1
            unsettled.queue.wake()
        return unsettled

    def _return(self, message: Message, exchange: str, routing_key: str) -> None:
        error = ChannelError("NO_ROUTE", BASIC_PUBLISH, reply_code=312)
        if not self.events["basic_return"]:
            raise error
        properties = {**message["properties"], "delivery_tag": None}
        returned = self.Message({**message, "properties": properties}, channel=self)
        for listener in tuple(self.events["basic_return"]):
            listener(error, exchange, routing_key, returned)

    def _must_be_open(self) -> None:
        if self.closed:
            raise RecoverableConnectionError("connection already closed")

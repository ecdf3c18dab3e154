"""What a chassis counts, one family per question, and short functions to say it.

Families live in a registry of our own and are made once per process: asking for the same one again gives the same one,
so that two containers or a second start in one process are harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics import MetricWrapperBase

Family = TypeVar("Family", bound=MetricWrapperBase)

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_registry = CollectorRegistry()
_families: dict[str, tuple[MetricWrapperBase, tuple[object, ...]]] = {}
ProcessCollector(registry=_registry)


def counter(name: str, question: str, labels: tuple[str, ...] = ()) -> Counter:
    """The counter `name`, made when it is first asked for. ValueError when it exists as something else."""
    return _family(Counter, name, question, labels)


def gauge(name: str, question: str, labels: tuple[str, ...] = ()) -> Gauge:
    """The gauge `name`, as `counter`."""
    return _family(Gauge, name, question, labels)


def histogram(name: str, question: str, labels: tuple[str, ...] = ()) -> Histogram:
    """The histogram `name` of seconds, as `counter`."""
    return _family(Histogram, name, question, labels)


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    return generate_latest(_registry)


def _family(kind: type[Family], name: str, question: str, labels: tuple[str, ...]) -> Family:
    shape = (kind, labels)
    if name not in _families:
        make: Callable[..., Family] = kind
        if kind is Histogram:
            make = partial(make, buckets=SECONDS)
        _families[name] = (make(name, question, labels, registry=_registry), shape)
    family, existing_shape = _families[name]
    if existing_shape != shape or not isinstance(family, kind):
        raise ValueError(f"the metric {name} exists with another kind or other labels")
    return family


_worker_seconds = histogram("worker_seconds", "How long do workers take?", ("service", "method", "outcome"))
_refusals = counter("refusals_total", "What is refused, and how often?", ("code",))
_http_connections = gauge("http_connections", "How many clients are connected?")
_outbox_oldest_seconds = gauge("outbox_oldest_seconds", "How long does the oldest event wait?", ("service",))
_outbox_unpublished = gauge("outbox_unpublished", "How many events wait for the relay?", ("service",))
_relay_published = counter("relay_published_total", "How many events did the relay publish?", ("service",))
_inbox_waiting = gauge("inbox_waiting", "How many messages wait for another try?", ("service",))
_inbox_quarantined = gauge("inbox_quarantined", "How many messages need a person?", ("service",))
_rpc_calls_seconds = histogram("rpc_calls_seconds", "How long do our calls take?", ("service", "method", "outcome"))


def observe_worker(service: str, method: str, outcome: str, seconds: float) -> None:
    """A worker ended; `outcome` is `ok`, `refused` or `failed`."""
    _worker_seconds.labels(service, method, outcome).observe(seconds)


def count_refusal(code: str) -> None:
    """Somebody was told no. `code` is a refusal's stable code, never text."""
    _refusals.labels(code).inc()


def set_connections(connections: int) -> None:
    """How many HTTP connections are open."""
    _http_connections.set(connections)


def set_outbox(service: str, *, oldest_seconds: float, unpublished: int) -> None:
    """What the relay found in the outbox; 0 and 0 when it is empty."""
    _outbox_oldest_seconds.labels(service).set(oldest_seconds)
    _outbox_unpublished.labels(service).set(unpublished)


def forget_outbox(service: str) -> None:
    """This process watches the outbox no longer: the figures of its last look would look like news."""
    for family in (_outbox_oldest_seconds, _outbox_unpublished):
        with suppress(KeyError):
            family.remove(service)


def count_published(service: str, events: int) -> None:
    """The broker confirmed a batch."""
    _relay_published.labels(service).inc(events)


def set_inbox(service: str, *, waiting: int, quarantined: int) -> None:
    """What the sweeper found in the inbox."""
    _inbox_waiting.labels(service).set(waiting)
    _inbox_quarantined.labels(service).set(quarantined)


def observe_call(service: str, method: str, outcome: str, seconds: float) -> None:
    """An RPC call of ours ended; `outcome` is `ok`, `refused`, `failed`, `timed_out` or `unreachable`."""
    _rpc_calls_seconds.labels(service, method, outcome).observe(seconds)

"""The message bus: RabbitMQ, or the same behaviour inside one process. Nothing here knows a business word.

Importing this package loads neither kombu nor eventlet; call `register_transports` once per process,
after `eventlet.monkey_patch()` and before the first connection.
"""

from __future__ import annotations

from typing import Final

_TRANSPORTS: Final = {
    "embedded": "chassis.bus.embedded:Transport",
    "amqp": "chassis.bus.amqp:Transport",
    "amqps": "chassis.bus.amqp:SecureTransport",
}


def register_transports() -> None:
    """Teach kombu the schemes `embedded://name/vhost`, `amqp://` and `amqps://` as this project speaks them.

    A plain `amqp://` address then uses the buffered transport of `chassis.bus.amqp`. Harmless when called again.
    """
    from kombu import transport

    transport.TRANSPORT_ALIASES.update(_TRANSPORTS)
    for scheme in _TRANSPORTS:
        transport._transport_cache.pop(scheme, None)  # kombu may have resolved `amqp` before we came

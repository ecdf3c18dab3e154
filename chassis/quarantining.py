"""Dead letters of the bus become rows of the inbox, in quarantine, where a person sees them.

A dead letter is an event that killed the process of its handler again and again, or a message that is
no event of ours. The first can be replayed after the mend; of the second only the text is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.bus.consumer import Delivery, Undecodable
from chassis.bus.dead_letters import DeadLetter
from chassis.inbox import Envelope
from chassis.subscriptions import envelope_of

NOBODY = "?"
"""The handler of a letter that no handler here can take."""

UNREADABLE = "body"
"""Only the envelope of a letter that is no event of ours has this field: it can be looked at, not replayed."""

# The handler may have taken the event in by another delivery, or it waits already: then there is nothing to keep.
_QUARANTINE = """
    insert into inbox (handler, message_id, city, state, attempts, envelope, error, first_failed_at, next_attempt_at)
    values (%s, %s::uuid, %s, 'quarantined', 0, %s::jsonb, %s, clock_timestamp(), clock_timestamp())
    on conflict (handler, message_id) do nothing
"""

HandlerOf = Callable[[str, int], str | None]
"""The name of the handler of an event by name and version; None when nobody here handles it."""


def quarantine(cursor: Any, letter: DeadLetter, handler_of: HandlerOf) -> str:
    """Keep one letter, once, however often it comes. Gives the message id that it is kept under."""
    delivery = letter.delivery
    try:
        envelope = envelope_of(delivery)
    except Undecodable as error:
        message_id, handler, city = _id_of(delivery), NOBODY, str(delivery.headers.get("city") or "")
        kept, told = _as_text(letter), f"dead letter ({letter.reason}): undecodable, {error}"
    else:
        message_id, city = envelope.message_id, envelope.city
        handler = handler_of(envelope.name, envelope.version) or NOBODY
        kept, told = envelope.as_json(), f"dead letter ({letter.reason})"
    cursor.execute(_QUARANTINE, (handler, str(message_id), _storable(city), _json(kept), told))
    return str(message_id)


def readable(message_id: str, city: str, kept: dict[str, Any]) -> Envelope:
    """The event in a row of the inbox. LookupError when it holds none."""
    if UNREADABLE in kept:
        raise LookupError("undecodable: no handler could read it, so it can only be discarded")
    return Envelope(message_id=UUID(message_id), city=city, **kept)


def _id_of(delivery: Delivery) -> UUID:
    """The letter's own id, or one that the same letter always gets."""
    try:
        return UUID(delivery.message_id)
    except ValueError:
        return uuid5(NAMESPACE_URL, f"{delivery.routing_key} {delivery.message_id} {delivery.body.hex()}")


def _as_text(letter: DeadLetter) -> dict[str, Any]:
    delivery = letter.delivery
    return {
        "name": str(delivery.headers.get("name") or delivery.routing_key),
        "exchange": letter.exchange,
        "routing_key": delivery.routing_key,
        "headers": {str(name): str(value) for name, value in delivery.headers.items()},
        UNREADABLE: delivery.body.decode("utf-8", "replace"),
    }


def _json(kept: dict[str, Any]) -> str:
    return _storable(json.dumps(kept, ensure_ascii=False).replace("\\u0000", "\\ufffd"))


def _storable(text: str) -> str:
    """Without what PostgreSQL does not take in a text: zero characters and halves of surrogate pairs."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()

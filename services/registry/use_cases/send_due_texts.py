"""Sends the text messages that wait, outside of any transaction of a change, a city at a time and not too many."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from contracts.sealed import Sealer
from services.registry.domain.accounts import PHONE
from services.registry.domain.sms import NOTICES_A_DAY, Template, Text, TextMessage, TextState, read_text
from services.registry.use_cases.ports.telling import Texts

log = logging.getLogger(__name__)

BATCH = 20
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


class GatewayAway(OSError):
    """The gateway did not answer: there is no use in trying the next message right now."""


class GatewayRefused(OSError):
    """The gateway answered, and did not take this message. The text says which status, never what was sent."""


class Texter(Protocol):
    """Hands one text message to a gateway; GatewayAway or GatewayRefused when it is not taken.

    `is_there`: the installation has a gateway at all; `per_minute`: how many a city may send. The id is the same in
    every repetition, so that the gateway sends once.
    """

    @property
    def is_there(self) -> bool: ...
    @property
    def per_minute(self) -> int: ...
    def send(self, phone: str, text: Text, *, message_id: UUID) -> None: ...


OpenTexts = Callable[[], AbstractContextManager[Texts]]
"""Opens a transaction over the text messages; leaving the block without an error commits it."""


def send_due_texts(
    open_texts: OpenTexts, texter: Texter, sealer: Sealer, now: Callable[[], datetime], *, until: datetime
) -> int:
    """How many left. Each is leased first: if this process dies, another sends it after two minutes."""
    leased = iter(_leased(open_texts, texter.per_minute, now()))
    sent = 0
    for message in leased:
        if now() >= until:
            _put_back(open_texts, message, leased, now())
            break
        try:
            outcome = _sent(message, texter, sealer, now)
        except GatewayAway as error:
            _put(open_texts, message.failed(now(), str(error)))
            _put_back(open_texts, None, leased, now())
            break
        _put(open_texts, outcome)
        sent += outcome.state is TextState.SENT
    return sent


def _leased(open_texts: OpenTexts, per_minute: int, now: datetime) -> Sequence[TextMessage]:
    """What may go now; what is too late or one too many for its phone is settled here, unsent."""
    with open_texts() as texts:
        room = min(BATCH, per_minute - texts.sent_since(now - _MINUTE))
        due = texts.due(now, room) if room > 0 else []
        notices = {message.phone_mark for message in due if message.template is Template.NOTICE}
        had = dict(texts.notices_since(notices, now - _DAY)) if notices else {}
        leased = []
        for message in due:
            looked_at = _looked_at(message, had, now)
            texts.put(looked_at)
            if looked_at.state is TextState.WAITING:
                leased.append(looked_at)
    return leased


def _looked_at(message: TextMessage, had: dict[bytes, int], now: datetime) -> TextMessage:
    if message.is_expired(now):
        return message.expired()
    if message.template is Template.NOTICE:
        had[message.phone_mark] = had.get(message.phone_mark, 0) + 1
        if had[message.phone_mark] > NOTICES_A_DAY:
            return message.dropped()
    return message.leased(now)


def _sent(message: TextMessage, texter: Texter, sealer: Sealer, now: Callable[[], datetime]) -> TextMessage:
    try:
        phone = sealer.open(message.phone, purpose=PHONE)
        texter.send(phone, read_text(message, sealer), message_id=message.id)
    except GatewayAway:
        raise
    except Exception as error:  # noqa: BLE001  # one that cannot even be opened must not hold up the others
        kind = str(error) if isinstance(error, GatewayRefused) else type(error).__name__
        # Neither the phone nor the text: only which message, and what kind of failure.
        facts = {"text_message_id": str(message.id), "attempts": message.attempts, "error": kind}
        log.warning("text message not sent", extra=facts)
        return message.failed(now(), kind)
    return message.sent(now())


def _put(open_texts: OpenTexts, message: TextMessage) -> None:
    with open_texts() as texts:
        texts.put(message)


def _put_back(open_texts: OpenTexts, first: TextMessage | None, rest: Iterator[TextMessage], now: datetime) -> None:
    """What was leased and not tried is due again soon, for whoever runs next."""
    left = [*([first] if first else []), *rest]
    if left:
        with open_texts() as texts:
            for message in left:
                texts.put(message.put_back(now))

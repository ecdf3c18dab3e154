"""Answering: the replies of one hub turn leave together, and the acknowledgements right behind them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import eventlet

from chassis.bus.connection import BrokerUnavailable
from chassis.bus.link import Link
from chassis.rpc.transport.wire import join

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Batch:
    """A message of calls. It is acknowledged when the last of them is settled."""

    message: Any
    reply_to: str
    unsettled: int
    is_begun: bool = False


class Replies:
    """Collects answers until the hub turns, then publishes one message per caller."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._answers: dict[str, list[bytes]] = {}
        self._finished: list[Batch] = []
        self._is_scheduled = False

    def settle(self, batch: Batch, answer: bytes | None) -> None:
        """One call of the batch is done; `answer` is None if nobody waits for it any more."""
        if answer is not None:
            self._answers.setdefault(batch.reply_to, []).append(answer)
        batch.unsettled -= 1
        if not batch.unsettled:
            self._finished.append(batch)
        if not self._is_scheduled:
            self._is_scheduled = True
            eventlet.spawn_n(self.flush)

    def flush(self) -> None:
        """Publish and acknowledge what there is, in this order and in one write. Never raises."""
        self._is_scheduled = False
        answers, self._answers = self._answers, {}
        finished, self._finished = self._finished, []
        for reply_to, encoded in answers.items():
            try:
                # The default exchange: the address of a caller is the name of a queue.
                self._link.publish(join(encoded), exchange="", routing_key=reply_to)
            except BrokerUnavailable as error:
                log.warning("answers lost", extra={"answers": len(encoded), "error": repr(error)})
        for batch in finished:
            self._link.acknowledge(batch.message)

"""Exchange with the national platform: the signed feed, its keys, and the same as a file."""

from __future__ import annotations

from typing import Any

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from contracts.actor import Actor
from contracts.national_feed import ALGORITHM, FeedSigner
from contracts.permissions import PUBLIC
from services.oversight.storage.read_national import page_of_feed
from services.oversight.storage.unit import OversightUnit

Shown = dict[str, Any]


class NationalMethods:
    """XB1."""

    runtime: Runtime[OversightUnit]
    feed_signer: FeedSigner

    @query("oversight.read_national_feed")
    def national_feed(self, reading: Reading, actor: Actor, *, after: int = 0, limit: int = 50) -> Shown:
        """The records behind a number, signed."""
        return self.feed_signer.signed(page_of_feed(reading, after=after, limit=limit))

    @query(PUBLIC)
    def national_feed_keys(self, reading: Reading, actor: Actor) -> Shown:
        """What signatures are checked with, the current key first."""
        keys = self.feed_signer.public_keys()
        return {
            "items": [{"key_id": key_id, "algorithm": ALGORITHM, "public_key": key} for key_id, key in keys.items()]
        }

"""Exchange with the national platform: the signed feed, its keys, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, Literal

from casework.days import end_of
from casework.uploads import Download
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import query
from chassis.work import in_thread
from contracts.actor import Actor
from contracts.national_feed import ALGORITHM, FeedSigner
from contracts.permissions import PUBLIC
from contracts.refusal import Invalid, Problem
from services.oversight.adapters.national_files import JSON_LINES, XLSX, json_lines, statement_of, workbook
from services.oversight.domain.national_record import MEMBERS
from services.oversight.storage.read_national import page_of_feed, records_between
from services.oversight.storage.unit import OversightUnit

Shown = dict[str, Any]
Format = Literal["jsonl", "xlsx"]
LARGEST: Final = 50 * 1024 * 1024


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

    @query("oversight.export_national_file")
    def national_file(
        self, reading: Reading, actor: Actor, happened_from: date, happened_until: date, file_format: Format = "jsonl"
    ) -> Download:
        """The records of a period by the day of the act, with one signed statement of how many and how much."""
        if happened_until < happened_from:
            raise Invalid(problems=[Problem(code="out_of_range", field="happened_until")])
        begins_at = end_of(happened_from - timedelta(days=1))
        records, up_to = records_between(reading, begins_at, end_of(happened_until))
        bounds = {"happened_from": happened_from.isoformat(), "happened_until": happened_until.isoformat()}
        statement = self.feed_signer.signed(statement_of(records, city=reading.city, up_to=up_to, **bounds))
        content = in_thread(_written, file_format, records, statement)
        stored = self.runtime.blobs.receive(actor.city, [content], limit=LARGEST)
        name = f"{reading.city}-{happened_from}-{happened_until}.{file_format}"
        media_type = XLSX if file_format == "xlsx" else JSON_LINES
        return Download(sha256=stored.sha256, media_type=media_type, name=name, size=stored.size)


def _written(file_format: Format, records: Sequence[Mapping[str, Any]], statement: Mapping[str, Any]) -> bytes:
    return workbook(records, statement, MEMBERS) if file_format == "xlsx" else json_lines(records, statement)

"""The whole service behind its RPC methods on the embedded bus: events in, timelines out, each to whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.shelf import put_on_shelf
from contracts.actor import Actor
from contracts.events.registry import DivisionChanged
from contracts.national_feed import FeedVerifier, Place, followed
from contracts.refusal import Refusal
from gateway.routes.oversight import OPERATIONS
from policy.canonical import canonical_json
from services.oversight.adapters.national_files import checked
from services.oversight.service import OversightService
from tests.builders_declaration import dalian
from tests.builders_oversight import (
    CASE,
    CITY,
    DISTRICT,
    ENTERPRISE,
    NATIONAL,
    NOON,
    OFFICER,
    STRANGER,
    delisted,
    listed,
    paid,
    submitted,
    told,
)
from tests.storage.served import Platform, eventually, served

ALL = ("declaration_submitted", "pilot_listed", "tranche_paid", "pilot_delisted")


@pytest.fixture
def platform(embedded_postgres: Any, fresh_databases: Any, tmp_path: Path) -> Iterator[Platform]:
    database_url = fresh_databases(embedded_postgres, ["oversight"])
    with served(OversightService, OPERATIONS, database_url=database_url, folder=tmp_path) as made:
        put_on_shelf(made.blobs, canonical_json(dict(dalian().compiled)))
        yield made


def timeline(platform: Platform, actor: Actor, **asked: Any) -> list[str]:
    """The events of the case, as the actor sees them."""
    try:
        return [item["event"] for item in platform.call("timeline", actor, case_id=CASE, **asked)["items"]]
    except Refusal as refusal:
        return [refusal.code]


@pytest.mark.shows("XB1")
def test_everything_that_happened_to_a_case_is_told_in_order_to_whom_it_concerns(platform: Platform) -> None:
    division = DivisionChanged(**told(case_id=None), code="210202", name="中山区", level="district")
    platform.tell(
        division, delisted(at=NOON.replace(hour=20)), paid(at=NOON.replace(hour=15)), listed(at=NOON.replace(hour=14))
    )
    platform.tell(submitted())

    eventually(lambda: timeline(platform, OFFICER) == list(ALL))

    assert timeline(platform, ENTERPRISE) == timeline(platform, DISTRICT) == list(ALL)
    assert timeline(platform, STRANGER) == ["not_found"]
    assert platform.call("list_cases", STRANGER)["items"] == []
    assert [case["id"] for case in platform.call("list_cases", ENTERPRISE)["items"]] == [str(CASE)]


def test_a_timeline_goes_on_where_the_page_before_ended(platform: Platform) -> None:
    platform.tell(submitted(), listed(at=NOON.replace(hour=14)), paid(at=NOON.replace(hour=15)))
    eventually(lambda: len(timeline(platform, OFFICER)) == 3)

    first = platform.call("timeline", OFFICER, case_id=CASE, limit=2)
    rest = platform.call("timeline", OFFICER, case_id=CASE, limit=2, after=first["next"])

    assert [item["event"] for item in first["items"] + rest["items"]] == list(ALL[:3])
    assert rest["next"] is None


def test_the_feed_is_signed_page_by_page_and_the_file_of_a_period_tells_the_same(platform: Platform) -> None:
    platform.tell(submitted(), listed(at=NOON.replace(hour=14)), paid(at=NOON.replace(hour=15)))
    eventually(lambda: len(platform.call("national_feed", NATIONAL)["items"]) == 3)
    keys = platform.call("national_feed_keys", None)["items"]
    verifier = FeedVerifier({key["key_id"]: key["public_key"] for key in keys})

    pages = [platform.call("national_feed", NATIONAL, after=after, limit=2) for after in (0, 2)]
    day = NOON.date().isoformat()
    files = [
        platform.call("national_file", OFFICER, happened_from=day, happened_until=day, file_format=file_format)
        for file_format in ("jsonl", "xlsx")
    ]

    for page in pages:
        verifier.must_be_signed(page)
    assert followed(Place(), [item for page in pages for item in page["items"]]).number == 3
    jsonl, xlsx = (checked(b"".join(platform.blobs.read(CITY, file["sha256"])), verifier) for file in files)
    assert jsonl == xlsx
    assert (jsonl["records"], jsonl["up_to"], jsonl["totals"]["amount_fen"]) == (3, 3, 20_000_000)
    assert platform.call("national_feed", NATIONAL, after=0, limit=2) == pages[0]


def test_a_period_ends_after_it_begins(platform: Platform) -> None:
    with pytest.raises(Refusal) as refused:
        platform.call("national_file", OFFICER, happened_from="2026-02-01", happened_until="2026-01-31")

    assert [problem.field for problem in refused.value.problems] == ["happened_until"]

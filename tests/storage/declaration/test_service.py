"""The whole service behind its RPC methods: events in, a declaration through all steps, events out.

Every answer is held against the schema that the API documents for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from contracts.refusal import Refusal
from gateway.routes.declaration import OPERATIONS
from policy.canonical import canonical_json
from services.declaration.service import DeclarationService
from tests.builders_declaration import (
    ADMINISTRATOR,
    ASSESSOR,
    CITY,
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    PDF,
    PHONE,
    SLOTS,
    an_institution,
    an_organisation,
    dalian,
    good_answers,
)
from tests.storage.declaration.conftest import organisation_changed
from tests.storage.served import Platform, eventually, served


@pytest.fixture
def platform(embedded_postgres: Any, fresh_databases: Any, tmp_path: Path) -> Iterator[Platform]:
    database_url = fresh_databases(embedded_postgres, ["declaration"])
    with served(DeclarationService, OPERATIONS, database_url=database_url, folder=tmp_path) as made:
        yield made


def test_a_declaration_goes_all_the_way_to_the_pilot_list(platform: Platform) -> None:
    call = released(platform)
    declaration_id = complete_draft(platform, call)
    submitted = platform.call("submit", ENTERPRISE, declaration_id=declaration_id)
    waiting = platform.call("list_waiting", DISTRICT)
    platform.call("review", DISTRICT, declaration_id=declaration_id, verdict="approved")
    platform.call("assign", OFFICER, declaration_id=declaration_id, institution_id=ASSESSOR.organisation_id)
    approved = platform.call("review", ASSESSOR, declaration_id=declaration_id, verdict="approved", opinion="同意")

    results = platform.call("list_pilots", OFFICER, declaration_ids=[declaration_id])

    assert submitted["next"]["division"] == "210202"
    assert [each["id"] for each in waiting["items"]] == [declaration_id]
    assert approved["state"] == "approved"
    assert [each["pilot_state"] for each in results["items"]] == ["listed"]
    assert len(platform.call("pilot_list", None)["items"]) == 1
    eventually(lambda: names(platform)[-2:] == ["declaration_approved", "pilot_listed"])
    assert platform.call("history", ENTERPRISE, declaration_id=declaration_id)["items"][-1]["action"] == "list_pilot"


def test_everything_that_can_be_read_reads_as_it_is_documented(platform: Platform) -> None:
    call = released(platform)
    declaration_id = complete_draft(platform, call)
    one = {"declaration_id": declaration_id}

    platform.call("list_packs", None)
    platform.call("list_calls", None)
    platform.call("get_call", None, call_id=call)
    platform.call("form_of_call", None, call_id=call)
    platform.call("list", ENTERPRISE, text="大连", limit=1)
    platform.call("get", ENTERPRISE, **one)
    platform.call("form_of", ENTERPRISE, **one)
    platform.call("check", ENTERPRISE, **one)
    platform.call("corrections", ENTERPRISE, **one)
    platform.call("list_notices", None)
    file_id = platform.call("get", ENTERPRISE, **one)["attachments"]["audit_report"][0]["id"]
    file = platform.call("file_of", ENTERPRISE, **one, attachment_id=file_id)

    assert b"".join(platform.blobs.read(CITY, file["sha256"])).startswith(b"%PDF-")


def test_a_refusal_crosses_the_bus_with_every_problem_and_changes_nothing(platform: Platform) -> None:
    call = released(platform)
    declaration_id = platform.call("start", ENTERPRISE, call_id=call)["id"]

    with pytest.raises(Refusal) as refused:
        platform.call("submit", ENTERPRISE, declaration_id=declaration_id)

    assert refused.value.code == "dossier_incomplete"
    assert len(refused.value.problems) > 20
    assert platform.call("get", ENTERPRISE, declaration_id=declaration_id)["version"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"GIF89a", "content_is_not_its_type"), (b"", "empty_file")],
)
def test_a_file_is_judged_by_what_it_is_not_by_what_it_says(platform: Platform, content: bytes, code: str) -> None:
    call = released(platform)
    declaration_id = platform.call("start", ENTERPRISE, call_id=call)["id"]
    file = platform.upload(content) | {"size": 1000}

    with pytest.raises(Refusal) as refused:
        platform.call("attach", ENTERPRISE, declaration_id=declaration_id, slot="audit_report", file=file)

    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_file_that_nobody_uploaded_is_not_attached(platform: Platform) -> None:
    call = released(platform)
    declaration_id = platform.call("start", ENTERPRISE, call_id=call)["id"]
    file = {"sha256": "0" * 64, "size": 1000, "media_type": PDF, "name": "材料.pdf"}

    with pytest.raises(Refusal, match="file_not_found"):
        platform.call("attach", ENTERPRISE, declaration_id=declaration_id, slot="audit_report", file=file)


def test_the_phone_is_in_no_table_in_plain(platform: Platform) -> None:
    declaration_id = complete_draft(platform, released(platform))
    platform.call("submit", ENTERPRISE, declaration_id=declaration_id)

    for table in ("declaration", "outbox", "audit", "idempotency"):
        assert rows(platform, f"select count(*) from {table} where {table}::text like '%%{PHONE}%%'") == [(0,)]


def released(platform: Platform) -> str:
    """The pack released and the registry's news heard. Gives the id of the call."""
    for organisation in (an_organisation(), an_institution()):
        platform.tell(organisation_changed(organisation))
    file = platform.upload(canonical_json(dalian().compiled), "application/json")
    platform.call("release_pack", ADMINISTRATOR, file=file)
    eventually(lambda: rows(platform, "select count(*) from known_organisation") == [(2,)])
    call_id: str = platform.call("list_calls", None)["items"][0]["id"]
    return call_id


def complete_draft(platform: Platform, call_id: str) -> str:
    """A draft that nothing is missing from."""
    started = platform.call("start", ENTERPRISE, call_id=call_id)
    one = {"declaration_id": started["id"]}
    for page, answers in good_answers().items():
        platform.call("save_answers", ENTERPRISE, **one, page=page, answers=answers)
    for number, slot in enumerate(SLOTS):
        file = platform.upload(b"%PDF-1.7 " + str(number).encode())
        platform.call("attach", ENTERPRISE, **one, slot=slot, file=file)
    statement = platform.call("form_of", ENTERPRISE, **one)["statement"]
    platform.call("confirm_statement", ENTERPRISE, **one, text_version=statement["text_version"])
    declaration_id: str = started["id"]
    return declaration_id


def rows(platform: Platform, query: str) -> list[tuple[Any, ...]]:
    """What the auditor reads."""
    url = platform.settings.database("declaration", "auditor")
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def names(platform: Platform) -> list[str]:
    """What was published, in order."""
    return [name for (name,) in rows(platform, "select name from outbox where position is not null order by position")]

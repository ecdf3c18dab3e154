"""The whole service behind its RPC methods: events in, a declaration through all steps, events out.

Every answer is held against the schema that the API documents for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import eventlet
import orjson
import psycopg2
import pytest

from chassis import runner
from chassis.auth import make_key_pair, signer_from
from chassis.blobs import Blobs, blobs_of
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.config import Settings
from chassis.health import process_health
from chassis.rpc.transport.client import RpcClient
from chassis.sealing import make_sealing_keys
from chassis.subscriptions import TOPOLOGY
from contracts.actor import Actor
from contracts.events.registry import OrganisationChanged
from contracts.refusal import Refusal, refusal_from_wire
from contracts.wire import to_json
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


class Platform:
    """The declaration service running on the embedded bus, and a client."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.signer = signer_from(settings.actor_private_key)
        self.blobs: Blobs = blobs_of(settings)
        self.operations = {operation.rpc: operation for operation in OPERATIONS}
        self.runner = runner.start([DeclarationService], settings)
        self.client: Any = RpcClient(settings.amqp_uri, decode_error=refusal_from_wire)
        self.client.start()
        eventually(self.is_connected)

    def stop(self) -> None:
        self.client.stop()
        self.runner.stop()

    def is_connected(self) -> bool:
        checks = orjson.loads(process_health.readyz().body)["checks"]
        return all(check["state"] == "ok" for name, check in checks.items() if name.endswith(".broker"))

    def call(self, method: str, actor: Actor | None, **arguments: Any) -> Any:
        """The answer, once the documented schema found every member and nothing else in it."""
        headers = {"city": CITY, "request_id": "r1", "key": str(uuid4()), "fingerprint": b"same".hex()}
        if actor is not None:
            headers["actor"] = self.signer.sign(actor)
        answer = self.client.call("declaration", method, to_json(arguments), headers=headers, timeout=5.0)
        operation = self.operations[f"declaration.{method}"]
        if not operation.download:
            assert operation.answer().validate(answer) == {}
        return answer

    def upload(self, content: bytes, media_type: str = PDF) -> dict[str, Any]:
        """What the gateway does with an upload."""
        stored = self.blobs.receive(CITY, (content,), limit=10_000_000)
        return {"sha256": stored.sha256, "size": stored.size, "media_type": media_type, "name": "材料.pdf"}

    def tell(self, event: OrganisationChanged) -> None:
        """The registry's news, by way of the bus."""
        told = Publication(
            message_id=str(uuid4()),
            exchange="registry.events",
            routing_key=event.NAME,
            body=orjson.dumps(to_json(event)),
            headers={"city": CITY, "name": event.NAME, "version": event.VERSION, "request_id": "r1"},
        )
        publisher = ConfirmedPublisher(self.settings.amqp_uri, topology=TOPOLOGY)
        publisher.publish([told])
        publisher.close()


def eventually(check: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait until `check` gives something true."""
    with eventlet.Timeout(seconds):
        while not check():
            eventlet.sleep(0.02)


@pytest.fixture
def platform(embedded_postgres: Any, fresh_databases: Any, tmp_path: Any) -> Iterator[Platform]:
    keys = tmp_path / "keys"
    make_key_pair(keys / "actor.key", keys / "actor.pub")
    make_sealing_keys(keys / "sealing.json")
    made = Platform(
        Settings(
            amqp_uri=f"embedded://tests/{uuid4().hex}",
            database_url=fresh_databases(embedded_postgres, ["declaration"]),
            data=tmp_path,
            blobs=str(tmp_path / "blobs"),
            actor_private_key=str(keys / "actor.key"),
            actor_public_key=str(keys / "actor.pub"),
            sealing_keys=str(keys / "sealing.json"),
        )
    )
    yield made
    made.stop()


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

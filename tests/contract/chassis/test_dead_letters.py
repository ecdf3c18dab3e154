"""What the bus gave up becomes visible in the quarantine, on both backings."""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from typer.testing import CliRunner

from chassis.bus.dead_letters import read_dead
from chassis.bus.publisher import ConfirmedPublisher, Publication
from chassis.bus.topology import dead_queue, inbox_queue
from chassis.subscriptions import TOPOLOGY
from console.quarantine import app
from tests.contract.chassis.platform import Platform, eventually
from tests.contract.chassis.probe import CITY

KEPT = "select handler, message_id::text, city, state, error, envelope from inbox"


def publish(platform: Platform, queue: str, body: bytes, *, message_id: str, headers: dict[str, Any]) -> None:
    """Put a message straight into a queue."""
    publisher = ConfirmedPublisher(platform.settings.amqp_uri, topology=TOPOLOGY)
    publisher.publish(
        [Publication(message_id=message_id, exchange="", routing_key=queue, body=body, headers=headers, mandatory=True)]
    )
    publisher.close()


def quarantined(platform: Platform) -> list[tuple[Any, ...]]:
    eventually(lambda: platform.rows("declaration", KEPT))
    return platform.rows("declaration", KEPT)


def replay(platform: Platform, message_id: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    return operate(platform, ["replay", message_id], monkeypatch)


def operate(platform: Platform, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """`shuzhuan quarantine …`."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setitem(os.environ, "DATABASE_URL", platform.settings.database_url)
    monkeypatch.setattr("console.quarantine.SERVICES", ("registry", "declaration"))
    return CliRunner().invoke(app, arguments)


BAD_BODIES = {
    "no JSON": b"{oops",
    "no UTF-8": b"\xff\xfe",
    "a zero character": b'{"name": "\\u0000"}',
    "a raw zero": b"\x00",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_message_that_cannot_be_decoded_is_kept_as_text_and_cannot_be_replayed(platform, body, monkeypatch):
    message_id = str(uuid4())
    headers = {"name": "division_changed", "version": 1, "city": CITY, "odd": ["a\x00b", 1.5]}

    publish(platform, inbox_queue("declaration"), body, message_id=message_id, headers=headers)

    ((handler, kept_id, city, state, error, envelope),) = quarantined(platform)
    assert (handler, kept_id, city, state) == ("?", message_id, CITY, "quarantined")
    assert error.startswith("dead letter (rejected): undecodable")
    assert envelope["body"] == body.decode("utf-8", "replace").replace("\x00", "\ufffd").replace("\\u0000", "\\ufffd")
    assert envelope["headers"]["name"] == "division_changed"
    refused = replay(platform, message_id, monkeypatch)
    assert refused.exit_code == 1
    assert "undecodable" in refused.output
    assert platform.rows("declaration", "select state from inbox") == [("quarantined",)]


def test_a_letter_that_names_itself_in_markup_is_listed_as_it_is(platform, monkeypatch):
    name = "[/red]"
    headers = {"name": name, "version": 1, "city": CITY}
    publish(platform, inbox_queue("declaration"), b"{}", message_id=str(uuid4()), headers=headers)
    quarantined(platform)

    listed = operate(platform, ["list"], monkeypatch)

    assert listed.exit_code == 0
    assert name in listed.output


def test_a_message_without_an_id_gets_one_and_leaves_the_bus(platform):
    publish(platform, inbox_queue("declaration"), b"hello", message_id="", headers={})

    ((handler, message_id, city, *_),) = quarantined(platform)
    assert (handler, UUID(message_id).version, city) == ("?", 5, "")
    with read_dead(platform.settings.amqp_uri, inbox_queue("declaration"), 10) as letters:
        assert letters == []


def test_a_dead_letter_that_is_an_event_takes_effect_when_it_is_replayed(platform, monkeypatch):
    note = platform.call("write", key="k1", title="a")
    eventually(lambda: platform.rows("declaration", "select 1 from inbox where state = 'done'"))
    publish_as_dead(platform, "replayed", note["id"])
    eventually(lambda: platform.rows("declaration", "select 1 from inbox where state = 'quarantined'"))
    ((handler, message_id),) = platform.rows(
        "declaration", "select handler, message_id::text from inbox where state = 'quarantined'"
    )
    assert handler == "on_division_changed"

    assert replay(platform, message_id, monkeypatch).exit_code == 0

    eventually(lambda: platform.rows("declaration", "select name from known_division") == [("replayed",)])
    assert platform.rows("declaration", "select distinct state from inbox") == [("done",)]


def test_an_event_of_which_nobody_knows_anything_is_named_and_stays_in_quarantine(platform, monkeypatch):
    message_id = str(uuid4())
    headers = {"name": "unheard_of", "version": 1, "city": CITY}
    publish(platform, inbox_queue("declaration"), b"{}", message_id=message_id, headers=headers)
    assert quarantined(platform)[0][:2] == ("?", message_id)

    assert replay(platform, message_id, monkeypatch).exit_code == 0

    eventually(lambda: "nobody here handles" in platform.rows("declaration", "select error from inbox")[0][0])
    assert platform.rows("declaration", "select state from inbox") == [("quarantined",)]


def publish_as_dead(platform: Platform, name: str, division_id: str) -> None:
    """The last event again, as a later one with another name, into the queue that the broker leaves dead letters in."""
    ((payload,),) = platform.rows("registry", "select payload from outbox")
    body = {**payload, "aggregate_id": division_id, "sequence": 2, "name": name}
    headers = {"name": "division_changed", "version": 1, "city": CITY, "request_id": "r1"}
    publish(
        platform, dead_queue(inbox_queue("declaration")), orjson.dumps(body), message_id=str(uuid4()), headers=headers
    )

"""What one service decides is told by others: to people, and where it is shown."""

from __future__ import annotations

import email
from dataclasses import replace
from email import policy

import pytest

from console.demo import cast
from console.demo.building import assessed, filed, reported
from console.demo.city import City, set_up
from console.demo.client import Client
from console.demo.declaring import declared, joined, reviewed
from console.demo.first_start import ADMINISTRATOR
from tests.faults.probe_processes import eventually
from tests.flow.conftest import Played

VOIDED, RECTIFYING = (
    replace(each, key=f"news-{each.key}", code=cast.code(2000 + n)) for n, each in enumerate(cast.numbered(2))
)


@pytest.fixture
def city(played: Played) -> City:
    """As the demonstration set it up."""
    demonstration = played.demonstration()
    visitor = Client(demonstration.address, cast.CITY, demonstration.key_prefix)
    return set_up(visitor, ADMINISTRATOR, pack=demonstration.pack, mailbox=demonstration.mailbox, say=lambda line: None)


def mails_to(city: City, enterprise: cast.Enterprise) -> list[str]:
    """What the mails to an enterprise say."""
    texts = []
    for path in (city.mailbox / enterprise.email).glob("*.eml"):
        body = email.message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
        texts.append(body.get_content() if body else "")
    return texts


def test_a_voided_declaration_reaches_the_enterprise_by_message_and_mail_with_its_reason(city: City) -> None:
    client = joined(city, VOIDED)
    declaration = declared(city, client, VOIDED)

    reason = {"reason_code": "false_materials", "text": "经核查，附件4与实际不符"}
    city.officer.post(f"/declarations/{declaration['id']}/voidance", reason)

    def told() -> list[str]:
        messages = client.get("/messages")["items"]
        return [each["facts"]["reason"] for each in messages if each["kind"] == "declaration_voided"]

    eventually(told)
    assert told() == [reason["text"]]
    eventually(lambda: any(reason["text"] in text for text in mails_to(city, VOIDED)))


def test_an_order_to_rectify_is_shown_with_the_project_until_acceptance_is_asked_for_again(city: City) -> None:
    client = joined(city, RECTIFYING)
    declaration = reviewed(city, client, declared(city, client, RECTIFYING), RECTIFYING)
    project = filed(city, client, declaration, RECTIFYING)
    reported(client, project)
    acceptance = assessed(city, client, project, RECTIFYING)

    def order() -> object:
        return client.get(f"/projects/{project['id']}")["rectification"]

    item = {
        "kind": "field",
        "name": "request.results",
        "reason_code": "level_not_reached",
        "text": "生产管控未达到二级",
    }
    verdict = {"verdict": "failed", "reason_code": "level_not_reached", "opinion": "未达到二级", "items": [item]}
    city.assessor.post(f"{acceptance}/review", {**verdict, "step": "effect_acceptance"})
    eventually(order)

    request = {**client.get(acceptance)["answers"]["request"], "results": "已补充生产管控改造。"}
    client.put(f"{acceptance}/answers/request", {"answers": request}, key="after the rectification")
    client.post(f"{acceptance}/submission", key="after the rectification")
    eventually(lambda: order() is None)
    assert client.get(acceptance)["state"] == "in_review"

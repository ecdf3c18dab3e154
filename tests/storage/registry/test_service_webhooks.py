"""Webhooks through the running service: what it hears of a case reaches a receiver of the enterprise's own."""

from __future__ import annotations

from uuid import uuid4

import eventlet
import pytest

from contracts.events.declaration import Applicant, DeclarationReturned
from contracts.refusal import Refusal
from contracts.signature import is_signed_by
from gateway.schemas.base import page_of
from gateway.schemas.registry import webhooks
from tests.builders_registry import CITY, NOON, ZHONGSHAN_DISTRICT, a_code
from tests.receiver import receiving
from tests.storage.registry.running import Caller, an_applicant


def test_an_enterprise_is_told_by_webhook_what_it_is_told_by_message(call: Caller) -> None:
    name = "大连推送电子有限公司"
    owner = an_applicant(call, "enterprise", a_code(81), name)
    event = DeclarationReturned(
        city=CITY,
        aggregate_id=uuid4(),
        sequence=2,
        at=NOON,
        actor=uuid4(),
        case_id=uuid4(),
        applicant=Applicant(kind="enterprise", id=owner.organisation_id, credit_code=a_code(81), name=name),
        division=ZHONGSHAN_DISTRICT,
        pack="dalian/sme-digital-2024@1",
        pack_sha256="0" * 64,
        batch="1",
        state="returned",
    )
    with receiving() as receiver:
        made = call("register_webhook", owner, answer=webhooks.WebhookSchema, url=receiver.url, events=[])
        answer = call("renew_webhook_secret", owner, answer=webhooks.WebhookWithSecretSchema, webhook_id=made["id"])
        call.publish(event)
        with eventlet.Timeout(20):
            while not receiver.received:
                eventlet.sleep(0.05)
            while not call("list_deliveries", owner, webhook_id=made["id"], state="delivered")["items"]:
                eventlet.sleep(0.05)

    (request,) = receiver.received
    page = page_of(webhooks.DeliverySchema)
    (delivery,) = call("list_deliveries", owner, answer=page, webhook_id=made["id"])["items"]
    timestamp = int(request.headers["Shuzhuan-Timestamp"])
    assert is_signed_by(answer["secret"], request.headers, request.body, now=timestamp)
    assert request.json["name"] == "declaration_returned"
    assert request.json["payload"]["applicant"]["name"] == name
    assert (delivery["id"], delivery["status"], delivery["attempts"]) == (request.json["id"], 204, 1)


def test_an_address_inside_is_refused_with_its_reason(call: Caller) -> None:
    owner = an_applicant(call, "enterprise", a_code(82), "大连内网电子有限公司")

    with pytest.raises(Refusal) as refusal:
        call("register_webhook", owner, url="https://169.254.169.254/latest", events=[])

    assert [problem.code for problem in refusal.value.problems] == ["url_address_refused"]

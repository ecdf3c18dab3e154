"""Text messages through a gateway that speaks HTTP, and in development into a file."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import uuid4

import orjson
import pytest

from chassis.config import Settings
from contracts.signature import is_signed_by
from services.registry.adapters.texters import HttpGateway, TextFile, texter_of
from services.registry.domain.sms import Template, Text
from services.registry.use_cases.send_due_texts import GatewayAway, GatewayRefused
from tests.receiver import Reply, receiving

TEXT = Text(template=Template.SIGN_IN_CODE, parameters={"code": "735102", "minutes": "5"})


def test_the_gateway_gets_a_signed_document_with_template_and_parameters() -> None:
    message_id = uuid4()
    with receiving() as gateway:
        gateway.replies += [Reply(202, body=b"{}"), Reply(200)]
        address = gateway.url.replace("//", "//key-1:s%3Acret@")

        for _ in range(2):
            HttpGateway(address, per_minute=1).send("13912345678", TEXT, message_id=message_id)

    first, again = gateway.received
    assert first.json == {
        "id": str(message_id),
        "phone": "13912345678",
        "template": "sign_in_code",
        "parameters": {"code": "735102", "minutes": "5"},
        "text": "登录验证码 735102，5 分钟内有效。请勿告诉他人。",
    }
    assert first.headers["Shuzhuan-Key-Id"] == "key-1"
    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"] == str(message_id)
    assert "Authorization" not in first.headers
    assert is_signed_by("s:cret", first.headers, first.body, now=int(time.time()))
    assert not is_signed_by("s:cret", first.headers, first.body.replace(b"735102", b"735103"), now=int(time.time()))


@pytest.mark.parametrize(
    ("status", "kind"), [(400, GatewayRefused), (302, GatewayRefused), (429, GatewayAway), (503, GatewayAway)]
)
def test_a_gateway_that_does_not_take_it_fails_the_attempt(status: int, kind: type[Exception]) -> None:
    with receiving() as gateway:
        gateway.replies.append(Reply(status, body="号码 13912345678 无效".encode()))

        with pytest.raises(kind) as refused:
            HttpGateway(gateway.url, per_minute=1).send("13912345678", TEXT, message_id=uuid4())

    assert str(refused.value) == f"status {status}"


def test_a_gateway_that_is_not_there_is_away() -> None:
    with pytest.raises(GatewayAway, match="not_connected"):
        HttpGateway("http://127.0.0.1:1/", per_minute=1).send("13912345678", TEXT, message_id=uuid4())


def test_an_installation_sends_to_its_gateway_or_in_development_to_a_file(tmp_path: Path) -> None:
    named = texter_of(Settings(sms_url="https://k:s@sms.example/send", environment="development", sms_per_minute=7))
    assert isinstance(named, HttpGateway)
    assert named.per_minute == 7
    file = texter_of(Settings(environment="development", data=tmp_path))
    assert isinstance(file, TextFile)
    for phone in ("13912345678", "13900000000"):
        file.send(phone, TEXT, message_id=uuid4())
    lines = [orjson.loads(line) for line in (tmp_path / "sms" / "messages.jsonl").read_bytes().splitlines()]
    assert [(line["phone"], line["parameters"]["code"]) for line in lines] == [
        ("13912345678", "735102"),
        ("13900000000", "735102"),
    ]
    with pytest.raises(GatewayAway):
        texter_of(Settings(environment="production")).send("13912345678", TEXT, message_id=uuid4())

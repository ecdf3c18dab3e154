"""Codes through the running service: from the administrator's word to a session, by what the development file holds."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.refusal import Refusal
from gateway.schemas.base import page_of
from gateway.schemas.registry import accounts, codes, messages
from tests.builders_registry import a_code
from tests.storage.registry.running import Caller, initial_password_in
from tests.texted import texted

PHONE, NEW_PASSWORD = "13900000701", "Neues-Wort-1"


def refused(call: Caller, method: str, **arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(method, **arguments)
    return refusal.value.code


def test_an_enterprise_binds_its_phone_signs_in_by_code_and_recovers_by_code(call: Caller) -> None:
    admin = call.actor_of(call("sign_in", login="admin", password="Verwalter-Wort-1")["token"])
    login = a_code(71)
    call(
        "register",
        kind="enterprise",
        name="大连手机电子有限公司",
        credit_code=login,
        division="210202",
        contact_name="甲某",
        phone=PHONE,
        email="phone@example.com",
        terms_version="1",
    )
    initial = initial_password_in(call.letter_to("phone@example.com"))
    first = call("sign_in", login=login, password=initial)
    call("change_password", call.actor_of(first["token"]), current_password=initial, new_password=NEW_PASSWORD)
    owner = call.actor_of(call("sign_in", login=login, password=NEW_PASSWORD)["token"])
    before = call("city_settings", answer=codes.CitySettingsSchema)
    assert refused(call, "request_sign_in_code", login=login) == "sms_not_offered"

    call(
        "change_city_settings",
        admin,
        answer=codes.CitySettingsSchema,
        login_methods=["password", "sms_code"],
        login_source="手册",
        expected_version=before["version"],
    )
    asked = call(
        "request_phone_code",
        owner,
        answer=codes.CodeRequestedSchema,
        phone=f"+86 {PHONE}",
        current_password=NEW_PASSWORD,
    )
    code = texted(call.settings.data, PHONE, "phone_code")
    bound = call("bind_phone", owner, answer=accounts.AccountSchema, code_id=asked["id"], code=code)
    asked = call("request_sign_in_code", answer=codes.CodeRequestedSchema, login=login)
    code = texted(call.settings.data, PHONE, "sign_in_code")
    wrong = [refused(call, "sign_in_by_code", code_id=asked["id"], code="000000") for _ in range(2)]
    session = call("sign_in_by_code", answer=accounts.NewSessionSchema, code_id=asked["id"], code=code)

    assert bound["is_phone_bound"] is True
    assert wrong == ["code_not_valid"] * 2
    assert call.actor_of(session["token"]) == owner
    assert call("city_settings")["login_methods"] == ["password", "sms_code"]
    # The next code goes to a phone a minute later: here the quota of strangers and that of the owner are apart.
    sent = page_of(messages.TextMessageSchema)
    texts = call("list_text_messages", admin, answer=sent, state="sent")["items"]
    assert {text["template"] for text in texts} == {"phone_code", "sign_in_code"}
    assert {text["phone_last_four"] for text in texts} == {PHONE[-4:]}


def test_what_was_given_up_is_for_the_administrator_to_see(call: Caller) -> None:
    admin = call.actor_of(call("sign_in", login="admin", password="Verwalter-Wort-1")["token"])
    quarantined = call("list_text_messages", admin, answer=page_of(messages.TextMessageSchema))

    assert quarantined["items"] == []
    assert refused(call, "retry_text_message", actor=admin, text_message_id="00000000-0000-0000-0000-000000000009") == (
        "not_found"
    )

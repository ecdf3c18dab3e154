"""Text messages on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.units import Units
from services.registry.domain.accounts import PHONE
from services.registry.domain.sms import Template, Text, TextMessage, TextState, write_text
from services.registry.storage.queries.texts import text_messages
from services.registry.storage.texts import remove_outdated_texts
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, SEALER
from tests.storage.registry.conftest import Work

NOTICE = Text(template=Template.NOTICE, parameters={"kind": "tranche_paid", "text": "…"})
CODE = Text(template=Template.SIGN_IN_CODE, parameters={"code": "735102", "minutes": "5"})


def a_text(city: str, text: Text = NOTICE, *, now: datetime = NOON, **given: Any) -> TextMessage:
    phone = SEALER.seal("13912345678", purpose=PHONE)
    return write_text(id=uuid4(), city=city, phone=phone, text=text, sealer=SEALER, now=now, **given)


def test_a_text_message_is_handed_to_one_sender_codes_first(work: Work, city: str) -> None:
    notice, code = a_text(city), a_text(city, CODE, expires_at=NOON + timedelta(minutes=5))
    with work() as unit:
        unit.texts.add(notice)
        unit.texts.add(code)

    with work() as unit:
        due = unit.texts.due(NOON, 10)
        with work() as other:
            assert not other.texts.due(NOON, 10)
        for message in due:
            unit.texts.put(message.leased(NOON))

    assert due == [code, notice]
    with work() as unit:
        assert not unit.texts.due(NOON + timedelta(seconds=119), 10)
        assert len(unit.texts.due(NOON + timedelta(seconds=120), 10)) == 2


def test_what_was_sent_is_counted_for_the_city_and_for_the_phone(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    sent, code, failing = a_text(city), a_text(city, CODE), replace(a_text(city), attempts=8)
    with work() as unit:
        for message in (sent, code, failing):
            unit.texts.add(message)
        unit.texts.put(sent.leased(NOON).sent(NOON))
        unit.texts.put(code.leased(NOON).sent(NOON))
        unit.texts.put(failing.failed(NOON, "status 400"))

    with work() as unit:
        since = NOON - timedelta(seconds=1)
        assert (unit.texts.sent_since(since), unit.texts.sent_since(NOON)) == (2, 0)
        assert unit.texts.notices_since([sent.phone_mark, b"x"], since) == {sent.phone_mark: 1}
        assert unit.texts.counts() == {"waiting": 0, "quarantined": 1}
    (shown,) = text_messages(units.reading(city), state="quarantined", limit=10, after=None)["items"]
    assert (shown["id"], shown["error"], shown["phone_last_four"]) == (str(failing.id), "status 400", "5678")


def test_the_database_keeps_no_text_that_nobody_needs(work: Work, city: str) -> None:
    with pytest.raises(Exception, match="text_message_content_while_needed"), work() as unit:
        unit.texts.add(replace(a_text(city), state=TextState.EXPIRED))


def test_after_a_month_a_text_message_is_forgotten(work: Work, city: str) -> None:
    old, new = a_text(city, now=NOON - timedelta(days=31)), a_text(city)
    with work() as unit:
        unit.texts.add(old)
        unit.texts.add(new)

    with work() as unit:
        remove_outdated_texts(unit.transaction, NOON - timedelta(days=30))

    with work() as unit:
        assert unit.texts.find(old.id) is None
        assert unit.texts.find(new.id) == new

"""Text messages: sent once, tried again with growing delays, too late or too many not at all, and then looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.refusal import ActionNotAllowed
from contracts.sealed import Sealer
from services.registry.domain.accounts import PHONE
from services.registry.domain.sms import (
    NOTICES_A_DAY,
    TRIES,
    WORDINGS,
    Template,
    Text,
    TextMessage,
    TextState,
    write_text,
)
from services.registry.use_cases.send_due_texts import GatewayAway, GatewayRefused, send_due_texts
from tests.builders_registry import CITY, NOON, SEALER
from tests.fakes_registry import FakeWork

LATER = NOON + timedelta(days=30)
CODE = Text(template=Template.SIGN_IN_CODE, parameters={"code": "735102", "minutes": "5"})
NOTICE = Text(template=Template.NOTICE, parameters={"kind": "tranche_paid", "text": "您的奖补资金已拨付，请查收"})


class Gateway:
    """Takes everything, unless `trouble` says what to raise."""

    def __init__(self, per_minute: int = 1000) -> None:
        self.per_minute = per_minute
        self.trouble: Callable[[], Exception] | None = None
        self.taken: list[tuple[str, Text]] = []
        self.asked = 0

    def send(self, phone: str, text: Text, *, message_id: UUID) -> None:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble()
        self.taken.append((phone, text))


def waiting(work: FakeWork, text: Text = NOTICE, *, phone: str = "13912345678", **given: Any) -> TextMessage:
    sealed = SEALER.seal(phone, purpose=PHONE)
    message = write_text(id=uuid4(), city=CITY, phone=sealed, text=text, sealer=SEALER, now=NOON, **given)
    work.texts.add(message)
    return message


def run(work: FakeWork, gateway: Gateway, at: datetime = NOON) -> int:
    return send_due_texts(work.opened_texts, gateway, SEALER, lambda: at, until=LATER)


def test_what_was_sent_is_forgotten_and_shows_nothing_before() -> None:
    work, gateway = FakeWork(), Gateway()
    waiting(work, CODE)
    before = repr(work.texts.only())

    assert run(work, gateway) == 1
    assert run(work, gateway, NOON + timedelta(hours=1)) == 0

    assert gateway.taken == [("13912345678", CODE)]
    assert CODE.wording == "登录验证码 735102，5 分钟内有效。请勿告诉他人。"
    assert work.texts.only().content is None
    assert (work.texts.only().state, work.texts.only().sent_at) == (TextState.SENT, NOON)
    for secret in ("735102", "5102", "13912345678"):
        assert secret not in before


def test_every_template_says_what_its_parameters_are() -> None:
    assert WORDINGS.keys() == set(Template)


def test_one_that_the_gateway_refuses_is_tried_again_with_growing_delays_and_then_put_where_a_person_looks() -> None:
    work, gateway = FakeWork(), Gateway()
    waiting(work)
    gateway.trouble = lambda: GatewayRefused("status 400")
    at, delays = NOON, []
    for _ in range(TRIES):
        run(work, gateway, at)
        delays.append((work.texts.only().next_attempt_at - at).total_seconds())
        at = work.texts.only().next_attempt_at

    message = work.texts.only()
    assert delays[:4] == [15, 30, 60, 120]
    assert (message.state, message.error, gateway.asked) == (TextState.QUARANTINED, "status 400", TRIES)
    assert run(work, gateway, LATER - timedelta(days=1)) == 0
    gateway.trouble = None
    work.texts.put(message.retried(at))
    assert run(work, gateway, at) == 1
    with pytest.raises(ActionNotAllowed):
        work.texts.only().retried(at)


def test_while_the_gateway_does_not_answer_only_one_message_spends_its_tries() -> None:
    work, gateway = FakeWork(), Gateway()
    for _ in range(5):
        waiting(work)
    gateway.trouble = lambda: GatewayAway("timed_out")

    assert run(work, gateway) == 0

    assert gateway.asked == 1
    assert sorted(message.attempts for message in work.texts.all()) == [0, 0, 0, 0, 1]
    gateway.trouble = None
    assert run(work, gateway, NOON + timedelta(seconds=15)) == 5


def test_a_code_goes_before_a_notice_and_not_at_all_once_it_is_too_late() -> None:
    work, gateway = FakeWork(), Gateway()
    waiting(work)
    waiting(work, CODE, expires_at=NOON + timedelta(minutes=5))
    late = waiting(work, CODE, expires_at=NOON)

    run(work, gateway)

    assert [text for _, text in gateway.taken] == [CODE, NOTICE]
    assert work.texts.get(late.id).state is TextState.EXPIRED


def test_a_city_sends_no_more_in_a_minute_than_it_may() -> None:
    work, gateway = FakeWork(), Gateway(per_minute=3)
    for number in range(5):
        waiting(work, phone=f"1390000000{number}")

    counts = [run(work, gateway, NOON + timedelta(seconds=second)) for second in (0, 30, 61)]

    assert counts == [3, 0, 2]


def test_a_phone_gets_so_many_notices_a_day_and_codes_all_the_same() -> None:
    work, gateway = FakeWork(), Gateway()
    for _ in range(NOTICES_A_DAY + 2):
        waiting(work)
    waiting(work, phone="13900000000")
    code = waiting(work, CODE)

    while run(work, gateway):
        """Batch by batch."""

    states = [message.state for message in work.texts.all()]
    assert (states.count(TextState.SENT), states.count(TextState.DROPPED)) == (NOTICES_A_DAY + 2, 2)
    assert work.texts.get(code.id).state is TextState.SENT


def test_one_that_cannot_be_opened_holds_up_no_other() -> None:
    work, gateway = FakeWork(), Gateway()
    lost = Sealer({"k0": b"1" * 32}, "k0")
    sealed = lost.seal("13900000009", purpose=PHONE)
    work.texts.add(write_text(id=uuid4(), city=CITY, phone=sealed, text=NOTICE, sealer=lost, now=NOON))
    waiting(work)

    assert run(work, gateway) == 1
    assert sorted(message.error or "" for message in work.texts.all()) == ["", "KeyError"]


def test_what_there_was_no_time_for_is_left_for_the_next_run() -> None:
    work, gateway = FakeWork(), Gateway()
    for _ in range(3):
        waiting(work)
    moments = iter([NOON, NOON, NOON, NOON + timedelta(seconds=9), NOON + timedelta(seconds=9)])

    sent = send_due_texts(work.opened_texts, gateway, SEALER, lambda: next(moments), until=NOON + timedelta(seconds=8))

    assert sent == 1
    assert [message.attempts for message in work.texts.all() if message.state is TextState.WAITING] == [0, 0]

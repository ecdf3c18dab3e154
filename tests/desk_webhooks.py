"""An enterprise with a webhook that works, and a receiver that answers as a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson

from contracts.events.declaration import Applicant, DeclarationSubmitted
from services.registry.domain.webhooks import (
    SETTLES,
)
from services.registry.use_cases.deliver_due_webhooks import Desk, NotDelivered, deliver_due_webhooks
from services.registry.use_cases.register_webhook import register_webhook
from services.registry.use_cases.renew_webhook_secret import renew_webhook_secret
from tests.builders_registry import CITY, CODE, NOON, SEALER, some_secrets
from tests.fakes_registry import FakeWork

URL = "https://erp.example.com/hook"


class Receiver:
    """Takes everything, unless `answers` has something else for it; what it got is in `got`."""

    def __init__(self) -> None:
        self.answers: list[int | str] = []
        self.always: int | str | None = None
        self.got: list[dict[str, Any]] = []
        self.sent: list[tuple[dict[str, str], bytes]] = []

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        self.sent.append((headers, body))
        answer = self.answers.pop(0) if self.answers else (self.always or 204)
        if isinstance(answer, str):
            raise NotDelivered(answer)
        if 200 <= answer < 300:
            self.got.append(orjson.loads(body))
        return answer

    def at_once(self, jobs: Iterable[Callable[[], None]]) -> None:
        for job in jobs:
            job()

    @property
    def sequences(self) -> list[int]:
        return [document["sequence"] for document in self.got]


class Hooked:
    """An enterprise with a webhook that works, and what delivers to it."""

    def __init__(self, *events: str) -> None:
        self.work, self.receiver, self.at = FakeWork(), Receiver(), NOON
        self.organisation, self.owner, self.actor = self.work.with_enterprise()
        made = register_webhook(self.work, self.actor, url=URL, events=events, is_development=False, now=NOON)
        self.id = UUID(made["id"])
        self.secret = renew_webhook_secret(self.work, some_secrets(), self.actor, self.id)["secret"]

    def tell(self, sequence: int, *, aggregate_id: UUID | None = None, kind: Any = DeclarationSubmitted) -> None:
        event = an_event(
            kind, self.organisation.id, sequence=sequence, aggregate_id=aggregate_id or self.organisation.id
        )
        self.work.deliveries.queue(event, self.at)

    def deliver(self, *, after: timedelta = SETTLES) -> None:
        self.at += after
        desk = Desk(self.work.opened, self.receiver, SEALER, lambda: self.at, lambda: self.at)
        deliver_due_webhooks(desk, until=self.at + timedelta(seconds=8))

    @property
    def webhook(self) -> Any:
        return self.work.webhooks.get(self.id)

    @property
    def states(self) -> list[str]:
        return [each.state.value for each in sorted(self.work.deliveries.all(), key=lambda each: each.sequence)]


def an_event(kind: Any, applicant_id: UUID, **given: Any) -> Any:
    values: dict[str, Any] = {
        "city": CITY,
        "aggregate_id": uuid4(),
        "sequence": 3,
        "at": NOON,
        "actor": uuid4(),
        "case_id": uuid4(),
        "applicant": Applicant(kind="enterprise", id=applicant_id, credit_code=CODE, name="大连示例电子有限公司"),
        "division": "210202",
        "pack": "dalian/sme-digital-2024@1",
        "pack_sha256": "0" * 64,
        "batch": "1",
        "state": "in_review",
    }
    return kind(**values | given)

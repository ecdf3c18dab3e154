"""Mail, messages and text messages of the registry in memory, with the base of all its repositories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.db.errors import LostUpdate
from contracts.refusal import NotFound
from services.registry.domain.accounts import Account
from services.registry.domain.channels import Choice, Choices
from services.registry.domain.due_steps import DueStep
from services.registry.domain.mail import Letter, Mail, read_letter
from services.registry.domain.notices import Message, Notice
from services.registry.domain.sms import Template, Text, TextMessage, TextState, read_text
from tests.builders_registry import (
    SEALER,
)

Thing = TypeVar("Thing")


class FakeThings(Generic[Thing]):
    """A repository in memory, with the same promise: a version is saved once."""

    kind = "thing"

    def __init__(self, *things: Thing) -> None:
        self.kept: dict[UUID, Any] = {}
        for thing in things:
            self.add(thing)

    def get(self, id: UUID, *, for_update: bool = False) -> Thing:  # noqa: A002
        found = self.find(id)
        if found is None:
            raise NotFound(kind=self.kind, id=str(id))
        return found

    def find(self, id: UUID, *, for_update: bool = False) -> Thing | None:  # noqa: A002
        return self.kept.get(id)

    def add(self, thing: Thing) -> None:
        identity = thing.id  # type: ignore[attr-defined]
        if identity in self.kept:
            raise ValueError(f"added twice: {thing}")
        self.kept[identity] = thing

    def save(self, thing: Thing) -> None:
        identity, version = thing.id, thing.version  # type: ignore[attr-defined]
        if self.kept[identity].version != version - 1:
            raise LostUpdate(f"version {version} after {self.kept[identity].version}")
        self.kept[identity] = thing

    def all(self) -> list[Thing]:
        return list(self.kept.values())

    def only(self) -> Thing:
        """The one that is kept."""
        (found,) = self.kept.values()
        return found

    def _where(self, **wanted: Any) -> list[Any]:
        return [
            thing
            for thing in self.kept.values()
            if all(getattr(thing, name) == value for name, value in wanted.items())
        ]

    def _first(self, **wanted: Any) -> Any:
        return next(iter(self._where(**wanted)), None)


class FakeMails(FakeThings[Mail]):
    def due(self, now: datetime, limit: int) -> list[Mail]:
        waiting = [mail for mail in self.all() if mail.sent_at is None and mail.next_attempt_at <= now]
        return sorted(waiting, key=lambda mail: mail.next_attempt_at)[:limit]

    def put(self, mail: Mail) -> None:
        self.kept[mail.id] = mail

    def letters(self) -> list[Letter]:
        """What the waiting mails say."""
        return [read_letter(mail, SEALER) for mail in self.all() if mail.content is not None]


class FakeDueSteps:
    """Steps that are due, in memory."""

    def __init__(self) -> None:
        self.kept: dict[UUID, DueStep] = {}

    def find(self, subject_id: UUID, *, for_update: bool = False) -> DueStep | None:
        return self.kept.get(subject_id)

    def put(self, step: DueStep) -> None:
        self.kept[step.subject_id] = step

    def due(self, at: datetime, limit: int) -> list[DueStep]:
        return [step for step in self.kept.values() if step.is_to_remind(at) or step.is_to_escalate(at)][:limit]


class FakeTexts(FakeThings[TextMessage]):
    def due(self, now: datetime, limit: int) -> list[TextMessage]:
        waiting = [text for text in self._where(state=TextState.WAITING) if text.next_attempt_at <= now]
        return sorted(waiting, key=lambda text: (text.expires_at is None, text.next_attempt_at))[:limit]

    def put(self, message: TextMessage) -> None:
        self.kept[message.id] = message

    def sent_since(self, since: datetime) -> int:
        return sum(text.sent_at > since for text in self._where(state=TextState.SENT))

    def notices_since(self, phone_marks: Collection[bytes], since: datetime) -> Mapping[bytes, int]:
        sent = self._where(state=TextState.SENT, template=Template.NOTICE)
        return Counter(text.phone_mark for text in sent if text.written_at > since and text.phone_mark in phone_marks)

    def texts(self) -> list[Text]:
        """What the waiting ones say."""
        return [read_text(message, SEALER) for message in self.all() if message.content is not None]


class FakeMessages:
    """Messages and choices in memory."""

    def __init__(self) -> None:
        self.kept: list[Message] = []
        self.for_applicants: list[Notice] = []
        self.chosen: dict[tuple[UUID, str], Choice] = {}

    def add(self, message: Message) -> None:
        self.kept.append(message)

    def add_for_applicants(self, notice: Notice) -> None:
        self.for_applicants.append(notice)

    def mark_read(self, account_id: UUID, message_id: UUID | None, at: datetime) -> None:
        self.kept = [
            replace(message, read_at=at)
            if message.account_id == account_id and message.read_at is None and message_id in (None, message.id)
            else message
            for message in self.kept
        ]

    def choices(self, owner_ids: Collection[UUID], topics: Collection[str]) -> Choices:
        asked = product(owner_ids, topics)
        return {chosen: self.chosen[chosen] for chosen in asked if chosen in self.chosen}

    def choose(self, owner_id: UUID, topic: str, choice: Choice) -> None:
        self.chosen[owner_id, topic] = choice

    def kinds_for(self, account: Account) -> list[str]:
        """What an account was told."""
        return [message.kind for message in self.kept if message.account_id == account.id]

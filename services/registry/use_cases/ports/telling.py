"""What telling people and systems needs: messages and their channels, mail, text messages, codes, webhooks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from contracts.events.base import Event
from services.registry.domain.channels import Choice, Choices
from services.registry.domain.city_settings import CitySettings
from services.registry.domain.mail import Mail
from services.registry.domain.notices import Message
from services.registry.domain.one_time_codes import OneTimeCode, Sent
from services.registry.domain.sms import TextMessage
from services.registry.domain.webhooks import Delivery, Webhook
from services.registry.use_cases.ports.things import Things


class Codes(Protocol):
    """Codes that went to a phone."""

    def find(self, id: UUID, *, for_update: bool = False) -> OneTimeCode | None: ...  # noqa: A002
    def add(self, thing: OneTimeCode) -> None: ...
    def put(self, code: OneTimeCode) -> None: ...
    def sent_to(self, phone_mark: bytes, since: datetime) -> Sequence[Sent]: ...


class Mails(Protocol):
    """Mail that waits."""

    def add(self, thing: Mail) -> None: ...
    def due(self, now: datetime, limit: int) -> Sequence[Mail]: ...
    def put(self, mail: Mail) -> None: ...


class Messages(Protocol):
    """Messages to people, and how they want them."""

    def add(self, message: Message) -> None: ...
    def mark_read(self, account_id: UUID, message_id: UUID | None, at: datetime) -> None: ...
    def choices(self, owner_ids: Collection[UUID], topics: Collection[str]) -> Choices: ...
    def choose(self, owner_id: UUID, topic: str, choice: Choice) -> None: ...


class Texts(Protocol):
    """Text messages that wait, and how many went where."""

    def add(self, thing: TextMessage) -> None: ...
    def get(self, id: UUID, *, for_update: bool = False) -> TextMessage: ...  # noqa: A002
    def due(self, now: datetime, limit: int) -> Sequence[TextMessage]: ...
    def put(self, message: TextMessage) -> None: ...
    def sent_since(self, since: datetime) -> int: ...
    def notices_since(self, phone_marks: Collection[bytes], since: datetime) -> Mapping[bytes, int]: ...


class Webhooks(Things[Webhook], Protocol):
    """Webhooks of organisations."""

    def of_organisation(self, organisation_id: UUID) -> Sequence[Webhook]: ...
    def due(self, now: datetime, limit: int) -> Sequence[Webhook]: ...
    def put_health(self, webhook: Webhook) -> None: ...


class Deliveries(Protocol):
    """What is delivered to them."""

    def get(self, id: UUID, *, for_update: bool = False) -> Delivery: ...  # noqa: A002
    def queue(self, event: Event, now: datetime) -> None: ...
    def lease(self, webhook_id: UUID, now: datetime, limit: int) -> Sequence[Delivery]: ...
    def put(self, delivery: Delivery) -> None: ...
    def give_up(self, webhook_id: UUID) -> None: ...


class Settings(Protocol):
    """What the city settled."""

    def current(self, *, for_update: bool = False) -> CitySettings: ...
    def put(self, settings: CitySettings) -> None: ...

"""Messages to people, and by which channels they want them (ALL5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis import metrics
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import timer
from contracts.actor import Actor
from contracts.permissions import SIGNED_IN
from services.registry.domain.channels import Choice
from services.registry.domain.sms import TextState
from services.registry.service.real_time import real_now
from services.registry.storage.queries import changes as change_queries
from services.registry.storage.queries import messages as queries
from services.registry.storage.queries import texts as text_queries
from services.registry.storage.texts import TextRepository, remove_outdated_texts
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.choose_channels import choose_channels
from services.registry.use_cases.choose_organisation_channels import choose_organisation_channels
from services.registry.use_cases.mark_messages_read import mark_messages_read
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.remind_of_due_steps import remind_of_due_steps
from services.registry.use_cases.retry_text_message import retry_text_message
from services.registry.use_cases.send_due_texts import Texter, send_due_texts

TEXT_RUN = timedelta(seconds=8)
"""A run of the timer ends before the server would end the timer's own waiting transaction."""

KEPT = timedelta(days=30)

_texts_waiting = metrics.gauge(
    "text_messages", "How many text messages wait, and how many were given up?", ("city", "state")
)


class MessageMethods:
    """Who is told, and how."""

    runtime: Runtime[RegistryUnit]
    secrets: Secrets
    texter: Texter

    @query(SIGNED_IN)
    def list_messages(
        self, reading, actor: Actor, *, is_unread: bool | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """One's own messages, newest first."""
        return queries.messages(reading, actor.account_id, is_unread=is_unread, limit=limit, after=after)

    @query(SIGNED_IN)
    def count_unread_messages(self, reading, actor: Actor) -> dict[str, Any]:
        """How many wait to be read."""
        return queries.unread_count(reading, actor.account_id)

    @command(SIGNED_IN)
    def mark_message_read(self, uow, actor: Actor, message_id: UUID) -> dict[str, Any]:
        """One message was read."""
        return mark_messages_read(uow, self.runtime.clock, actor, message_id=message_id)

    @command(SIGNED_IN)
    def mark_all_messages_read(self, uow, actor: Actor) -> dict[str, Any]:
        """All messages were read."""
        return mark_messages_read(uow, self.runtime.clock, actor, message_id=None)

    @query(SIGNED_IN)
    def list_message_preferences(self, reading, actor: Actor) -> dict[str, Any]:
        """Every kind of message, and by which channels it comes to the person who asks."""
        return queries.preferences(reading, account_id=actor.account_id, organisation_id=actor.organisation_id)

    @command(SIGNED_IN)
    def choose_channels(
        self, uow, actor: Actor, topic: str, by_mail: bool | None = None, by_sms: bool | None = None
    ) -> dict[str, Any]:
        """Have a kind of message, or a group of them, by mail and as a text message, or not."""
        return choose_channels(uow, actor, topic=topic, choice=Choice(by_mail=by_mail, by_sms=by_sms))

    @query("registry.read_own")
    def list_organisation_preferences(self, reading, actor: Actor) -> dict[str, Any]:
        """What the people of one's own organisation have until they choose."""
        return queries.preferences(reading, account_id=None, organisation_id=actor.organisation_id)

    @command("registry.manage_members")
    def choose_organisation_channels(
        self, uow, actor: Actor, topic: str, by_mail: bool | None = None, by_sms: bool | None = None
    ) -> dict[str, Any]:
        """The same for everybody of one's own organisation who has not chosen; the owner only."""
        return choose_organisation_channels(uow, actor, topic=topic, choice=Choice(by_mail=by_mail, by_sms=by_sms))

    @query(SIGNED_IN)
    def message_changes(self, reading, actor: Actor, after: int = 0, limit: int = 50) -> dict[str, Any]:
        """`changed since` for one's own messages: those after a position."""
        return queries.message_changes(reading, actor.account_id, after=after, limit=limit)

    @query(SIGNED_IN)
    def changes(self, reading, actor: Actor, after: int = 0, limit: int = 50) -> dict[str, Any]:
        """`changed since`: events after a position, as far as the actor may see them."""
        return change_queries.registry_changes(reading, actor, after=after, limit=limit)

    @query("registry.read_overdue_steps")
    def list_overdue_steps(
        self, reading, actor: Actor, *, division: str | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """What is overdue, the longest first."""
        today = self.runtime.clock.today()
        return change_queries.overdue_steps(reading, today=today, division=division, limit=limit, after=after)

    @query("registry.manage_text_messages")
    def list_text_messages(
        self, reading, actor: Actor, *, state: str = TextState.QUARANTINED, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """Text messages in a state, newest first; those that were given up unless said otherwise."""
        return text_queries.text_messages(reading, state=state, limit=limit, after=after)

    @command("registry.manage_text_messages")
    def retry_text_message(self, uow, actor: Actor, text_message_id: UUID) -> dict[str, Any]:
        """Have one that was given up tried anew."""
        return retry_text_message(uow, actor, text_message_id, now=real_now())

    @timer(seconds=3)
    def give_positions(self, uow) -> None:
        """What became visible since the last time gets its position in `changed since`."""
        uow.messages.give_positions()

    @timer(seconds=30)
    def remind_of_due_steps(self, uow) -> None:
        """Remind those who have a step that is due soon, and tell of what is overdue."""
        remind_of_due_steps(uow, self.secrets.sealer, at=self.runtime.clock.now(), now=real_now())

    @timer(seconds=2)
    def send_texts(self, uow) -> None:
        """Send what waits, in transactions of its own: none is open while a gateway is spoken to."""

        @contextmanager
        def open_texts() -> Iterator[TextRepository]:
            actor = Actor.system(uow.city)
            with self.runtime.units.open(actor, request_id="send_texts", now=real_now()) as own:
                yield own.texts
                self.runtime.units.commit(own)

        send_due_texts(open_texts, self.texter, self.secrets.sealer, real_now, until=real_now() + TEXT_RUN)

    @timer(seconds=3600)
    def remove_outdated_texts(self, uow) -> None:
        """Forget text messages after a month."""
        remove_outdated_texts(uow.transaction, real_now() - KEPT)

    @timer(seconds=30)
    def count_texts(self, uow) -> None:
        """For the metric that an operator is called by."""
        for state, count in uow.texts.counts().items():
            _texts_waiting.labels(uow.city, state).set(count)

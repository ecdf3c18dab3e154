"""Registering, signing in and out, passwords, recovery, and the mail that goes with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import timer
from contracts.actor import Actor
from contracts.permissions import PUBLIC, SIGNED_IN
from contracts.refusal import Refusal
from services.registry.adapters.pauses import BoundedPauses
from services.registry.domain.organisations import Kind
from services.registry.service.real_time import real_now
from services.registry.storage.accounts import MailRepository, remove_outdated
from services.registry.storage.queries import accounts as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.change_contact import change_contact
from services.registry.use_cases.change_password import change_password
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.recover import recover
from services.registry.use_cases.register import Registration, register
from services.registry.use_cases.request_recovery import request_recovery
from services.registry.use_cases.send_due_mails import Mailer, send_due_mails
from services.registry.use_cases.sign_in import Attempt, sign_in
from services.registry.use_cases.sign_out import sign_out

MAIL_RUN = timedelta(seconds=8)
"""A run of the mail timer ends before the server would end the timer's own waiting transaction."""

KEPT = timedelta(days=30)


class AccountMethods:
    """DL1 and what a person does with his own account."""

    runtime: Runtime[RegistryUnit]
    secrets: Secrets
    mailer: Mailer
    pauses: BoundedPauses

    @command(PUBLIC)
    def register(
        self,
        uow,
        actor: Actor,
        *,
        kind: Kind,
        name: str,
        credit_code: str,
        division: str,
        contact_name: str,
        phone: str,
        email: str,
        terms_version: str,
    ) -> dict[str, Any]:
        """Open an account for an enterprise or a provider; the initial password comes by mail."""
        registration = Registration(
            kind=kind,
            name=name,
            credit_code=credit_code,
            division=division,
            contact_name=contact_name,
            phone=phone,
            email=email,
            terms_version=terms_version,
        )
        return register(uow, self.secrets, self.runtime.clock, registration, now=real_now())

    @command(PUBLIC, keyed=False)
    def sign_in(self, uow, actor: Actor, login: str, password: str, lands_on: str | None = None) -> dict[str, Any]:
        """A session and its token; `lands_on` comes back with it (XA2)."""
        attempt = Attempt(login=login, password=password, client=uow.client)
        outcome = sign_in(uow, self.secrets, self.pauses, attempt, now=real_now())
        if isinstance(outcome, Refusal):
            self.runtime.units.commit(uow)  # the wrong password is counted, although it is refused
            raise outcome
        return {**outcome, "lands_on": lands_on}

    @command(SIGNED_IN)
    def sign_out(self, uow, actor: Actor, session_id: UUID) -> dict[str, Any]:
        """End a session of one's own."""
        return sign_out(uow, actor, session_id, now=real_now())

    @query(PUBLIC)
    def actor_of(self, reading, actor: Actor, token_sha256: str) -> dict[str, Any]:
        """For the gateway: who is behind a token. The hash of 256 random bits is as good a secret as they are."""
        return queries.actor_of(reading, token_sha256, real_now())

    @query(SIGNED_IN)
    def own_account(self, reading, actor: Actor) -> dict[str, Any]:
        """The account of the person who asks."""
        return queries.own_account(reading, actor.account_id)

    @query(SIGNED_IN)
    def own_sessions(self, reading, actor: Actor) -> dict[str, Any]:
        """The open sessions of the person who asks."""
        return queries.own_sessions(reading, actor.account_id, real_now())

    @command(SIGNED_IN)
    def change_password(
        self, uow, actor: Actor, current_password: str, new_password: str, keep_session_id: UUID | None = None
    ) -> dict[str, Any]:
        """A new password; other sessions end."""
        return change_password(
            uow,
            self.secrets,
            actor,
            current=current_password,
            new=new_password,
            keep_session_id=keep_session_id,
            now=real_now(),
        )

    @command(SIGNED_IN)
    def change_contact(
        self, uow, actor: Actor, current_password: str, phone: str | None = None, email: str | None = None
    ) -> dict[str, Any]:
        """Another phone or mail address."""
        clock = self.runtime.clock
        return change_contact(
            uow, self.secrets, clock, actor, phone=phone, email=email, password=current_password, now=real_now()
        )

    @command(PUBLIC, keyed=False)
    def request_recovery(self, uow, actor: Actor, login: str) -> dict[str, Any]:
        """Mail a token, if there is such an account; the answer does not say."""
        return request_recovery(uow, self.secrets, login=login, now=real_now())

    @command(PUBLIC, keyed=False)
    def recover(self, uow, actor: Actor, token: str, new_password: str) -> dict[str, Any]:
        """A new password by the token from the mail."""
        return recover(uow, self.secrets, token=token, new=new_password, now=real_now())

    @timer(seconds=2)
    def send_mail(self, uow) -> None:
        """Send what waits, in transactions of its own: none is open while a mail server is spoken to."""

        @contextmanager
        def open_mails() -> Iterator[MailRepository]:
            actor = Actor.system(uow.city)
            with self.runtime.units.open(actor, request_id="send_mail", now=real_now()) as own:
                yield own.mails
                self.runtime.units.commit(own)

        until = real_now() + MAIL_RUN
        send_due_mails(open_mails, self.mailer, self.secrets.sealer, real_now, until=until)

    @timer(seconds=3600)
    def remove_outdated(self, uow) -> None:
        """Forget sessions, counters, tokens and sent mail after a month."""
        remove_outdated(uow.transaction, real_now() - KEPT)

"""Codes that go to a phone: signing in with one, choosing a new password, binding the phone (XA3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command
from chassis.subscriptions import timer
from contracts.actor import Actor
from contracts.permissions import PUBLIC, SIGNED_IN
from contracts.refusal import Refusal
from services.registry.service.real_time import real_now
from services.registry.storage.codes import remove_outdated_codes
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.bind_phone import bind_phone
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.recover_by_code import recover_by_code
from services.registry.use_cases.request_phone_code import request_phone_code
from services.registry.use_cases.request_recovery_code import request_recovery_code
from services.registry.use_cases.request_sign_in_code import Asking, request_sign_in_code
from services.registry.use_cases.send_due_texts import Texter
from services.registry.use_cases.sign_in_by_code import CodeAttempt, sign_in_by_code

KEPT = timedelta(days=30)


class CodeMethods:
    """What a mobile phone is good for, where the city offers it."""

    runtime: Runtime[RegistryUnit]
    secrets: Secrets
    texter: Texter

    @command(PUBLIC, keyed=False)
    def request_sign_in_code(
        self, uow, actor: Actor, login: str | None = None, phone: str | None = None
    ) -> dict[str, Any]:
        """Send a code to the bound phone, if there is such an account; the answer does not say."""
        asking = Asking(login=login, phone=phone, client=uow.client)
        return request_sign_in_code(uow, self.secrets, asking, is_gateway_there=self.texter.is_there, now=real_now())

    @command(PUBLIC, keyed=False)
    def sign_in_by_code(
        self, uow, actor: Actor, code_id: UUID, code: str, login: str | None = None, lands_on: str | None = None
    ) -> dict[str, Any]:
        """A session and its token, for the code; `lands_on` comes back with it (XA2)."""
        attempt = CodeAttempt(code_id=code_id, code=code, login=login, client=uow.client)
        session = self._settled(uow, sign_in_by_code(uow, self.secrets, attempt, now=real_now()))
        return {**session, "lands_on": lands_on}

    @command(PUBLIC, keyed=False)
    def request_recovery_code(self, uow, actor: Actor, login: str) -> dict[str, Any]:
        """Send a code to the bound phone, if there is such an account; the answer does not say."""
        is_there = self.texter.is_there
        return request_recovery_code(
            uow, self.secrets, login=login, client=uow.client, is_gateway_there=is_there, now=real_now()
        )

    @command(PUBLIC, keyed=False)
    def recover_by_code(self, uow, actor: Actor, code_id: UUID, code: str, new_password: str) -> dict[str, Any]:
        """A new password by the code."""
        outcome = recover_by_code(uow, self.secrets, code_id=code_id, code=code, new=new_password, now=real_now())
        return self._settled(uow, outcome)

    @command(SIGNED_IN)
    def request_phone_code(self, uow, actor: Actor, phone: str, current_password: str) -> dict[str, Any]:
        """Send a code to the phone that is to be bound."""
        return request_phone_code(
            uow,
            self.secrets,
            actor,
            phone=phone,
            password=current_password,
            client=uow.client,
            is_gateway_there=self.texter.is_there,
            now=real_now(),
        )

    @command(SIGNED_IN, keyed=False)
    def bind_phone(self, uow, actor: Actor, code_id: UUID, code: str) -> dict[str, Any]:
        """Bind the phone that the code went to. The code works once, so that no key is needed."""
        clock = self.runtime.clock
        return self._settled(
            uow, bind_phone(uow, self.secrets, clock, actor, code_id=code_id, code=code, now=real_now())
        )

    @timer(seconds=3600)
    def remove_outdated_codes(self, uow) -> None:
        """Forget codes after a month."""
        remove_outdated_codes(uow.transaction, real_now() - KEPT)

    def _settled(self, uow: RegistryUnit, outcome: dict[str, Any] | Refusal) -> dict[str, Any]:
        """The answer; a refused try is counted, although it is refused."""
        if isinstance(outcome, Refusal):
            self.runtime.units.commit(uow)
            raise outcome
        return outcome

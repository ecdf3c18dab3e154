"""Accounts for payment. Numbers are sealed here, before anything else sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.sealed import Sealer
from services.registry.domain.payees import NUMBER, PayeeDetails, read_number
from services.registry.service.real_time import real_now
from services.registry.storage.queries import pool as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.confirm_payee_account import confirm_payee_account
from services.registry.use_cases.correct_payee_account import correct_payee_account
from services.registry.use_cases.register_payee_account import register_payee_account
from services.registry.use_cases.request_payee_change import request_payee_change


class PayeeMethods:
    """Where awards go."""

    runtime: Runtime[RegistryUnit]

    @command("registry.register_payee_account")
    def register_payee_account(
        self, uow, actor: Actor, *, account_name: str, bank_name: str, branch_code: str, number: str
    ) -> dict[str, Any]:
        """Enter an account for payment."""
        details = _sealed(self.runtime.sealer, account_name, bank_name, branch_code, number)
        return register_payee_account(uow, self.runtime.clock, actor, details)

    @command("registry.register_payee_account")
    def correct_payee_account(
        self,
        uow,
        actor: Actor,
        *,
        payee_id: UUID,
        account_name: str,
        bank_name: str,
        branch_code: str,
        number: str,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """Correct it, as long as nobody confirmed it."""
        details = _sealed(self.runtime.sealer, account_name, bank_name, branch_code, number)
        clock = self.runtime.clock
        return correct_payee_account(uow, clock, actor, payee_id, details, expected_version=expected_version)

    @command("registry.register_payee_account")
    def request_payee_change(
        self,
        uow,
        actor: Actor,
        *,
        payee_id: UUID,
        account_name: str,
        bank_name: str,
        branch_code: str,
        number: str,
        reason: str,
    ) -> dict[str, Any]:
        """Ask to change a confirmed one."""
        details = _sealed(self.runtime.sealer, account_name, bank_name, branch_code, number)
        return request_payee_change(uow, self.runtime.clock, actor, payee_id, details, reason=reason)

    @command("registry.confirm_payee_account")
    def confirm_payee_account(
        self, uow, actor: Actor, payee_id: UUID, expected_version: int | None = None
    ) -> dict[str, Any]:
        """Confirm it: from now on it changes by review only."""
        return confirm_payee_account(
            uow,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            payee_id,
            expected_version=expected_version,
            now=real_now(),
        )

    @query("registry.register_payee_account")
    def own_payee_accounts(self, reading, actor: Actor) -> dict[str, Any]:
        """The accounts for payment of one's own organisation."""
        return queries.payees_of(reading, actor.organisation_id)

    @query("registry.read_payee_accounts")
    def list_payee_accounts(self, reading, actor: Actor, organisation_id: UUID) -> dict[str, Any]:
        """The accounts for payment of an organisation."""
        return queries.payees_of(reading, organisation_id)


def _sealed(sealer: Sealer, account_name: str, bank_name: str, branch_code: str, number: str) -> PayeeDetails:
    return PayeeDetails(
        account_name=account_name,
        bank_name=bank_name,
        branch_code=branch_code,
        number=sealer.seal(read_number(number), purpose=NUMBER),
    )

"""The people of an organisation, and the accounts that the administrator makes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from services.registry.domain.accounts import normal_login
from services.registry.service.real_time import real_now
from services.registry.storage.queries import accounts as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.accept_invitation import Joining, accept_invitation
from services.registry.use_cases.create_staff import StaffSpec, create_staff
from services.registry.use_cases.disable_account import disable_account
from services.registry.use_cases.enable_account import enable_account
from services.registry.use_cases.invite_member import invite_member
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.remove_member import remove_member


class MemberMethods:
    """Several people per organisation, and staff."""

    runtime: Runtime[RegistryUnit]
    secrets: Secrets

    @query("registry.read_own")
    def list_members(self, reading, actor: Actor) -> dict[str, Any]:
        """The people of one's own organisation, and open invitations."""
        return queries.members(reading, actor.organisation_id, real_now())

    @command("registry.manage_members")
    def invite_member(self, uow, actor: Actor, name: str, email: str) -> dict[str, Any]:
        """Ask somebody by mail to join; the owner only."""
        return invite_member(uow, self.secrets, actor, name=name, email=email, now=real_now())

    @command(PUBLIC)
    def accept_invitation(
        self, uow, actor: Actor, *, token: str, login: str, password: str, terms_version: str, phone: str | None = None
    ) -> dict[str, Any]:
        """Join with a login and a password of one's own."""
        joining = Joining(token=token, login=login, password=password, phone=phone, terms_version=terms_version)
        return accept_invitation(uow, self.secrets, self.runtime.clock, joining, now=real_now())

    @command("registry.manage_members")
    def remove_member(self, uow, actor: Actor, account_id: UUID) -> dict[str, Any]:
        """Take somebody out of the organisation; the owner only."""
        return remove_member(uow, actor, account_id, now=real_now())

    @command("registry.manage_accounts")
    def create_staff(
        self,
        uow,
        actor: Actor,
        *,
        login: str,
        name: str,
        email: str,
        roles: frozenset[str],
        phone: str | None = None,
        division: str | None = None,
        organisation_id: UUID | None = None,
    ) -> dict[str, Any]:
        """An account for a reviewer, an officer, an assessor, or somebody of the finance bureau."""
        spec = StaffSpec(
            login=login,
            name=name,
            email=email,
            phone=phone,
            roles=roles,
            division=division,
            organisation_id=organisation_id,
        )
        return create_staff(uow, self.secrets, self.runtime.clock, actor, spec, now=real_now())

    @command("registry.manage_accounts")
    def disable_account(self, uow, actor: Actor, account_id: UUID, reason: str) -> dict[str, Any]:
        """Close an account and its sessions."""
        return disable_account(uow, actor, account_id, reason=reason, now=real_now())

    @command("registry.manage_accounts")
    def enable_account(self, uow, actor: Actor, account_id: UUID) -> dict[str, Any]:
        """Open it again, with a new initial password by mail."""
        return enable_account(uow, self.secrets, actor, account_id, now=real_now())

    @query("registry.manage_accounts")
    def list_staff(
        self, reading, actor: Actor, role: str | None = None, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """The accounts of staff, oldest first."""
        return queries.staff(reading, role=role, limit=limit, after=after)

    @query("registry.manage_accounts")
    def find_accounts(
        self, reading, actor: Actor, login: str | None = None, organisation_id: UUID | None = None
    ) -> dict[str, Any]:
        """Accounts of anybody, by login or organisation."""
        login = None if login is None else normal_login(login)
        return queries.accounts_found(reading, login=login, organisation_id=organisation_id)

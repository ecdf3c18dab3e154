"""Somebody who was invited joins the organisation, with a login and a password of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from contracts.refusal import Invalid, Problem
from services.registry.domain.accounts import PHONE, Account, chosen_login
from services.registry.domain.contact import read_phone
from services.registry.domain.errors import LoginTaken, TokenNotValid
from services.registry.domain.organisations import APPLICANT_ROLES
from services.registry.domain.passwords import must_be_strong
from services.registry.domain.sessions import sha256
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Clock, Secrets, Work


@dataclass(frozen=True, kw_only=True)
class Joining:
    """What the invited person fills in."""

    token: str
    login: str
    password: str
    phone: str | None
    terms_version: str


def accept_invitation(uow: Work, secrets: Secrets, clock: Clock, joining: Joining, *, now: datetime) -> Shown:
    """The new account. TokenNotValid for an unknown, used or old token; LoginTaken; Invalid."""
    login = chosen_login(joining.login)
    must_be_strong(joining.password, login=login, field="password")
    if not joining.terms_version.strip():
        raise Invalid(problems=[Problem(code="terms_not_accepted", field="terms_version")])
    phone = None if joining.phone is None else secrets.sealer.seal(read_phone(joining.phone), purpose=PHONE)
    invitation = uow.invitations.by_token(sha256(joining.token))
    if invitation is None:
        raise TokenNotValid()
    used = invitation.used(now)
    organisation = uow.organisations.get(invitation.organisation_id)
    if uow.accounts.by_login(login) is not None:
        raise LoginTaken(login=login)
    account = Account(
        id=uuid4(),
        city=uow.city,
        version=1,
        login=login,
        name=invitation.name,
        roles=frozenset({APPLICANT_ROLES[organisation.kind]}),
        organisation_id=organisation.id,
        phone=phone,
        email=invitation.email,
        password_hash=secrets.passwords.hash(joining.password),
        must_change_password=False,
        terms_version=joining.terms_version,
        created_at=clock.now(),
    )
    uow.invitations.save(used)
    uow.accounts.add(account)
    actor = account.actor(credit_code=organisation.credit_code, division=organisation.division)
    uow.audit.record(actor, "accept_invitation", used)
    uow.audit.record(actor, "join", account, terms_version=account.terms_version)
    return account_shown(account)

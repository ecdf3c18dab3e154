"""The administrator makes an account for a reviewer, an officer, an assessor, or somebody of the finance bureau."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem
from services.registry.domain.accounts import EMAIL, PHONE, Account, chosen_login, must_fit, staff_roles
from services.registry.domain.contact import read_email, read_person, read_phone
from services.registry.domain.errors import LoginTaken
from services.registry.domain.letters import initial_password_letter
from services.registry.domain.mail import write
from services.registry.domain.organisations import Organisation
from services.registry.domain.views import Shown, account_shown
from services.registry.use_cases.ports import Clock, Secrets, Work


@dataclass(frozen=True, kw_only=True)
class StaffSpec:
    """Who gets the account. `division` for those who work for one district, `organisation_id` for an institution."""

    login: str
    name: str
    email: str
    phone: str | None
    roles: frozenset[str]
    division: str | None
    organisation_id: UUID | None


def create_staff(uow: Work, secrets: Secrets, clock: Clock, actor: Actor, spec: StaffSpec, *, now: datetime) -> Shown:
    """The account; its initial password leaves by mail. Invalid, IncompatibleRoles, LoginTaken."""
    login, name = chosen_login(spec.login), read_person(spec.name, field="name")
    email = secrets.sealer.seal(read_email(spec.email), purpose=EMAIL)
    phone = None if spec.phone is None else secrets.sealer.seal(read_phone(spec.phone), purpose=PHONE)
    roles = staff_roles(spec.roles)
    initial = secrets.passwords.initial()
    password_hash = secrets.passwords.hash(initial)
    must_fit(roles, division=spec.division, organisation=_organisation(uow, spec.organisation_id))
    if spec.division is not None and uow.divisions.by_code(spec.division) is None:
        raise Invalid(problems=[Problem(code="division_unknown", field="division", inputs={"division": spec.division})])
    if uow.accounts.by_login(login) is not None:
        raise LoginTaken(login=login)
    account = Account(
        id=uuid4(),
        city=uow.city,
        version=1,
        login=login,
        name=name,
        roles=roles,
        organisation_id=spec.organisation_id,
        division=spec.division,
        phone=phone,
        email=email,
        password_hash=password_hash,
        must_change_password=True,
        created_at=clock.now(),
    )
    letter = initial_password_letter(name=name, login=login, password=initial)
    uow.accounts.add(account)
    uow.mails.add(write(id=uuid4(), city=uow.city, recipient=email, letter=letter, sealer=secrets.sealer, now=now))
    uow.audit.record(actor, "create_staff", account, roles=sorted(roles), division=spec.division)
    return account_shown(account)


def _organisation(uow: Work, organisation_id: UUID | None) -> Organisation | None:
    if organisation_id is None:
        return None
    try:
        return uow.organisations.get(organisation_id)
    except NotFound:
        raise Invalid(problems=[Problem(code="organisation_unknown", field="organisation_id")]) from None

"""DL1: an enterprise or a provider opens its account by its credit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from contracts.refusal import Invalid, Problem
from services.registry.domain.accounts import EMAIL, PHONE, Account
from services.registry.domain.contact import read_email, read_person, read_phone
from services.registry.domain.divisions import must_take_applicants
from services.registry.domain.errors import CreditCodeRegistered
from services.registry.domain.letters import initial_password_letter
from services.registry.domain.mail import write
from services.registry.domain.organisations import APPLICANT_ROLES, Kind, Organisation, read_credit_code, read_name
from services.registry.use_cases.ports import Clock, Secrets, Work


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the form of the registration page holds."""

    kind: Kind
    name: str
    credit_code: str
    division: str
    contact_name: str
    phone: str
    email: str
    terms_version: str


def register(uow: Work, secrets: Secrets, clock: Clock, registration: Registration, *, now: datetime) -> dict[str, Any]:
    """The organisation and its owner's account; the initial password leaves by mail after the commit.

    Invalid names every field that is wrong, CreditCodeRegistered when the code has an account in this city.
    """
    given = _read(registration)
    initial = secrets.passwords.initial()
    password_hash = secrets.passwords.hash(initial)
    must_take_applicants(uow.divisions.by_code(given.division), given.division)
    if uow.organisations.by_credit_code(given.credit_code) is not None:
        raise CreditCodeRegistered(credit_code=given.credit_code)

    organisation = Organisation(
        id=uuid4(),
        city=uow.city,
        version=1,
        kind=given.kind,
        credit_code=given.credit_code,
        name=given.name,
        division=given.division,
        registered_at=clock.now(),
    )
    email = secrets.sealer.seal(given.email, purpose=EMAIL)
    owner = Account(
        id=uuid4(),
        city=uow.city,
        version=1,
        login=given.credit_code,
        name=given.contact_name,
        roles=frozenset({APPLICANT_ROLES[given.kind]}),
        organisation_id=organisation.id,
        is_owner=True,
        phone=secrets.sealer.seal(given.phone, purpose=PHONE),
        email=email,
        password_hash=password_hash,
        must_change_password=True,
        terms_version=given.terms_version,
        created_at=clock.now(),
    )
    letter = initial_password_letter(name=given.contact_name, login=owner.login, password=initial)

    uow.organisations.add(organisation)
    uow.accounts.add(owner)
    uow.mails.add(write(id=uuid4(), city=uow.city, recipient=email, letter=letter, sealer=secrets.sealer, now=now))
    actor = owner.actor(credit_code=organisation.credit_code, division=organisation.division)
    uow.outbox.add([organisation.told(at=clock.now(), by=owner.id)])
    uow.audit.record(actor, "register", organisation)
    uow.audit.record(actor, "register", owner, terms_version=owner.terms_version)
    return {
        "id": organisation.id,
        "version": organisation.version,
        "account_id": owner.id,
        "kind": organisation.kind,
        "credit_code": organisation.credit_code,
        "name": organisation.name,
        "division": organisation.division,
    }


def _read(registration: Registration) -> Registration:
    """The registration in normal form; Invalid with every problem at once."""
    problems: list[Problem] = []
    read: dict[str, str] = {}
    readers: dict[str, Callable[[str], str]] = {
        "credit_code": read_credit_code,
        "name": read_name,
        "phone": read_phone,
        "email": read_email,
        "contact_name": partial(read_person, field="contact_name"),
    }
    for field, reader in readers.items():
        try:
            read[field] = reader(getattr(registration, field))
        except Invalid as refusal:
            problems.extend(refusal.problems)
    if registration.kind not in APPLICANT_ROLES:
        problems.append(Problem(code="not_an_option", field="kind"))
    if not registration.terms_version.strip():
        problems.append(Problem(code="terms_not_accepted", field="terms_version"))
    if problems:
        raise Invalid(problems=problems)
    return Registration(
        kind=registration.kind, division=registration.division, terms_version=registration.terms_version, **read
    )

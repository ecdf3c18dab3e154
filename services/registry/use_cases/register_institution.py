"""An officer enters an institution (third party) or an authority; their people get staff accounts."""

from __future__ import annotations

from uuid import uuid4

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import CreditCodeRegistered
from services.registry.domain.organisations import APPLICANT_ROLES, Kind, Organisation, read_credit_code, read_name
from services.registry.domain.views import Shown, organisation_shown
from services.registry.use_cases.ports import Clock, Work


def register_institution(
    uow: Work, clock: Clock, actor: Actor, *, kind: Kind, name: str, credit_code: str, division: str
) -> Shown:
    """Any division of the city may be given, the city itself too. Invalid, CreditCodeRegistered."""
    name, code = read_name(name), read_credit_code(credit_code)
    if kind in APPLICANT_ROLES:
        raise Invalid(problems=[Problem(code="not_an_option", field="kind")])
    if uow.divisions.by_code(division) is None:
        raise Invalid(problems=[Problem(code="division_unknown", field="division", inputs={"division": division})])
    if uow.organisations.by_credit_code(code) is not None:
        raise CreditCodeRegistered(credit_code=code)
    organisation = Organisation(
        id=uuid4(),
        city=uow.city,
        version=1,
        kind=kind,
        credit_code=code,
        name=name,
        division=division,
        registered_at=clock.now(),
    )
    uow.organisations.add(organisation)
    uow.outbox.add([organisation.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "register_institution", organisation)
    return organisation_shown(organisation)

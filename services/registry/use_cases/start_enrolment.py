"""A provider begins to apply for a place in the pool, as one kind of provider (申请入库)."""

from __future__ import annotations

from uuid import uuid4

from casework.states import move
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from policy.packs import Packs
from services.registry.domain.enrolling import start
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.errors import NothingToChange
from services.registry.domain.pool import TRANSITIONS, PoolAction
from services.registry.domain.prefilling import prefilled
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.load import organisation_of, pack_in_force
from services.registry.use_cases.ports import Clock, Work


def start_enrolment(
    uow: Work, packs: Packs, sealer: Sealer, clock: Clock, actor: Actor, *, kind: str, programme_year: str | None
) -> Shown:
    """A draft under the pack of today, filled with what the registry knows.

    Invalid for a kind that nobody applies for, EnrolmentNotOpen outside its time, ActionNotAllowed for a provider
    that was suspended or removed, NothingToChange for a kind that it has, EnrolmentUnderWay for one under way.
    """
    organisation = organisation_of(uow, actor)
    pack = pack_in_force(uow, packs, clock, programme_year)
    rule = pack.providers.kinds.get(kind)
    if rule is None or rule.stage is None:
        raise Invalid(problems=[Problem(code="not_an_option", field="kind", inputs={"value": kind})])
    entry = uow.pool.of(organisation.id)
    if entry is not None:
        move(TRANSITIONS, entry.state, PoolAction.ENROL)
        if entry.is_enrolled and kind in entry.kinds:
            raise NothingToChange(field="kind")
    rules = EnrolmentRules.of(pack, rule.stage)
    account = uow.accounts.find(actor.account_id)
    enrolment = start(
        uuid4(),
        rules,
        organisation,
        kind=kind,
        provider_id=organisation.id,
        at=clock.now(),
        answers=prefilled(rules.form, organisation, account, sealer),
    )
    uow.enrolments.add(enrolment)
    uow.audit.record(actor, "start_enrolment", enrolment, kind=kind, pack=pack.ref.text, pack_sha256=pack.ref.sha256)
    return enrolment_shown(enrolment, rules, actor)

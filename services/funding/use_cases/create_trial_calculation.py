"""A trial calculation (试算) by the newest released version of a programme that is valid today."""

from __future__ import annotations

from typing import Any

from casework.common_facts import NotKnownHere
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from policy.refs import PackRef
from services.funding.domain.claims import release_facts
from services.funding.domain.supports import as_facts
from services.funding.domain.trial import Trial, newest_valid, trial_calculation
from services.funding.use_cases.ports import Clock, Packs, Unit


def create_trial_calculation(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, programme_year: str, asked: Trial
) -> dict[str, Any]:
    """Amount, shares, tranches and explanation, as the award would have them. Nothing is changed or recorded.

    Whoever has not signed in is taken for an enterprise that stands on no list and got nothing elsewhere; one that
    has, for what is known of it. `Invalid` with the options for a programme that there is not.
    """
    released = [PackRef.parse(each.pack, each.sha256) for each in uow.facts.packs()]
    valid = newest_valid((packs.get(ref) for ref in released), on=clock.today())
    if programme_year not in valid:
        inputs = {"options": sorted(valid)}
        raise Invalid(problems=[Problem(code="not_an_option", field="programme_year", inputs=inputs)])
    return trial_calculation(valid[programme_year], asked, on=clock.today(), known=_known(uow, clock, actor))


def _known(uow: Unit, clock: Clock, actor: Actor) -> dict[str, Any]:
    """The standing, size class and other supports of the enterprise that asks, as far as they are known here."""
    if actor.organisation_id is None:
        return {}
    try:
        organisation = uow.known.organisation(actor.organisation_id)
    except NotKnownHere:
        return {}
    facts = release_facts(organisation, kind="enterprise", division=organisation.division, on=clock.today())
    return {**facts, "supports.elsewhere": as_facts(uow.supports.of(organisation.credit_code))}

"""What an organisation says of itself: address, staff, revenue, industry. The size class follows from it (DL5)."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound
from services.registry.domain.organisations import Profile
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, organisation_shown
from services.registry.use_cases.ports import Clock, SizeClasses, Work


def change_profile(
    uow: Work,
    size_classes: SizeClasses,
    clock: Clock,
    actor: Actor,
    profile: Profile,
    *,
    expected_version: int | None,
) -> Shown:
    """The organisation with the computed class; where another one was declared, a warning says so."""
    if actor.organisation_id is None:
        raise NotFound(kind="organisation")
    problems = profile.problems(clock.today().year)
    if problems:
        raise Invalid(problems=problems)
    organisation = uow.organisations.get(actor.organisation_id, for_update=True)
    must_match(organisation.version, expected_version)
    computed = size_classes.of(
        organisation.kind, staff=profile.staff, revenue_fen=profile.revenue_fen, on=clock.today()
    )
    organisation = organisation.with_profile(profile, computed)
    uow.organisations.save(organisation)
    uow.outbox.add([organisation.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "change_profile", organisation, data_year=profile.data_year, size_class=computed)
    return organisation_shown(organisation)

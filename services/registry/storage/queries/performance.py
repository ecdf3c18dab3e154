"""Reading measures against providers, their ratings with the projects behind them, and what enterprises answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from casework.days import local_date
from chassis.clock import Clock
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import to_json
from contracts.working_days import WorkingDays
from policy.packs import Packs, UnknownPack
from policy.performance import PerformanceRule
from policy.refs import PackRef
from services.registry.domain.rating import performance_shown, rating_shown
from services.registry.domain.satisfaction import FindingBehind, ProjectBehind
from services.registry.domain.shown_measure import measure_shown
from services.registry.storage.performance import KnownProjects, MeasureRepository
from services.registry.storage.pool import KnownPacks
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.tables.organisations import calendar_year
from services.registry.storage.tables.performance import measure
from services.registry.storage.tables.pool import pool_entry

Shown = dict[str, Any]
Behind = TypeVar("Behind", ProjectBehind, FindingBehind)

_measures = MeasureRepository.mapped
_years = select(calendar_year.c.year, calendar_year.c.is_confirmed, calendar_year.c.exceptions)
_listed = (
    select(measure)
    .where(bindparam("provider_id").is_(None) | (measure.c.provider_id == bindparam("provider_id")))
    .where(bindparam("state").is_(None) | (measure.c.state == bindparam("state")))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(measure.c.taken_at, measure.c.id) > tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(measure.c.taken_at, measure.c.id)
    .limit(bindparam("limit"))
)
_by_id = select(measure).where(measure.c.id == bindparam("id"))
_programme = select(pool_entry.c.programme_year).where(pool_entry.c.organisation_id == bindparam("provider_id"))


def measures(
    reading: Reading,
    clock: Clock,
    *,
    provider_id: UUID | None,
    state: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Shown:
    """Measures, oldest first: of one provider, or of all of them in a state."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(
        _listed, provider_id=provider_id, state=state, after_at=after_at, after_id=after_id, limit=limit_of(limit)
    )
    calendar, today = _calendar(reading), local_date(clock.now())
    return page(
        rows,
        limit,
        lambda row: measure_shown(_measures.of(row), calendar, today=today),
        lambda row: (row.taken_at, row.id),
    )


def own_measures(reading: Reading, clock: Clock, provider_id: UUID | None) -> Shown:
    """All of one's own."""
    if provider_id is None:
        raise NotFound(kind="provider")
    return measures(reading, clock, provider_id=provider_id, limit=200)


def measure_file(reading: Reading, actor: Actor, measure_id: UUID, sha256: str) -> Shown:
    """A file of an appeal, for the provider that made it and for the bureau."""
    row = reading.first(_by_id, id=measure_id)
    found = _measures.of(row) if row is not None else None
    if found is not None and found.appeal is not None and _may_read(actor, found.provider_id):
        for file in found.appeal.files:
            if file.sha256 == sha256:
                return dict(to_json(file))
    raise NotFound(kind="file")


def performance(
    reading: Reading, packs: Packs, clock: Clock, provider_id: UUID | None, *, with_comments: bool
) -> Shown:
    """A provider's rating with every figure and the projects behind it."""
    row = reading.first(_programme, provider_id=provider_id) if provider_id is not None else None
    if row is None or provider_id is None:
        raise NotFound(kind="provider")
    rule = _rules(reading, packs, clock).get(row.programme_year)
    known = KnownProjects(reading)
    projects, findings = known.of_providers([provider_id]), known.findings_about([provider_id])
    shown = performance_shown(rule, projects, findings, with_comments=with_comments)
    return {"provider_id": str(provider_id), **shown}


def ratings(reading: Reading, packs: Packs, clock: Clock, providers: Mapping[UUID, str]) -> dict[UUID, Shown | None]:
    """The ratings that everybody may see: of those providers (id -> programme) whose pack publishes them."""
    rules = _rules(reading, packs, clock)
    public = {
        provider: rules[programme] for provider, programme in providers.items() if _is_public(rules.get(programme))
    }
    if not public:
        return {}
    known, ids = KnownProjects(reading), sorted(public)
    behind, findings = _by_provider(known.of_providers(ids)), _by_provider(known.findings_about(ids))
    return {
        provider: rating_shown(rule, behind.get(provider, ()), findings.get(provider, ()))
        for provider, rule in public.items()
    }


def asked(reading: Reading, organisation_id: UUID | None) -> Shown:
    """The projects of an enterprise, whether each was accepted, and what was answered."""
    if organisation_id is None:
        raise NotFound(kind="organisation")
    projects = KnownProjects(reading).of_applicant(organisation_id)
    items = [
        {
            "project_id": str(project.project_id),
            "provider_id": str(project.provider_id),
            "is_passed": project.is_passed,
            "may_answer": project.is_passed is not None and project.satisfaction is None,
            "score": project.satisfaction,
            "comment": project.comment,
        }
        for project in projects
    ]
    return {"items": items, "next": None}


def _may_read(actor: Actor, provider_id: UUID) -> bool:
    return actor.may("registry.review_provider") or actor.organisation_id == provider_id


def _is_public(rule: PerformanceRule | None) -> bool:
    return rule is not None and rule.is_public


def _rules(reading: Reading, packs: Packs, clock: Clock) -> dict[str, PerformanceRule | None]:
    """Programme -> how its newest pack that is valid today rates providers; "" is the city's only one."""
    refs = KnownPacks(reading).all()
    for ref in refs:
        packs.release(ref)
    rules = {ref.programme_year: _rule_of(packs, ref, clock) for ref in refs}
    return rules | ({"": next(iter(rules.values()))} if len(rules) == 1 else {})


def _rule_of(packs: Packs, ref: PackRef, clock: Clock) -> PerformanceRule | None:
    try:
        return packs.current(ref.city, ref.programme_year, local_date(clock.now())).performance
    except UnknownPack:
        return None


def _by_provider(found: Sequence[Behind]) -> dict[UUID, list[Behind]]:
    return {provider: list(behind) for provider, behind in groupby(found, key=lambda each: each.provider_id)}


def _calendar(reading: Reading) -> WorkingDays:
    return WorkingDays.of_years(reading.read(_years))

"""What was heard of a project or an organisation, as the facts by which policy computes (`policy.facts`)."""

from __future__ import annotations

from typing import Any

from services.funding.domain.known import AboutOrganisation, AboutProject


def project_facts(about: AboutProject) -> dict[str, Any]:
    """Of the project's provider, its trainings, its benchmark, and how many others the applicant has."""
    return {
        **_provider_facts(about.provider_kinds, about.provider_is_enrolled),
        "training.person_days": about.person_days,
        "applicant.other_projects": about.other_projects,
        **({} if about.benchmark_kind is None else {"benchmark.kind": about.benchmark_kind}),
    }


def organisation_facts(about: AboutOrganisation) -> dict[str, Any]:
    """Of an organisation that money goes to for what it did: as a provider, a chain leader, an institution."""
    return {
        **_provider_facts(about.kinds, about.is_enrolled),
        "training.person_days": about.person_days,
        "chain.completed_enterprises": about.completed_enterprises,
    }


def _provider_facts(kinds: frozenset[str] | None, is_enrolled: bool | None) -> dict[str, Any]:
    """A provider that never was in the pool is not in it; one that was suspended or removed has no kinds there now."""
    enrolled = bool(is_enrolled)
    return {"provider.is_enrolled": enrolled, "provider.kinds": (kinds or frozenset()) if enrolled else frozenset()}

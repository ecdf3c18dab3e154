"""Worked cases about providers: kinds and rights, classes of products, ratings, and which stages may be delegated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.money import Money
from policy.pack import Pack
from policy.performance import ProjectRecord, performance_of

Given = Mapping[str, Any]


def provider_kinds(pack: Pack, given: Given) -> dict[str, Any]:
    """Every kind with what it may do, and where it applies."""
    rules = pack.providers
    return {
        "kinds": {code: list(kind.rights) for code, kind in rules.kinds.items()},
        "stages": {code: kind.stage for code, kind in rules.kinds.items() if kind.stage is not None},
        "articles": {code: kind.basis.article for code, kind in rules.kinds.items() if kind.basis.article},
        "recommended_as": rules.recommendation.enrols_as if rules.recommendation else None,
        "appeal_working_days": rules.appeal.working_days if rules.appeal else None,
    }


def product_classes(pack: Pack, given: Given) -> dict[str, Any]:
    """What a product may name."""
    rules = pack.providers
    return {
        "categories": {code: category.group for code, category in rules.categories.items()},
        "aims": list(rules.aims),
        "links": list(rules.links),
        "subsectors": list(rules.subsectors),
    }


def provider_performance(pack: Pack, given: Given) -> dict[str, Any]:
    """The rating by some projects: `{is_passed, due_on, completed_on, price_yuan, ceiling_yuan, satisfaction}` each."""
    rule = pack.performance
    if rule is None:
        return {"score": None}
    projects = [_record(project, number) for number, project in enumerate(given.get("projects", ()), start=1)]
    findings = {severity: int(count) for severity, count in given.get("findings", {}).items()}
    found = performance_of(rule, projects, findings)
    scale = rule.satisfaction
    return {
        "score": None if found.score is None else str(found.score),
        "band": found.band.code if found.band else None,
        "parts": {part.criterion: str(part.score) for part in found.parts if part.score is not None},
        "deducted": str(found.deducted),
        "is_public": rule.is_public,
        "satisfaction": [scale.least, scale.most] if scale else None,
    }


def delegation(pack: Pack, given: Given) -> dict[str, Any]:
    """The stages that an enterprise may let a provider act in."""
    return {"delegable": [stage.name for stage in pack.stages if stage.is_delegable]}


def _record(given: Given, number: int) -> ProjectRecord:
    return ProjectRecord(
        project=str(number),
        is_passed=given.get("is_passed"),
        due_on=_day(given, "due_on"),
        completed_on=_day(given, "completed_on"),
        price_fen=Money.yuan(given.get("price_yuan", "0")).fen,
        ceiling_fen=Money.yuan(given.get("ceiling_yuan", "0")).fen,
        satisfaction=int(given["satisfaction"]) if "satisfaction" in given else None,
    )


def _day(given: Given, name: str) -> date | None:
    return date.fromisoformat(given[name]) if name in given else None


PROVIDER_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    "provider_kinds": provider_kinds,
    "product_classes": product_classes,
    "provider_performance": provider_performance,
    "delegation": delegation,
}

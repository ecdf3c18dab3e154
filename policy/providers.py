"""What a pack says of providers: kinds with their rights, classes of products, recommendation, appeal (XB3, ZS3, DL5).

    rules = pack.providers
    rules.kind("lead_integrator").may("recommend_products")

How a provider is rated is `policy.performance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from policy.refs import Basis

ACTS: Final = ("sell", "recommend_products", "act_for_enterprises", "diagnose", "evaluate", "lead_group_purchase")
"""What a kind of provider may do. Closed: each of them is asked for somewhere in the code."""

SELL, RECOMMEND_PRODUCTS, ACT_FOR_ENTERPRISES, DIAGNOSE, EVALUATE, LEAD_GROUP_PURCHASE = ACTS
GROUPS: Final = ("common", "individual")
"""共性 (N) and 个性 (X)."""

CRITERIA: Final = ("acceptance", "punctuality", "price", "satisfaction")
SEVERITIES: Final = ("note", "minor", "major")
TOP_SCORE: Final = Decimal(100)


@dataclass(frozen=True)
class ProviderKind:
    """`rights` is what it may do, each with the article; `stage` None: nobody applies for it."""

    code: str
    title: str
    stage: str | None
    rights: Mapping[str, Basis]
    basis: Basis

    def may(self, act: str) -> bool:
        return act in self.rights


@dataclass(frozen=True)
class ProductCategory:
    """A class of the N+X catalogue; `group` is common (N) or individual (X)."""

    code: str
    title: str
    group: str
    basis: Basis


@dataclass(frozen=True)
class RecommendationRule:
    """A product comes with its provider into the pool: along which stage, and as which kind (ZS3)."""

    stage: str
    enrols_as: str
    basis: Basis


@dataclass(frozen=True)
class AppealRule:
    """Within how many working days a provider appeals against a measure."""

    title: str
    working_days: int
    basis: Basis


@dataclass(frozen=True)
class ProviderRules:
    """What providers.yaml says; everything is empty for a pack without it. Maps go from code to title.

    `categories` are open where the pack lists none; a product names no `aims`, `links` and `subsectors` but
    those listed, and `scenarios` of the national indicators.
    """

    kinds: Mapping[str, ProviderKind]
    categories: Mapping[str, ProductCategory]
    aims: Mapping[str, str]
    links: Mapping[str, str]
    subsectors: Mapping[str, str]
    scenarios: Mapping[str, str]
    recommendation: RecommendationRule | None
    appeal: AppealRule | None

    def kind(self, code: str) -> ProviderKind:
        """KeyError for a kind that the pack does not have."""
        return self.kinds[code]

    def may(self, kinds: Iterable[str], act: str) -> bool:
        """Whether one of the kinds may do it. Where the pack names no kinds, every one may sell and nothing else."""
        if not self.kinds:
            return act == SELL
        return any(self.kinds[code].may(act) for code in kinds if code in self.kinds)


def read_providers(compiled: Mapping[str, Any], sources: Mapping[str, str]) -> ProviderRules:
    """From a compiled pack; one that was released before there was such a file has none of it."""
    spec: Mapping[str, Any] = compiled.get("providers", {})
    recommendation, appeal = spec.get("recommendation"), spec.get("appeal")
    return ProviderRules(
        kinds={each["code"]: _read_kind(each, sources) for each in spec.get("provider_kinds", ())},
        categories={
            each["code"]: ProductCategory(each["code"], each["title"], each["group"], Basis.read(each, sources))
            for each in spec.get("product_categories", ())
        },
        aims=_titles(spec.get("product_aims", ())),
        links=_titles(spec.get("product_links", ())),
        subsectors=_titles(spec.get("product_subsectors", ())),
        scenarios=_titles(compiled["national"].get("scenarios", ())),
        recommendation=RecommendationRule(
            recommendation["stage"], recommendation["enrols_as"], Basis.read(recommendation, sources)
        )
        if recommendation
        else None,
        appeal=AppealRule(appeal["title"], appeal["working_days"], Basis.read(appeal, sources)) if appeal else None,
    )


def _read_kind(spec: Mapping[str, Any], sources: Mapping[str, str]) -> ProviderKind:
    rights = {right["act"]: Basis.read(right, sources) for right in spec["may"]}
    return ProviderKind(spec["code"], spec["title"], spec.get("stage"), rights, Basis.read(spec, sources))


def _titles(options: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {option["code"]: option["title"] for option in options}

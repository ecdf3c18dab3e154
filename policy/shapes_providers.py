"""The shape of providers.yaml: who may be in the pool as what, the classes of the catalogue, how providers are rated.

    provider_kinds:
      - code: lead_integrator
        title: 数字化牵引单位
        stage: provider_enrolment           # without it nobody applies: the bureau recognises, or somebody recommends
        source: {ref: process, article: 流程3}
        may:
          - {act: sell, source: {ref: process, article: 流程3}}

A pack without the file leaves kinds and classes open, rates nobody and takes no recommendations.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from policy.providers import ACTS, CRITERIA, GROUPS, SEVERITIES, TOP_SCORE
from policy.schema import Check, Place, flag, key, list_of, matching, one_of, shape, text, whole
from policy.schema_values import decimal_text, rate
from policy.shapes_conditions import OPTIONAL, REQUIRED, option

category_code = matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", "a class of the catalogue, as N-01")


def _score(value: Any, place: Place) -> None:
    """From 0 to 100."""
    decimal_text(value, place)
    if place.is_clean and Decimal(value) > TOP_SCORE:
        place.refuse("score_above_top", value=value, top=TOP_SCORE)


_KIND = shape(
    {
        "code": matching(r"[a-z][a-z_]{1,39}", "a_kind"),
        "title": text,
        "may": list_of(shape({"act": one_of(*ACTS)}, basis=REQUIRED), unique="act"),
    },
    {"stage": key},
    basis=REQUIRED,
)

_CATEGORY = shape({"code": category_code, "title": text, "group": one_of(*GROUPS)}, basis=REQUIRED)

_CRITERIA = list_of(shape({"criterion": one_of(*CRITERIA), "weight": rate}, basis=REQUIRED), unique="criterion")
_PRICE_BANDS = list_of(shape({"share_at_most": rate, "score": _score}), at_least=1, unique="share_at_most")
_BANDS = list_of(shape({"code": key, "title": text, "score_from": _score}), at_least=1, unique="code")
_DEDUCTIONS = list_of(shape({"severity": one_of(*SEVERITIES), "points": _score}, basis=REQUIRED), unique="severity")

_PERFORMANCE = shape(
    {
        "title": text,
        "is_public": flag,
        "least_projects": whole(1),
        "criteria": _CRITERIA,
        "bands": shape({"title": text, "values": _BANDS}, basis=REQUIRED),
    },
    {
        "price_bands": shape({"title": text, "values": _PRICE_BANDS}, basis=REQUIRED),
        "satisfaction": shape({"title": text, "least": whole(0), "most": whole(1)}, basis=REQUIRED),
        "deductions": _DEDUCTIONS,
    },
    basis=REQUIRED,
)


def _performance(value: Any, place: Place) -> None:
    _PERFORMANCE(value, place)
    if not place.is_clean:
        return
    total = sum(Decimal(each["weight"]) for each in value["criteria"])
    if total != 1:
        place.at("criteria").refuse("weights_sum", total=total)
    criteria = {each["criterion"] for each in value["criteria"]}
    for criterion, member in (("price", "price_bands"), ("satisfaction", "satisfaction")):
        if criterion in criteria and member not in value:
            place.refuse("missing_key", missing=member)
    _check_bands(value["bands"]["values"], place.at("bands", "values"))


def _check_bands(bands: list[dict[str, Any]], place: Place) -> None:
    """From the best one down to one that begins at nothing, so that every score is in one of them."""
    begins = [Decimal(band["score_from"]) for band in bands]
    if begins != sorted(set(begins), reverse=True) or begins[-1] != 0:
        place.refuse("bands_order")


PROVIDERS: Check = shape(
    {"provider_kinds": list_of(_KIND, at_least=1, unique="code")},
    {
        "product_categories": list_of(_CATEGORY, at_least=1, unique="code"),
        "product_aims": list_of(option, at_least=1, unique="code"),
        "product_links": list_of(option, at_least=1, unique="code"),
        "product_subsectors": list_of(option, at_least=1, unique="code"),
        "recommendation": shape({"stage": key, "enrols_as": key}, basis=REQUIRED),
        "appeal": shape({"title": text, "working_days": whole(1)}, basis=REQUIRED),
        "provider_performance": _performance,
    },
    basis=OPTIONAL,
)

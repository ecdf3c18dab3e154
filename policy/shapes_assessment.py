"""The shape of an edition of the assessment indicators (`packs/national/assessments/<edition>.yaml`).

Beyond the keys: scores add up to what an item can reach and items to the full score, bands and levels rise,
every name leads somewhere. An edition is data, so a slip in it would be a wrong level for a whole city.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from policy.assessment import KINDS, METHODS, STAGES, UNITS
from policy.schema import (
    Check,
    Place,
    anything,
    day,
    either,
    flag,
    has,
    key,
    list_of,
    map_of,
    matching,
    one_of,
    shape,
    text,
    whole,
)
from policy.schema_values import count_text, rate
from policy.shapes_conditions import REQUIRED

_SCORE = matching(r"[0-9]+(\.[0-9]{1,3})?", "a score of at most three decimals as quoted text")
_CODE = matching(r"[a-z0-9][a-z0-9_]*", "a_code")
_LEVEL = matching(r"[1-9]", "a level as quoted text")

_NAMED = shape({"code": _CODE, "title": text})
_RAW = shape({"code": _CODE, "title": text, "unit": one_of(*UNITS), "places": whole()}, {"at_most": count_text})
_OPTION = shape({"code": _CODE, "title": text, "score": _SCORE}, {"is_none": flag})
_BAND = shape({"score": _SCORE}, {"up_to": rate})
_FIGURE = shape({"numerator": key}, {"denominator": key})
_TREND = shape(
    {
        "better": one_of("up", "down"),
        "last": _FIGURE,
        "previous": _FIGURE,
        "same_within": shape({"value": rate}, basis=REQUIRED),
        "scores": shape(dict.fromkeys(("worse", "same", "better"), _SCORE)),
    }
)
_ITEM: dict[str, Check] = {
    "code": key,
    "dimension": key,
    "group": text,
    "title": text,
    "full": _SCORE,
    "kind": one_of(*KINDS),
}
_MORE: dict[str, Check] = {
    "evidence": list_of(text, unique=""),
    "not_applicable": shape(
        {"stages": list_of(one_of(*STAGES), at_least=1, unique=""), "score": _SCORE}, basis=REQUIRED
    ),
}
_OF_KIND: dict[str, dict[str, Check]] = {
    "single": {"options": list_of(_OPTION, at_least=2, unique="code")},
    "multi": {"options": list_of(_OPTION, at_least=2, unique="code")},
    "ratio": {"numerator": key, "denominator": key, "bands": list_of(_BAND, at_least=1, unique="up_to")},
    "trend": {"trend": _TREND},
}


def _is_kind(kind: str) -> Any:
    return lambda value: isinstance(value, dict) and value.get("kind") == kind


_ITEM_CHECK = either(
    *((_is_kind(kind), shape({**_ITEM, **members}, _MORE, basis=REQUIRED)) for kind, members in _OF_KIND.items()),
    (lambda value: True, shape(_ITEM, {**_MORE, **{name: anything for each in _OF_KIND.values() for name in each}})),
)
_SCENARIO = shape(
    {"code": key, "domain": key, "title": text, "is_binding": flag, "levels": list_of(text, at_least=1)}, basis=REQUIRED
)
_HEAD: dict[str, Check] = {
    "edition": matching(r"[0-9]{4}", "a quoted year"),
    "title": text,
    "sources": map_of(shape({"title": text, "short": text}, {"number": text, "dated": day}), at_least=1),
    "method": one_of(*METHODS),
    "full": _SCORE,
}
_BY_TOTAL = shape(
    {**_HEAD, "levels": list_of(shape({"level": _LEVEL, "score": _SCORE}, basis=REQUIRED), at_least=1, unique="level")},
    basis=REQUIRED,
)
_BY_ANSWERS = shape(
    {
        **_HEAD,
        "dimensions": list_of(_NAMED, at_least=1, unique="code"),
        "scenario_dimension": text,
        "raw": list_of(_RAW, unique="code"),
        "items": list_of(_ITEM_CHECK, at_least=1, unique="code"),
        "domains": list_of(_NAMED, at_least=1, unique="code"),
        "scenarios": list_of(_SCENARIO, at_least=1, unique="code"),
        "levels": list_of(
            shape({"level": _LEVEL, "score": _SCORE, "scenarios": count_text, "binding": count_text}, basis=REQUIRED),
            at_least=1,
            unique="level",
        ),
    },
    basis=REQUIRED,
)
_SHAPE = either((has("items"), _BY_ANSWERS), (lambda value: True, _BY_TOTAL))


def assessment_edition(value: Any, place: Place) -> None:
    """An edition with everything in it holding together."""
    _SHAPE(value, place)
    if not place.is_clean:
        return
    if (value["method"] == "answers") != ("items" in value):
        place.at("method").refuse("not_for_type", name="method", type=value["method"])
        return
    _check_sources(value, value["sources"], place)
    _check_levels(value, place)
    if "items" in value:
        _check_items(value, place)
        _check_scenarios(value, place)


def _check_sources(part: Any, sources: Mapping[str, Any], place: Place) -> None:
    """Every citation names a source of the same file."""
    if isinstance(part, dict):
        if part.get("source") is not None and part["source"]["ref"] not in sources:
            place.at("source", "ref").refuse("unknown_source", ref=part["source"]["ref"])
        for name, member in part.items():
            if name != "sources":
                _check_sources(member, sources, place.at(name))
    elif isinstance(part, list):
        for index, member in enumerate(part):
            _check_sources(member, sources, place.at(index))


def _check_levels(edition: Mapping[str, Any], place: Place) -> None:
    """Levels count from 1, and no higher level asks for less."""
    scenarios = edition.get("scenarios", ())
    most = {"score": edition["full"]}
    if scenarios:
        most |= {"scenarios": str(len(scenarios)), "binding": str(sum(each["is_binding"] for each in scenarios))}
    for index, rule in enumerate(edition["levels"]):
        here = place.at("levels", index)
        if rule["level"] != str(index + 1):
            here.at("level").refuse("malformed", value=rule["level"], expected=str(index + 1))
        for name, full in most.items():
            if Decimal(rule[name]) > Decimal(full):
                here.at(name).refuse("score_sum", total=rule[name], full=full)
    for name in most:
        asked = [Decimal(rule[name]) for rule in edition["levels"]]
        if asked != sorted(asked):
            place.at("levels").refuse("scores_order")


def _check_items(edition: Mapping[str, Any], place: Place) -> None:
    dimensions = {each["code"] for each in edition["dimensions"]}
    raw = {each["code"] for each in edition["raw"]}
    for index, item in enumerate(edition["items"]):
        here = place.at("items", index)
        _expect(item["dimension"], dimensions, "dimension / 维度", here.at("dimension"))
        for keys, name in _raw_names(item):
            _expect(name, raw, "raw / 原始数据", here.at(*keys))
        _check_scores(item, here)
    total = sum((Decimal(item["full"]) for item in edition["items"]), Decimal(0))
    if total != Decimal(edition["full"]):
        place.at("full").refuse("score_sum", total=total, full=edition["full"])


def _check_scores(item: Mapping[str, Any], place: Place) -> None:
    """What can be reached is the item's full score; single options, bands and trends never fall."""
    scores = [Decimal(score) for score in _scores_of(item)]
    reachable = sum(scores, Decimal(0)) if item["kind"] == "multi" else scores[-1]
    if reachable != Decimal(item["full"]):
        place.at("full").refuse("score_sum", total=reachable, full=item["full"])
    if item["kind"] != "multi" and scores != sorted(scores):
        place.refuse("scores_order")
    if item["kind"] == "ratio":
        _check_bands(item["bands"], place.at("bands"))
    for index, option in enumerate(item.get("options", ())):
        if option.get("is_none") and Decimal(option["score"]) != 0:
            place.at("options", index, "score").refuse("score_sum", total=option["score"], full="0")


def _check_bands(bands: list[Mapping[str, Any]], place: Place) -> None:
    """Each ends where the next begins; the last one takes what is above."""
    for index, band in enumerate(bands):
        if ("up_to" in band) == (index == len(bands) - 1):
            place.at(index).refuse("not_for_type" if "up_to" in band else "missing_key", **_UP_TO)
    ends = [Decimal(band["up_to"]) for band in bands if "up_to" in band]
    if ends != sorted(ends):
        place.refuse("scores_order")


def _check_scenarios(edition: Mapping[str, Any], place: Place) -> None:
    domains = {each["code"] for each in edition["domains"]}
    for index, scenario in enumerate(edition["scenarios"]):
        here = place.at("scenarios", index)
        _expect(scenario["domain"], domains, "domain / 领域", here.at("domain"))
        if len(scenario["levels"]) != len(edition["levels"]):
            here.at("levels").refuse("score_sum", total=len(scenario["levels"]), full=len(edition["levels"]))


def _scores_of(item: Mapping[str, Any]) -> list[str]:
    if item["kind"] == "trend":
        return [item["trend"]["scores"][name] for name in ("worse", "same", "better")]
    return [each["score"] for each in item["bands" if item["kind"] == "ratio" else "options"]]


def _raw_names(item: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], str]]:
    if item["kind"] == "ratio":
        yield from (((name,), item[name]) for name in ("numerator", "denominator"))
    if item["kind"] == "trend":
        for year in ("last", "previous"):
            for part, name in item["trend"][year].items():
                yield ("trend", year, part), name


_UP_TO = {"name": "up_to", "missing": "up_to", "type": "last band / 最后一档"}


def _expect(name: str, known: Iterable[str], kind: str, place: Place) -> None:
    if name not in known:
        place.refuse("unknown_reference", name=name, kind=kind)

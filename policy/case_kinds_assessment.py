"""The kinds of worked cases about assessments; those of an edition stand in `packs/national/cases/`.

assessment_item       what an item gives: by option, or for the raw figures of `at` in the order of `raw`
assessment_scenario   whether it binds, and what its levels are called
assessment_level      the level that a score and the levels of scenarios make
assessment            whole answers: what is wrong with them, or scores, level and what would raise it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from policy.assessment import Edition, Item, score_text
from policy.assessment_answers import Answers, problems_of
from policy.assessment_gains import Advice, advise
from policy.assessment_scores import Scored, level_checks, score, score_of
from policy.pack import Pack

Given = Mapping[str, Any]


def _item(pack: Pack, given: Given) -> dict[str, Any]:
    edition = pack.assessments[given["edition"]]
    item = edition.item_by_code[given["item"]]
    return {
        "title": f"{edition.dimensions[item.dimension]}/{item.group}/{item.title}",
        "kind": item.kind,
        "full": str(item.full),
        "scores": _scores(item, given),
        "alone": [option.code for option in item.options if option.is_none],
        "raw": [_raw_in_words(edition, name) for name in item.raw],
        "evidence": list(item.evidence),
        "not_applicable": {stage: str(item.skipped_score) for stage in sorted(item.skipped_in)},
    }


def _scores(item: Item, given: Given) -> dict[str, str]:
    if item.options:
        tried = {option.code: Answers(chosen={item.code: (option.code,)}) for option in item.options}
    else:
        tried = {name: Answers(raw=dict(zip(item.raw, figures, strict=True))) for name, figures in given["at"].items()}
    return {name: str(score_of(item, answers)) for name, answers in tried.items()}


def _raw_in_words(edition: Edition, name: str) -> str:
    datum = edition.raw[name]
    limit = f"，不高于{datum.at_most}" if datum.at_most is not None else ""
    return f"{datum.title}，{datum.unit}，{datum.places}位小数{limit}"


def _scenario(pack: Pack, given: Given) -> dict[str, Any]:
    edition = pack.assessments[given["edition"]]
    scenario = edition.scenario_by_code[given["scenario"]]
    title = f"{edition.domains[scenario.domain]}/{scenario.title}"
    return {"title": title, "is_binding": scenario.is_binding, "levels": list(scenario.levels)}


def _level(pack: Pack, given: Given) -> dict[str, Any]:
    edition = pack.assessments[given["edition"]]
    levels: dict[str, int] = {}
    for name, is_binding in (("binding", True), ("guiding", False)):
        codes = [each.code for each in edition.scenarios if each.is_binding is is_binding]
        levels |= dict(zip(codes, (int(level) for level in given.get(name, ())), strict=False))
    checks = level_checks(edition, Decimal(given["score"]), levels)
    return {"level": Scored(items={}, dimensions={}, total=Decimal(given["score"]), checks=checks).level}


def _assessment(pack: Pack, given: Given) -> dict[str, Any]:
    edition, stage = pack.assessments[given["edition"]], given.get("stage", "after")
    told = given["answers"]
    answers = Answers(
        chosen={item: tuple(codes) for item, codes in told.get("chosen", {}).items()},
        raw=told.get("raw", {}),
        scenarios=told.get("scenarios", {}),
        not_applicable=tuple(told.get("not_applicable", ())),
        total=told.get("total"),
    )
    problems = problems_of(edition, answers, stage=stage)
    if problems:
        return {"problems": sorted(f"{problem.code} {problem.field}" for problem in problems)}
    scored = score(edition, answers, stage=stage)
    return {
        "problems": [],
        "edition": edition.edition,
        "dimensions": {edition.dimensions[code]: score_text(value) for code, value in scored.dimensions.items()},
        "total": score_text(scored.total),
        "full": str(edition.full),
        "scenarios": [f"{check.reached.scenarios}/{check.reached.binding}" for check in scored.checks],
        "level": scored.level,
        "advice": _advice(advise(edition, answers, scored, stage=stage)),
    }


def _advice(advice: Advice | None) -> list[str]:
    if advice is None:
        return []
    items = [f"{each.item.number} {each.score}→{each.target} {'；'.join(each.how)}" for each in advice.items]
    return items + [f"{each.scenario.title} {each.level}→{each.target} {each.how}" for each in advice.scenarios]


ASSESSMENT_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    "assessment_item": _item,
    "assessment_scenario": _scenario,
    "assessment_level": _level,
    "assessment": _assessment,
}

"""The kinds of worked cases about a round: quotas, public lists, ranking, letters over several cases, other pilots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from policy.case_facts import facts_of
from policy.pack import Pack
from policy.ranking import points_of

Given = Mapping[str, Any]


def _quota(pack: Pack, given: Given) -> dict[str, Any]:
    """`taken` lists the item of each holder (cases without `counts`: anything), `asks` is what one more would take."""
    quota = {each.key: each for each in pack.round.quotas}[given["quota"]]
    holders = {str(number): item for number, item in enumerate(given.get("taken", ()))}
    problem = quota.problem(holders, holder="new", item=given.get("asks", ""), on=date.fromisoformat(given["on"]))
    return {
        "is_free": problem is None,
        "article": problem.article if problem else None,
        "step": quota.step,
        "within": list(quota.within),
        "counts": quota.counts,
    }


def _list(pack: Pack, given: Given) -> dict[str, Any]:
    rule = {each.key: each for each in pack.round.lists}[given["list"]]
    return {
        "from": rule.origin,
        "announces": list(rule.announces),
        "notice": rule.notice,
        "scale": rule.scale,
        "subsector": rule.subsector,
        "minimum_level": rule.minimum_level,
    }


def _ranking(pack: Pack, given: Given) -> dict[str, Any]:
    met = points_of(pack.round.ranking, facts_of(pack, given), pack.values)
    return {"points": sum(line.points for line in met), "lines": [line.code for line in met]}


def _document(pack: Pack, given: Given) -> dict[str, Any]:
    route = pack.route(given["route"])
    rule = route.step(route.index_of(given["step"])).document
    if rule is None:
        return {"departments": None}
    return {
        "departments": list(rule.departments),
        "letter": rule.letter,
        "beside": list(rule.summary.beside) if rule.summary else None,
        "totals": list(rule.summary.totals) if rule.summary else None,
    }


def _applicants(pack: Pack, given: Given) -> dict[str, Any]:
    problem = pack.stage(given["stage"]).applicant_problem(given["kind"])
    return {"is_admitted": problem is None, "article": problem.article if problem else None}


def _attributes(pack: Pack, given: Given) -> dict[str, Any]:
    """What a notice tells of itself (XA1)."""
    return dict(pack.call(given["call"]).attributes)


ROUND_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    "quota": _quota,
    "list": _list,
    "ranking": _ranking,
    "document": _document,
    "applicants": _applicants,
    "attributes": _attributes,
}

"""The kinds of worked cases: each takes what is given and finds what the engine makes of it.

What is found is JSON in the words that a case expects it in: money as text in yuan, codes as lists.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from contracts.money import Money
from policy.attachments import Attached
from policy.calls import ZONE
from policy.case_facts import Given, codes_of, facts_of
from policy.case_kinds_assessment import ASSESSMENT_KINDS
from policy.case_kinds_benchmarks import BENCHMARK_KINDS
from policy.case_kinds_loans import LOAN_KINDS
from policy.case_kinds_money import MONEY_KINDS
from policy.case_kinds_providers import PROVIDER_KINDS
from policy.case_kinds_rounds import ROUND_KINDS
from policy.case_kinds_seeded import SEEDED_KINDS
from policy.case_kinds_targets import TARGET_KINDS
from policy.dated import NoValueOn
from policy.fields import Field
from policy.honour import honour_of
from policy.lifecycle import stage_problems
from policy.pack import Pack
from policy.size_class import size_class


def _gate(pack: Pack, given: Given) -> dict[str, Any]:
    gate, facts = pack.gate(given["gate"]), facts_of(pack, given)
    failed = gate.failed(facts)
    return {
        "fails": codes_of(failed),
        "warns": codes_of(gate.warnings(facts)),
        "articles": {problem.code: problem.article for problem in failed},
        "requirements": {problem.code: problem.requirement for problem in failed},
    }


def _honour(pack: Pack, given: Given) -> dict[str, Any]:
    rule = honour_of(pack)
    failed = rule.problems(pack, facts_of(pack, given))
    return {
        "fails": codes_of(failed),
        "articles": {problem.code: problem.article for problem in failed},
        "title": rule.title,
        "article": rule.basis.article,
        "gives_up": sorted(line.key for line in pack.lines if rule.gives_up(line.key)),
    }


def _form(pack: Pack, given: Given) -> dict[str, Any]:
    problems = pack.form(given["form"]).problems(given["answers"], given.get("complete", True))
    return {"problems": sorted(f"{problem.code} {problem.field}" for problem in problems)}


def _stage(pack: Pack, given: Given) -> dict[str, Any]:
    at = datetime.fromisoformat(given["at"]).replace(tzinfo=ZONE)
    call = pack.call(given["call"]) if "call" in given else None
    stage = pack.stage(given["stage"])
    problems = stage_problems(pack, stage.name, given.get("milestones", []), at, call=call, actor=given.get("actor"))
    return {
        "problems": codes_of(problems),
        "articles": {problem.code: problem.article for problem in problems},
        "yields": sorted(stage.yields),
        "is_published": stage.is_published,
        "amendment_route": stage.amendment_route,
        "projects_per_case": stage.projects_per_case,
        "awards": list(stage.awards),
    }


def _attachments(pack: Pack, given: Given) -> dict[str, Any]:
    files = [Attached(each["slot"], each.get("name", ""), each["media_type"], each["size"]) for each in given["files"]]
    problems = pack.slots(given["slots"]).problems(files, given.get("complete", True), facts_of(pack, given))
    return {"problems": sorted(f"{problem.code} {problem.field}" for problem in problems)}


def _slots(pack: Pack, given: Given) -> dict[str, Any]:
    slots = list(pack.slots(given["slots"]))
    return {
        "required": [slot.code for slot in slots if slot.is_required],
        "optional": [slot.code for slot in slots if not slot.is_required],
        "limits": {slot.code: slot.requirement for slot in slots},
        "max_bytes": sorted({slot.max_bytes for slot in slots}),
        "stamps": {slot.code: slot.stamps for slot in slots if slot.stamps is not None},
    }


def _fields(pack: Pack, given: Given) -> dict[str, Any]:
    """A line of words for every field: what a portal would tell people about it."""
    form = pack.form(given["form"])
    fields = [field for page in form.pages for field in page.fields]
    return {
        "fields": {field.path: _words(field) for each in fields for field in (each, *each.columns)},
        "stamped": [page.key for page in form.pages if page.is_stamped],
        "sealed": list(form.sealed_paths),
        "locked": list(form.locked_paths),
    }


def _words(field: Field) -> str:
    need = "必填" if field.is_required else "选填"
    if field.required_when is not None or field.visible_when is not None:
        need = "按条件填写"
    return f"{field.title}：{need}，{field.requirement}"


def _size_class(pack: Pack, given: Given) -> dict[str, Any]:
    revenue, on = Money.wan_yuan(given["revenue_wan_yuan"]), date.fromisoformat(given["on"])
    sector = given.get("sector", "industry")
    try:
        return {"size_class": size_class(pack.size_table, int(given["staff"]), revenue, on=on, sector=sector)}
    except KeyError:
        return {"size_class": None}


def _value(pack: Pack, given: Given) -> dict[str, Any]:
    try:
        value = pack.value_on(given["value"], date.fromisoformat(given["on"]))
    except NoValueOn:
        return {"value": None}
    if isinstance(value, Money):
        return {"value": value.as_yuan()}
    return {"value": list(value) if isinstance(value, tuple) else str(value)}


def _notice(pack: Pack, given: Given) -> dict[str, Any]:
    length = pack.notice(given["notice"]).length_on(date.fromisoformat(given["on"]))
    return {"days": length.days, "unit": length.unit}


def _route(pack: Pack, given: Given) -> dict[str, Any]:
    steps = pack.route(given["route"]).steps
    return {
        "steps": [step.step for step in steps],
        "roles": [step.role for step in steps],
        "working_days": [step.working_days for step in steps],
        "outcomes": [sorted(step.outcomes) for step in steps],
        "forms": [list(step.forms) for step in steps],
    }


def _number(pack: Pack, given: Given) -> dict[str, Any]:
    on = date.fromisoformat(given["on"])
    text = pack.number(given["number"]).text(on=on, sequence=int(given["sequence"]), division=given.get("division"))
    return {"text": text}


CASE_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    **MONEY_KINDS,
    "gate": _gate,
    "honour": _honour,
    "form": _form,
    "stage": _stage,
    "attachments": _attachments,
    "slots": _slots,
    "fields": _fields,
    "size_class": _size_class,
    "value": _value,
    "notice": _notice,
    "route": _route,
    "number": _number,
    **SEEDED_KINDS,
    **TARGET_KINDS,
    **ASSESSMENT_KINDS,
    **PROVIDER_KINDS,
    **BENCHMARK_KINDS,
    **LOAN_KINDS,
    **ROUND_KINDS,
}

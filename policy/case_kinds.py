"""The kinds of worked cases: each takes what is given and finds what the engine makes of it.

What is found is JSON in the words that a case expects it in: money as text in yuan, codes as lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contracts.money import Money
from contracts.refusal import Problem
from policy.attachments import Attached
from policy.award import compute_award
from policy.calls import ZONE
from policy.case_kinds_assessment import ASSESSMENT_KINDS
from policy.case_kinds_providers import PROVIDER_KINDS
from policy.case_kinds_seeded import SEEDED_KINDS
from policy.claims import Claim, SpendLine
from policy.dated import NoValueOn
from policy.facts import Catalogue, FactType, Kind
from policy.fields import Field
from policy.lifecycle import stage_problems
from policy.pack import Pack
from policy.size_class import size_class
from policy.split import split

Given = Mapping[str, Any]
_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.MONEY: Money.yuan,
    Kind.WHOLE: int,
    Kind.DECIMAL: Decimal,
    Kind.DATE: date.fromisoformat,
    Kind.CHOICES: frozenset,
}


def read_facts(given: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Facts as a case writes them: money as text in yuan, numbers and dates as text. KeyError for an unknown name."""
    return {name: _read_fact(value, catalogue[name]) for name, value in given.items()}


def _read_fact(value: Any, kind: FactType) -> Any:
    if value is None:
        return None
    if kind.kind is Kind.ROWS:
        return tuple(read_facts(row, kind.columns) for row in value)
    return _READERS.get(kind.kind, lambda same: same)(value)


def _facts(pack: Pack, given: Given) -> dict[str, Any]:
    facts = read_facts(given.get("facts", {}), pack.catalogue)
    for form, answers in given.get("answers", {}).items():
        facts |= pack.form(form).facts(answers)
    return facts


def _codes(problems: Iterable[Problem]) -> list[str]:
    return sorted(problem.code for problem in problems)


def _award(pack: Pack, given: Given) -> dict[str, Any]:
    claim = Claim(
        line=given["line"],
        facts=_facts(pack, given),
        spend=tuple(_spend(line, str(number)) for number, line in enumerate(given["spend"], start=1)),
        awarded_before=Money.yuan(given.get("awarded_before_yuan", "0")),
    )
    award = compute_award(pack, claim)
    cuts: dict[str, int] = {}
    for cut in (cut for line in award.lines for cut in line.cuts):
        cuts[cut.reason] = cuts.get(cut.reason, 0) + cut.cut_fen
    found = {
        "award_yuan": _yuan(award.award_fen),
        "calculated_yuan": _yuan(award.calculated_fen),
        "base_yuan": _yuan(award.base_fen),
        "cuts_yuan": {reason: _yuan(fen) for reason, fen in cuts.items()},
        "fails": _codes(award.problems),
        "articles": {line.code: line.article for line in award.lines},
        "payee": pack.line(claim.line).payee_kind,
        "instruments": list(pack.line(claim.line).instruments),
    }
    if "planned_on" in claim.facts:
        found["shares_yuan"] = _shares(award.award_fen, pack, claim.facts["planned_on"])
    return found


def _spend(line: Mapping[str, Any], code: str) -> SpendLine:
    ceiling = line.get("ceiling_yuan")
    return SpendLine(
        code=code,
        category=line["category"],
        link=line.get("link"),
        amount=Money.yuan(line["amount_yuan"]),
        tax=Money.yuan(line.get("tax_yuan", "0")),
        quantity=Decimal(line.get("quantity", "1")),
        ceiling=Money.yuan(ceiling) if ceiling is not None else None,
        dates={name: date.fromisoformat(line[name]) for name in ("invoice_on", "contract_on") if name in line},
    )


def _gate(pack: Pack, given: Given) -> dict[str, Any]:
    gate, facts = pack.gate(given["gate"]), _facts(pack, given)
    failed = gate.failed(facts)
    return {
        "fails": _codes(failed),
        "warns": _codes(gate.warnings(facts)),
        "articles": {problem.code: problem.article for problem in failed},
        "requirements": {problem.code: problem.requirement for problem in failed},
    }


def _form(pack: Pack, given: Given) -> dict[str, Any]:
    problems = pack.form(given["form"]).problems(given["answers"], given.get("complete", True))
    return {"problems": sorted(f"{problem.code} {problem.field}" for problem in problems)}


def _stage(pack: Pack, given: Given) -> dict[str, Any]:
    at = datetime.fromisoformat(given["at"]).replace(tzinfo=ZONE)
    call = pack.call(given["call"]) if "call" in given else None
    problems = stage_problems(
        pack, given["stage"], given.get("milestones", []), at, call=call, actor=given.get("actor")
    )
    return {
        "problems": _codes(problems),
        "articles": {problem.code: problem.article for problem in problems},
        "yields": sorted(pack.stage(given["stage"]).yields),
    }


def _attachments(pack: Pack, given: Given) -> dict[str, Any]:
    files = [Attached(each["slot"], each.get("name", ""), each["media_type"], each["size"]) for each in given["files"]]
    problems = pack.slots(given["slots"]).problems(files, given.get("complete", True), _facts(pack, given))
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


def _split(pack: Pack, given: Given) -> dict[str, Any]:
    on = date.fromisoformat(given["on"])
    return {
        "shares_yuan": _shares(Money.yuan(given["award_yuan"]).fen, pack, on),
        "rule": {source: str(share) for source, share in pack.split_on(on).shares.items()},
    }


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


def _shares(award_fen: int, pack: Pack, on: date) -> dict[str, str]:
    return {source: _yuan(fen) for source, fen in split(award_fen, pack.split_on(on)).items()}


def _yuan(fen: int) -> str:
    return Money(fen).as_yuan()


CASE_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    "award": _award,
    "gate": _gate,
    "form": _form,
    "stage": _stage,
    "attachments": _attachments,
    "slots": _slots,
    "fields": _fields,
    "size_class": _size_class,
    "value": _value,
    "split": _split,
    "notice": _notice,
    "route": _route,
    "number": _number,
    **SEEDED_KINDS,
    **ASSESSMENT_KINDS,
    **PROVIDER_KINDS,
}

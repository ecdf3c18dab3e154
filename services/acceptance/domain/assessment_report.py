"""The report of an assessment (评测报告) as the platform makes it: a document that the gateway sets on paper (ZS2).

Scores by item, the radar of dimensions and of scenarios, the level with the conditions of the rule, before and after,
and what would raise the level fastest. Its code is over what the assessment itself says, not over the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from casework.print_codes import Marker, PrintCode
from casework.prints import PrintStatus
from contracts.sealed import Sealer
from contracts.wire import to_json
from policy.assessment import UNITS, Edition, Item, level_text, score_text
from policy.assessment_answers import Answers, figure_of
from policy.assessment_gains import CHANGES, advise
from policy.assessment_scores import Scored, change_of, score
from policy.pack import Pack
from services.acceptance.domain.assessment import Assessment, AssessmentState, Method, Stage
from services.acceptance.domain.assessment_charts import dimension_chart, scenario_chart
from services.acceptance.domain.assessment_comparison import comparison
from services.acceptance.domain.assessment_report_advice import advice_page, diagnosis_page
from services.acceptance.domain.assessment_rules import edition_of

Shown = dict[str, Any]
Sides = tuple[Assessment | None, Assessment | None]

KIND: Final = "assessment_report"
COVERS: Final = "report"
STAGES: Final = {Stage.BEFORE: "改造前", Stage.MID: "改造中", Stage.AFTER: "改造后"}
METHODS: Final = {
    Method.SELF: "企业自评",
    Method.PROVIDER_PRECHECK: "服务商预评",
    Method.INSTITUTION: "机构诊断",
    Method.THIRD_PARTY: "第三方现场评定",
    Method.IMPORTED: "已有结果录入",
}
_MARKS: Final = {
    AssessmentState.AWAITING_CONFIRMATION: "待企业确认，尚未生效",
    AssessmentState.DISPUTED: "企业提出异议，尚未生效",
}


def title_of(assessment: Assessment) -> str:
    """What the report is called."""
    return "企业数字化诊断报告" if assessment.stage is Stage.BEFORE else "企业数字化水平评测报告"


def number_of(assessment: Assessment) -> str:
    """What is printed as its number."""
    return assessment.id.hex[:8].upper()


def shown_report(assessment: Assessment, pack: Pack, sides: Sides, sealer: Sealer) -> Shown:
    """The document. A draft is marked so and has no code."""
    edition = edition_of(pack, assessment)
    is_draft = assessment.state in (AssessmentState.DRAFT, AssessmentState.DISCARDED)
    handed_in = None if is_draft else assessment.submissions[-1]
    name = f"{title_of(assessment)}-{assessment.applicant.name}"
    return {
        "programme": pack.title,
        "title": title_of(assessment),
        "reference": number_of(assessment),
        "batch": None,
        "applicant": assessment.applicant.name,
        "submitted_at": to_json(handed_in.at) if handed_in else None,
        "is_draft": is_draft,
        "mark": _MARKS.get(assessment.state),
        "code": marker_of(assessment, sealer).code(handed_in.digest) if handed_in else None,
        "covers": COVERS,
        "letter": None,
        "pages": [*_pages(assessment, pack, edition, sides)] if assessment.outcome and not is_draft else [],
        "attachments": _files(assessment, edition) or None,
        "statement": None,
        "sign_off": None,
        "dated_at": to_json(handed_in.at if handed_in else assessment.started_at),
        "file_name": f"{name}{'（草稿）' if is_draft else ''}.pdf",
    }


def checked_report(assessment: Assessment, sealer: Sealer, code: PrintCode) -> Shown | None:
    """What anybody may know who has the code; None where it is not one of this assessment's."""
    marker = marker_of(assessment, sealer)
    found = [each for each in assessment.submissions if marker.is_of(code, each.digest)]
    if not found:
        return None
    is_last = found[-1] is assessment.submissions[-1]
    status = PrintStatus.NOT_SUBMITTED if not assessment.is_settled else PrintStatus.CURRENT
    return {
        "kind": KIND,
        "title": title_of(assessment),
        "number": number_of(assessment),
        "applicant_name": assessment.applicant.name,
        "status": (status if is_last else PrintStatus.CORRECTED).value,
        "covers": COVERS,
        "submitted_at": to_json(found[-1].at),
    }


def marker_of(assessment: Assessment, sealer: Sealer) -> Marker:
    """Makes and knows its codes."""
    return Marker(sealer=sealer, kind=KIND, city=assessment.city, id=assessment.id)


def _pages(assessment: Assessment, pack: Pack, edition: Edition, sides: Sides) -> Iterator[Shown]:
    yield _overview(assessment, edition)
    if assessment.is_known_only:
        return
    scored = score(edition, assessment.answers, stage=assessment.stage)
    yield _levels(scored)
    if edition.items:
        yield _radars(assessment, edition, sides)
        yield _items(assessment, edition, scored)
        yield _scenarios(assessment, edition)
    told = comparison(*sides, edition)
    if told["is_same_edition"]:
        yield _compared(told)
    yield advice_page(advise(edition, assessment.answers, scored, stage=assessment.stage))
    if assessment.diagnosis.needs or assessment.diagnosis.summary:
        yield diagnosis_page(assessment.diagnosis, pack)


def _overview(assessment: Assessment, edition: Edition) -> Shown:
    outcome = assessment.outcome
    assert outcome is not None
    rows = [
        ["企业名称", assessment.applicant.name],
        ["统一社会信用代码", assessment.applicant.credit_code],
        ["评测阶段和方式", f"{STAGES[assessment.stage]}，{METHODS[assessment.method]}"],
        ["评测机构", "企业自身" if assessment.method is Method.SELF else assessment.assessor.name],
        ["评测日期", to_json(assessment.assessed_on)],
        ["评测指标", f"{edition.title}（{edition.basis.article}）"],
        ["总分", f"{score_text(outcome.total)}（满分{edition.full}）"],
    ]
    rows += [
        [title, f"{score_text(outcome.dimensions[code])}（满分{_short(edition.full_of(code))}）"]
        for code, title in edition.dimensions.items()
        if code in outcome.dimensions
    ]
    if edition.scenarios:
        rows.append(["计入等级的场景", f"约束性{outcome.binding}个，指导性{outcome.guiding}个"])
    rows.append(["数字化水平等级", level_text(outcome.level)])
    return _page("评测结论", rows=rows)


def _levels(scored: Scored) -> Shown:
    """Every level with the conditions of the rule."""
    lines = []
    for check in scored.checks:
        rule, reached = check.rule, check.reached
        parts = [_held(check.has_score, _short(rule.score), f"{score_text(reached.score)}分")]
        if rule.scenarios:
            parts.append(_held(check.has_scenarios, str(rule.scenarios), f"{reached.scenarios}个"))
            parts.append(_held(check.has_binding, str(rule.binding), f"{reached.binding}个"))
        lines.append([level_text(rule.level), *parts, "达到" if check.holds else "未达到"])
    has_scenarios = any(check.rule.scenarios for check in scored.checks)
    columns = ["等级", "计分部分", *(["该级及以上场景", "其中约束性场景"] if has_scenarios else []), "结论"]
    notes = ["等级为各项条件同时成立的最高一级。"]
    notes += sorted(
        {f"定级门槛按假定值：{check.rule.basis.assumed}。" for check in scored.checks if check.rule.basis.assumed}
    )
    return _page("等级判定", tables=[_table("各级条件", columns, lines)], notes=notes)


def _radars(assessment: Assessment, edition: Edition, sides: Sides) -> Shown:
    before, after = sides
    other = before if assessment is after else after
    if other is not None and (other.edition != assessment.edition or other.outcome is None):
        other = None
    told = [(STAGES[each.stage], each) for each in (assessment, other) if each is not None]
    return _page("得分和场景分布", charts=[dimension_chart(edition, told), scenario_chart(edition, told)])


def _items(assessment: Assessment, edition: Edition, scored: Scored) -> Shown:
    lines = [
        [
            f"{item.number} {item.title}",
            item.group,
            _answer(assessment, edition, item.code),
            f"{score_text(scored.items[item.code])} / {_short(item.full)}",
        ]
        for item in edition.items
    ]
    assumed = sum(item.basis.assumed is not None for item in edition.items)
    notes = (
        [f"共{len(edition.items)}题，其中{assumed}题的分值没有可核对的印发文本，按公开问卷的假定值计。"]
        if assumed
        else []
    )
    return _page("逐题得分", tables=[_table("计分部分", ["题目", "类别", "作答", "得分 / 满分"], lines)], notes=notes)


def _answer(assessment: Assessment, edition: Edition, code: str) -> str:
    item, answers = edition.item_by_code[code], assessment.answers
    if answers.skips(item, assessment.stage):
        return "本阶段不适用"
    if item.options:
        titles = {option.code: option.title for option in item.options}
        return "；".join(titles[each] for each in answers.chosen[code])
    figures = "；".join(
        f"{edition.raw[name].title} {answers.raw[name]}{UNITS[edition.raw[name].unit]}" for name in item.raw
    )
    return f"{figures}（{_computed(item, answers)}）"


def _computed(item: Item, answers: Answers) -> str:
    """What the raw figures come to: a ratio in per cent, or the change."""
    if item.trend is not None:
        return CHANGES[change_of(item.trend, answers.raw)]
    assert item.figure is not None
    above, below = figure_of(item.figure, answers.raw)
    return f"{(above * 100 / below).quantize(Decimal('0.01'))}%"


def _scenarios(assessment: Assessment, edition: Edition) -> Shown:
    lines = []
    for each in edition.scenarios:
        level = assessment.answers.scenarios[each.code]
        kind = "约束性" if each.is_binding else "指导性"
        lines.append(
            [
                each.title,
                edition.domains[each.domain],
                kind,
                level_text(level),
                each.levels[level - 1] if level else "—",
            ]
        )
    table = _table(edition.scenario_dimension, ["场景", "领域", "类型", "等级", "该级的样子"], lines)
    return _page("场景等级", tables=[table])


def _compared(told: Mapping[str, Any]) -> Shown:
    lines = [["等级", level_text(told["before"]["level"]), level_text(told["after"]["level"]), _levels_gained(told)]]
    lines.append(["总分", *_both(told["total"])])
    lines += [[each["title"], *_both(each)] for each in (*told["dimensions"], *told["items"])]
    tables = [_table("等级和得分", ["项目", "改造前", "改造后", "变化"], lines)]
    if told["scenarios"]:
        levels = [
            [
                each["title"],
                level_text(each["before"]),
                level_text(each["after"]),
                f"{each['after'] - each['before']:+d}",
            ]
            for each in told["scenarios"]
        ]
        tables.append(_table("场景等级", ["场景", "改造前", "改造后", "变化"], levels))
    return _page("改造前后对比", tables=tables)


def _levels_gained(told: Mapping[str, Any]) -> str:
    return f"{told['after']['level'] - told['before']['level']:+d}"


def _both(each: Mapping[str, Any]) -> list[str]:
    return [each["before"], each["after"], each["difference"]]


def _files(assessment: Assessment, edition: Edition) -> list[Shown]:
    titles = {item.code: f"{item.number} {item.title}" for item in edition.items}
    titles |= {each.code: each.title for each in edition.scenarios}
    return [
        {"slot": titles.get(slot, "机构报告"), "name": each.name, "size": each.size, "sha256": each.sha256}
        for slot, held in assessment.evidence.items()
        for each in held
    ]


def _held(holds: bool, needed: str, found: str) -> str:
    return f"{'✓' if holds else '✗'} {found}（≥{needed}）"


def _short(number: Any) -> str:
    return f"{number.normalize():f}"


def _table(title: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> Shown:
    return {"title": title, "columns": list(columns), "lines": [list(line) for line in lines]}


def _page(title: str, **parts: Any) -> Shown:
    return {"title": title, "rows": [], "tables": [], "charts": [], "notes": [], **parts}

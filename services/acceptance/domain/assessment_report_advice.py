"""The last pages of a report: what would raise the level fastest, and the words of the diagnosis."""

from __future__ import annotations

from typing import Any, Final

from policy.assessment import diagnosis_terms, level_text, score_text
from policy.assessment_gains import Advice
from policy.pack import Pack
from services.acceptance.domain.assessment import Diagnosis

Shown = dict[str, Any]

_SCOPES: Final = {"common": "行业共性需求", "own": "企业个性需求"}


def advice_page(advice: Advice | None) -> Shown:
    """The next level, what it lacks, and the least that closes it."""
    if advice is None:
        return _page("提升建议", notes=["已达到最高等级。"])
    rule = advice.check.rule
    lacking = [
        f"计分部分差{score_text(advice.missing_score)}分" if advice.missing_score else "",
        f"差{advice.missing_scenarios}个达到{level_text(rule.level)}的场景" if advice.missing_scenarios else "",
        f"其中差{advice.missing_binding}个约束性场景" if advice.missing_binding else "",
    ]
    told = "，".join(each for each in lacking if each)
    notes = [f"距{level_text(rule.level)}：{told}。按下列事项改进即可达到，先列收效最大的。"]
    tables = []
    if advice.items:
        lines = [
            [
                f"{each.item.number} {each.item.title}",
                f"{score_text(each.score)} → {score_text(each.target)}",
                f"+{score_text(each.gain)}",
                "；".join(each.how),
            ]
            for each in advice.items
        ]
        tables.append(_table("提升得分", ["题目", "得分", "增加", "做什么"], lines))
    if advice.scenarios:
        lines = [
            [
                each.scenario.title,
                "约束性" if each.scenario.is_binding else "指导性",
                f"{level_text(each.level)} → {level_text(each.target)}",
                each.how,
            ]
            for each in advice.scenarios
        ]
        tables.append(_table("提升场景", ["场景", "类型", "等级", "达到的样子"], lines))
    return _page(f"最快提升到{level_text(rule.level)}", tables=tables, notes=notes)


def diagnosis_page(diagnosis: Diagnosis, pack: Pack) -> Shown:
    """Needs by link and aim (XB4)."""
    terms = diagnosis_terms(pack.compiled)
    lines = [
        [
            _SCOPES[need.scope],
            terms["diagnosis_link"][need.link],
            terms["diagnosis_aim"][need.aim],
            need.text,
            need.advice or "—",
        ]
        for need in diagnosis.needs
    ]
    tables = [_table("需求清单", ["类别", "环节", "目标", "需求", "建议"], lines)] if lines else []
    rows = [["诊断意见", diagnosis.summary]] if diagnosis.summary else []
    rows += [["细分行业", diagnosis.subsector]] if diagnosis.subsector else []
    if diagnosis.recommended_for is not None:
        rows.append(["推荐标杆", terms["workshop_benchmark"][diagnosis.recommended_for]])
    return _page("诊断意见和需求", rows=rows, tables=tables)


def _table(title: str, columns: list[str], lines: list[list[str]]) -> Shown:
    return {"title": title, "columns": columns, "lines": lines}


def _page(title: str, **parts: Any) -> Shown:
    return {"title": title, "rows": [], "tables": [], "charts": [], "notes": [], **parts}

"""What the verification code of a print says."""

from __future__ import annotations

from marshmallow import Schema

from gateway.schemas.declaration.kinds import instant, one_of, told


class PrintCheck(Schema):
    """What anybody may know who has the code."""

    kind = one_of(
        "declaration_form 申报表 / declaration form; undertaking 承诺书 / commitment letter;"
        " recommendation_summary 汇总表 / summary of a recommendation;"
        " project_stage 项目阶段表单 / form of a stage of a project;"
        " assessment_report 评测报告 / report of an assessment",
        ("declaration_form", "undertaking", "recommendation_summary", "project_stage", "assessment_report"),
    )
    title = told("标题 / title")
    number = told("编号，与打印件上的相同 / the number that is printed")
    applicant_name = told("申报主体名称 / the applicant's name")
    status = one_of(
        "current 有效，与提交的内容一致 / what was submitted; corrected 已被更正 / corrected since; "
        "not_submitted 尚未提交 / not submitted; ended 已撤回或作废 / withdrawn or voided",
        ("current", "corrected", "not_submitted", "ended"),
    )
    covers = one_of(
        "form 表内所填内容 / what the form says; filing 提交的全部内容，含附件 / all that was submitted; "
        "report 评测的内容和结果 / what was assessed and found",
        ("form", "filing", "report"),
    )
    submitted_at = instant("这份内容的提交时间 / when this content was submitted", null=True)

"""Projects as the API gives them. What every dossier has is described once, by the declaration."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration import declarations as dossier
from gateway.schemas.declaration import forms
from gateway.schemas.declaration.kinds import (
    anything,
    count,
    day,
    flag,
    identity,
    instant,
    many,
    one,
    one_of,
    sha256,
    told,
)
from gateway.schemas.project.stages import ProjectStageForms, ProjectStageSummary, StageDossier

STATES = (
    "draft",
    "in_review",
    "returned",
    "filed",
    "enrolled",
    "completed",
    "rejected",
    "withdrawn",
    "voided",
    "terminated",
)
CONCERNED = ("applicant", "provider")
SEVERITIES = ("note", "minor", "major")
PROVIDER_STATES = ("enrolled", "suspended", "removed")


class ProjectHead(Schema):
    """What a project and its line in a list have in common."""

    id = identity("项目标识 / id")
    version = count("版本 / version")
    case_id = identity("案件 / case")
    state = one_of("状态 / state", STATES)
    title = told("项目名称 / title")
    filing_number = told("备案号，立项通过后给出 / filing number, once enrolled", null=True)
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    pack = told("政策包版本 / pack")
    applicant = one(dossier.DeclarationApplicant, "申报主体 / applicant")
    division = told("区划代码 / division")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class ProjectSummary(ProjectHead):
    """A project in a list."""

    provider_id = identity("所选服务商 / provider", null=True)
    contract_amount_fen = count("合同金额（分）/ contract in fen", null=True)
    percent = count("完成比例（%）/ percent done")
    stage = told("所处阶段 / stage")
    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")
    assignee_id = identity("受托机构 / institution", null=True)


class ProjectProvider(Schema):
    """The provider that was chosen; its name and place in the pool once they are known here."""

    id = identity("服务商 / provider")
    name = told("名称 / name", null=True)
    state = one_of("库内状态 / place in the pool", PROVIDER_STATES, allow_none=True)


class ProjectPayeeAccount(Schema):
    """The account for payment; only the last four digits."""

    id = identity("对公银行账号标识 / account")
    last4 = told("账号末四位 / last four digits", null=True)


class ProjectProgress(Schema):
    """What the newest progress report said."""

    percent = count("完成比例（%）/ percent done")
    reports = count("已报次数 / reports")
    reported_until = day("进度截止日期 / reported until", null=True)


class ProjectFinding(Schema):
    """What a spot check or a check off-line found."""

    id = identity("标识 / id")
    at = instant("登记时间 / recorded")
    found_on = day("核查日期 / day")
    place = told("地点或方式 / place")
    concerns = one_of("涉及 / whom it concerns", CONCERNED)
    text = told("情况 / text")
    severity = one_of("严重程度 / severity", SEVERITIES)
    spot_check_id = identity("所属抽查 / spot check that it comes from", null=True)


class ProjectTrained(Schema):
    """What counts of its trainings."""

    records = count("已确认的培训次数 / trainings that count")
    person_days = told("人天合计（十进制文本）/ person-days in all, decimal as text")


class ProjectRectification(Schema):
    """The acceptance's order to rectify, until it is handed in again or decided."""

    acceptance_id = identity("验收 / acceptance")
    at = instant("时间 / when")
    reason = told("原因 / reason")


class ProjectTermination(Schema):
    """Ended without completion."""

    at = instant("时间 / when")
    reason = told("原因 / reason")


class Project(ProjectHead, StageDossier):
    """A project, as far as the reader may know it. At the top what its first stage says; `stages` are all of them."""

    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    stages = many(ProjectStageSummary, "各阶段，按先后 / stages in their order")
    provider = one(ProjectProvider, "所选服务商 / provider", null=True)
    payee_account = one(ProjectPayeeAccount, "对公银行账号 / account for payment", null=True)
    progress = one(ProjectProgress, "进度 / progress")
    trained = one(ProjectTrained, "培训 / training")
    findings = many(ProjectFinding, "核查记录 / findings")
    rectification = one(ProjectRectification, "整改要求（未整改完）/ open order to rectify", null=True)
    completed_on = day("完工日期 / completed on", null=True)
    termination = one(ProjectTermination, "终止 / termination", null=True)


class ProjectProgressReport(Schema):
    """One progress report."""

    id = identity("标识 / id")
    number = count("第几次 / number, from 1")
    percent = count("完成比例（%）/ percent done")
    reported_until = day("进度截止日期 / reported until", null=True)
    answers = anything("填报内容 / answers")
    explanation = told("比例回退的说明 / why the percentage went back")
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(dossier.DeclarationAttachment)),
        required=True,
        metadata=described("证明材料 / evidence, slot → files"),
    )
    at = instant("填报时间 / when")


class ReportedProject(Project):
    """The project with the report that was just added."""

    report = one(ProjectProgressReport, "本次填报 / the report")


class ProjectForms(ProjectStageForms):
    """What is asked for in this pack version, and who will review it: of the first stage, and for progress."""

    progress_form = one(forms.FormDescription, "进度表 / progress form", null=True)
    progress_slots = many(forms.SlotDescription, "进度附件项 / slots of progress")


class FiledProject(Schema):
    """A filed project (备案项目) on the public list."""

    id = identity("项目标识 / id")
    title = told("项目名称 / title")
    filing_number = told("备案号 / filing number", null=True)
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    applicant_name = told("企业名称 / enterprise")
    division = told("区划代码 / division")
    published_on = day("公布日期 / on the list since")


class SubmissionResult(Schema):
    """What became of one of them."""

    id = identity("项目 / project")
    stage = told("阶段 / stage", null=True)
    is_submitted = flag("是否已提交 / handed in")
    version = count("版本 / version", null=True)
    state = one_of("状态 / state", STATES, allow_none=True)
    code = told("错误码 / why not", null=True)
    problems = many(dossier.DraftProblem, "问题 / problems")


class SubmissionResults(Schema):
    """One by one, in the order they were named."""

    items = many(SubmissionResult, "结果 / results")

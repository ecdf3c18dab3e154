"""Declarations as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration.kinds import (
    anything,
    count,
    day,
    flag,
    identity,
    instant,
    many,
    one,
    sha256,
    texts,
    told,
)


class DraftProblem(Schema):
    """Something that is wrong with what is filled in, or would be refused."""

    code = told("错误码 / code")
    field = told("字段路径 / path", required=False)
    article = told("依据 / article", required=False)
    requirement = told("要求 / requirement", required=False)
    inputs = anything("据以判断的数据 / what was judged", required=False)


class DeclarationApplicant(Schema):
    """Whose it is."""

    kind = told("主体类型 / kind")
    id = identity("单位标识 / organisation")
    credit_code = told("统一社会信用代码 / credit code")
    name = told("名称 / name")


class DeclarationStep(Schema):
    """The step that it is in."""

    index = count("序号，从 0 起 / index")
    name = told("环节 / step")
    title = told("名称 / title")
    role = told("角色 / role")
    division_level = told("层级 / level", null=True)
    working_days = count("工作日 / working days", null=True)
    outcomes = texts("可作的结论 / possible verdicts")


class DeclarationNextActor(Schema):
    """Who has to act next, and until when."""

    party = told("applicant、reviewer、assigner 或 nobody / who")
    role = told("角色 / role", null=True)
    division = told("区划 / division", null=True)
    institution_id = identity("机构 / institution", null=True)
    since = instant("自何时起 / since", null=True)
    due_on = day("截止日（工作日）/ last day in time", null=True)
    is_provisional = flag("截止日是否暂定 / the calendar is not confirmed yet")


class DeclarationAttachment(Schema):
    """A file of it."""

    id = identity("附件标识 / id")
    sha256 = sha256("摘要 / hash")
    size = count("字节数 / bytes")
    media_type = told("类型 / media type")
    name = told("文件名 / name")
    uploaded_at = instant("上传时间 / uploaded")


class ConfirmedStatement(Schema):
    """When the truthfulness statement was confirmed, and which wording."""

    at = instant("确认时间 / when")
    text_version = sha256("文本版本 / wording")
    is_current = flag("是否为现行文本 / the wording in force")


class DeclarationCorrection(Schema):
    """One thing to correct."""

    kind = told("field 或 attachment / what")
    name = told("字段或附件项 / name")
    reason_code = told("原因代码 / reason code")
    text = told("补正要求 / what is asked")


class DeclarationFiling(Schema):
    """A time that it was handed in."""

    at = instant("提交时间 / when")
    digest = sha256("内容摘要 / digest of the content")


class DeclarationReview(Schema):
    """A verdict, as the applicant sees it."""

    step = told("环节 / step")
    role = told("角色 / role")
    verdict = told("结论 / verdict")
    opinion = told("意见 / opinion")
    reason_code = told("原因代码 / reason code", null=True)
    items = many(DeclarationCorrection, "补正内容 / items")
    filing = count("审核的是第几次提交 / which filing, from 1")
    at = instant("时间 / when")
    due_on = day("当时的截止日 / due then", null=True)


class DeclarationFinding(Schema):
    """What a check off-line found; authorities only."""

    step = told("环节 / step")
    found_on = day("核查日期 / day")
    place = told("地点或方式 / place")
    text = told("情况 / text")
    at = instant("登记时间 / recorded")


class DeclarationEnding(Schema):
    """How it ended."""

    at = instant("时间 / when")
    reason_code = told("原因代码 / reason code", null=True)
    text = told("说明 / text")


class PilotPlace(Schema):
    """Its place on the list that its pack names: pilot enterprises, pilot platforms."""

    state = told("名单状态 / state")
    list = told("名单 / list")
    scale = told("规上 above_scale、规下 below_scale，政策包所定 / scale, as the pack says", null=True)
    notice_id = identity("公示 / notice", null=True)
    listed_at = instant("列入时间 / listed", null=True)
    delisted_at = instant("移出时间 / delisted", null=True)
    reason = told("移出原因 / reason")


class RankLine(Schema):
    """A line of the ranking that it meets."""

    code = told("代码 / code")
    title = told("名称 / title")
    points = count("分值 / points")
    article = told("依据 / article", null=True)


class DeclarationRanking(Schema):
    """What officers sort the round by; it is no condition."""

    points = count("分值合计 / points")
    lines = many(RankLine, "符合的项目 / lines that it meets")


class DeclarationHead(Schema):
    """What a declaration and its line in a list have in common."""

    id = identity("申报标识 / id")
    version = count("版本 / version")
    case_id = identity("案件 / case")
    call_id = identity("申报通知 / call")
    state = told("状态 / state")
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    pack = told("政策包版本 / pack")
    applicant = one(DeclarationApplicant, "申报主体 / applicant")
    division = told("区划代码 / division")
    started_at = instant("开始时间 / started")
    submitted_at = instant("最近提交时间 / submitted last", null=True)


class DeclarationSummary(DeclarationHead):
    """A declaration in a list."""

    step = told("环节 / step", null=True)
    waits_for = told("等待的角色 / the role it waits for", null=True)
    waits_since = instant("自何时起 / since", null=True)
    due_on = day("截止日 / due", null=True)
    is_provisional = flag("截止日是否暂定 / provisional")
    assignee_id = identity("受托机构 / institution", null=True)
    pilot_state = told("名单状态 / place on the pilot list")
    rank_points = count("排序分值；申报人为 null / points; null for the applicant", null=True)


class Declaration(DeclarationHead):
    """A declaration, as far as the reader may know it."""

    pack_sha256 = sha256("政策包摘要 / hash of the pack")
    step = one(DeclarationStep, "当前环节 / step", null=True)
    next = one(DeclarationNextActor, "下一步由谁处理 / who acts next")
    actions = texts("您现在可以做的 / what you may do now")
    answers = anything("表单内容；加密字段只给末四位 / answers; sealed ones by `last4`")
    problems = many(DraftProblem, "草稿中的问题 / problems of the draft")
    attachments = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(DeclarationAttachment)),
        required=True,
        metadata=described("附件项 → 文件 / slot → files"),
    )
    stale_pages = texts("须重新打印盖章的页 / pages to stamp again")
    statement = one(ConfirmedStatement, "真实性声明 / statement", null=True)
    items_to_correct = many(DeclarationCorrection, "须补正的内容 / items to correct")
    filings = many(DeclarationFiling, "历次提交 / filings")
    reviews = many(DeclarationReview, "审核记录 / reviews")
    findings = many(DeclarationFinding, "核查记录 / findings")
    ending = one(DeclarationEnding, "结束 / ending", null=True)
    assignee_id = identity("受托机构 / institution", null=True)
    ranking = one(DeclarationRanking, "排序依据；申报人看不到 / what it is sorted by; not the applicant's", null=True)
    place = one(PilotPlace, "名单位置 / place on the pilot list")


class DeclarationReceipt(Schema):
    """The receipt of a submission (回执)."""

    declaration_id = identity("申报 / declaration")
    number = told("编号，与打印件上的相同 / the number that is printed")
    filing = count("第几次提交 / which submission, from 1")
    submitted_at = instant("提交时间 / when it came in")
    digest = sha256("内容摘要 / digest of the content")
    code = told("验证码 / verification code")
    programme_year = told("项目年度 / programme year")
    batch = told("批次 / batch")
    applicant = told("申报主体 / applicant")


class EligibilityNeed(Schema):
    """What is needed to be eligible."""

    code = told("条件代码 / condition")
    article = told("依据 / article", null=True)
    sentences = texts("需要满足 / what is needed")
    is_choice = flag("满足其一即可 / one of them is enough")


class DeclarationCheck(Schema):
    """What submitting would say now."""

    problems = many(DraftProblem, "提交会被拒绝的原因 / what would be refused")
    warnings = many(DraftProblem, "提示 / hints")
    needs = many(EligibilityNeed, "需要满足的条件 / needs")


class DeclarationAnswerChange(Schema):
    """Something that was changed; null stands for nothing there."""

    path = told("路径 / path")
    before = fields.Raw(required=True, allow_none=True, metadata=described("原内容 / before"))
    after = fields.Raw(required=True, allow_none=True, metadata=described("现内容 / after"))


class DeclarationCorrections(Schema):
    """What differs from the version that was judged last."""

    items = many(DeclarationAnswerChange, "改动 / changes")


class HistoryEntry(Schema):
    """One change of the case."""

    position = count("序号 / position")
    at = instant("时间 / when")
    action = told("操作 / action")
    kind = told("对象类型 / kind")
    aggregate_id = identity("对象 / what")
    version = count("版本 / version")
    roles = texts("角色 / roles")
    details = anything("细节 / details")


class CaseHistory(Schema):
    """The audit log of a case (审计日志)."""

    items = many(HistoryEntry, "记录 / entries")
    next = count("下一页的 after；没有则为 null / `after` of the next page", null=True)


class ChangedEvent(Schema):
    """Something that was announced."""

    position = count("位置 / position")
    name = told("事件 / event")
    version = count("事件版本 / version")
    aggregate_id = identity("对象 / what")
    case_id = identity("案件 / case", null=True)
    at = instant("时间 / when")
    payload = anything("内容，见 docs/events / content")


class ChangesFeed(Schema):
    """Events after a position; ask again with `next`."""

    items = many(ChangedEvent, "事件 / events")
    next = count("下次的 after / `after` of the next call")
    has_more = flag("还有更多 / there is more now")

"""What clients send to the declaration service."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from casework.dossier import ItemKind, Verdict
from casework.states import State
from gateway.schemas.base import LAST_POSITION, FileReference, PageQuery, described
from gateway.schemas.declaration.kinds import anything, day, flag, identity, one_of, said, sha256

MOST_IDS = 200
PILOT_STATES = ("unlisted", "proposed", "published", "held", "listed", "suspended", "refused", "delisted")


def _ids(description: str, *, shortest: int = 1, **options: Any) -> fields.List:
    return fields.List(
        fields.UUID(),
        validate=validate.Length(shortest, MOST_IDS, error="out_of_range"),
        metadata=described(description),
        **options,
    )


class PackRelease(Schema):
    """A compiled pack that was uploaded (`application/json`)."""

    file = fields.Nested(FileReference, required=True, metadata=described("上传的政策包 / the uploaded pack"))


class CallClosing(Schema):
    """Why a call is closed."""

    reason = said("关闭原因 / reason", longest=500)


class CallExtensionInput(Schema):
    """Until when, why, and for whom."""

    closes_at = fields.AwareDateTime(
        required=True, format="iso", metadata=described("延至（含该秒）/ the new last second")
    )
    reason = said("延期原因 / reason", longest=500)
    drafts_before = fields.AwareDateTime(
        required=False,
        format="iso",
        metadata=described("仅限此前已开始填报的 / only for drafts that were begun before this moment"),
    )
    window_of = said(
        "谁的窗口：applicant，或审核环节在窗口中的主体 / whose window: the applicant's, or that of a review step",
        longest=100,
        required=False,
    )


class CallFilter(Schema):
    """What the list of notices is narrowed to; each by the words of the notice."""

    programme_year = said("项目年度 / programme year", longest=100, required=False)
    batch = said("批次 / batch", longest=100, required=False)
    is_open = flag("现在能否申报 / can be declared under now", required=False)
    level = said("政策层级 / level", longest=100, required=False)
    region = said("发布地区 / region", longest=100, required=False)
    department = said("主管部门 / department", longest=200, required=False)
    declaration_type = said("申报类型 / what is declared", longest=100, required=False)
    applicant = said("申请对象 / who may apply", longest=100, required=False)
    industry = said("行业类别 / industry", longest=200, required=False)
    size = said("企业规模 / size", longest=100, required=False)
    support_method = said("支持方式 / kind of support", longest=100, required=False)
    text = said("标题中的文字 / a part of the title", longest=100, required=False)


class DeclarationStart(Schema):
    """Under which call; `prefill` is registry data by the names that the form's fields know."""

    call_id = identity("申报通知 / the call")
    prefill = anything(
        "已登记的信息，按表单字段的 prefill 命名 / registry data by the names in the fields' `prefill`", required=False
    )
    statement_version = sha256(
        "所确认的真实性声明文本；规则包要求先确认再填报的必填"
        " / the wording that was confirmed, where the statement comes before the form",
        required=False,
    )


class DeclarationPageAnswers(Schema):
    """One page of the form, the whole of it."""

    answers = anything("字段 → 内容 / field → answer")


class DeclarationStatementConfirmation(Schema):
    """The wording that was on the screen."""

    text_version = sha256("所确认文本的 SHA-256 / which wording was confirmed")


class DeclarationAttachmentUpload(Schema):
    """A file that was uploaded, and where it goes."""

    slot = said("附件项代码 / slot", longest=100)
    file = fields.Nested(FileReference, required=True, metadata=described("上传的文件 / the uploaded file"))
    replaces = _ids("被替换的附件 / attachments that it replaces", shortest=0, required=False)


class StampedAttachmentUpload(DeclarationAttachmentUpload):
    """The same, where one of the slots takes the scan of a stamped print."""

    print_code = said(
        "扫描件上的验证码；给出后可确认盖章的是现在的内容 / the code on the scan", longest=64, required=False
    )


class DeclarationWithdrawal(Schema):
    """Why it is taken back, if the applicant wants to say."""

    text = said("撤回说明 / why", longest=500, shortest=0, required=False)


class DeclarationCorrectionInput(Schema):
    """One thing to correct."""

    kind = one_of("补正对象 / what", ItemKind)
    name = said("字段（页.字段）、页或附件项 / `page.field`, a page, or a slot")
    reason_code = said("原因代码 / reason code", longest=100)
    text = said("补正要求 / what is asked", longest=1000)


class DeclarationReviewDecision(Schema):
    """A reviewer's verdict. A return needs items, a rejection a reason code and an opinion."""

    verdict = one_of("结论 / verdict", Verdict)
    opinion = said("审核意见 / opinion", longest=2000, shortest=0, required=False)
    items = fields.List(
        fields.Nested(DeclarationCorrectionInput),
        required=False,
        validate=validate.Length(0, MOST_IDS, error="out_of_range"),
        metadata=described("须补正的内容 / items to correct"),
    )
    reason_code = said("不通过原因代码 / reason code", longest=100, required=False, allow_none=True)
    step = said(
        "所审核的环节，与当前环节不符则拒绝 / the step on the screen", longest=100, required=False, allow_none=True
    )


class DeclarationFindingInput(Schema):
    """What a check off-line found."""

    found_on = day("核查日期 / day of the check")
    place = said("核查地点或方式 / place or way", shortest=0)
    text = said("核查情况 / what was found", longest=2000)


class DeclarationAssignment(Schema):
    """Which institution takes the step."""

    institution_id = identity("机构 / institution")


class DeclarationVoidance(Schema):
    """Why it is declared void."""

    reason_code = said("原因代码 / reason code", longest=100)
    text = said("说明 / why", longest=1000)


class DeclarationPackMove(Schema):
    """To which version, and why."""

    pack = said("政策包版本，如 dalian/sme-digital-2024@2 / the version")
    reason = said("理由 / reason", longest=1000)


class PilotChoice(Schema):
    """Approved declarations, many at once."""

    declaration_ids = _ids("申报 / declarations", required=True)


class Delisting(Schema):
    """Why an enterprise is taken off the list."""

    reason = said("移出原因 / reason", longest=1000)


class PilotNoticeOpening(Schema):
    """What is published; without a title the pack's own is used."""

    declaration_ids = _ids("公示的申报 / declarations", required=True)
    title = said("公示标题 / title", shortest=0, required=False)


class PilotObjectionInput(Schema):
    """An objection, with the name of who raises it."""

    raised_by = said("提出人 / who objects", longest=100)
    text = said("异议内容 / the objection", longest=2000)
    contact = said("联系方式（加密保存）/ contact, kept sealed", longest=100, shortest=4)


class PilotObjectionDecision(Schema):
    """What the investigation found."""

    is_upheld = flag("异议是否成立 / upheld")
    findings = said("调查情况 / findings", longest=2000)


class DeclarationFilter(PageQuery):
    """What a list is narrowed to."""

    state = one_of("状态 / state", State, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)
    programme_year = said("项目年度 / programme year", longest=100, required=False)
    batch = said("批次 / batch", longest=100, required=False)
    pilot_state = one_of("名单状态 / place on the pilot list", PILOT_STATES, required=False)
    text = said("名称或信用代码开头 / beginning of name or credit code", longest=100, required=False)
    order = one_of("排序：newest 最新在前，ranking 按重点程度 / order", ("newest", "ranking"), required=False)
    on_behalf_of = identity("所代办的企业 / an enterprise that one acts for", required=False)


class PilotFilter(PageQuery):
    """What a public list is narrowed to; a division takes in those below it."""

    programme_year = said("项目年度 / programme year", longest=100, required=False)
    division = said("区划代码 / division", longest=6, shortest=6, required=False)
    batch = said("批次 / batch", longest=100, required=False)
    scale = said("规上 above_scale、规下 below_scale / scale, as the pack says", longest=100, required=False)


class PositionQuery(Schema):
    """Where to go on."""

    after = fields.Integer(
        validate=validate.Range(0, LAST_POSITION, error="out_of_range"),
        metadata=described("从这个位置之后 / after this position"),
    )
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, 200, error="out_of_range"),
        metadata=described("条数 / items"),
    )

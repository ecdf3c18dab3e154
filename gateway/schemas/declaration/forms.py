"""Forms, slots and steps of a pack as a client renders them; other services describe theirs by the same schemas."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import described
from gateway.schemas.declaration.kinds import anything, count, flag, many, one, sha256, texts, told


class FormOption(Schema):
    """An option of a choice."""

    code = told("代码 / code")
    title = told("名称 / title")
    source = anything("依据 / source", required=False)
    assumed = told("假定理由 / why it was assumed", required=False)


class FormColumn(Schema):
    """A question. Which members there are depends on its type."""

    key = told("字段 / key")
    title = told("名称 / title")
    type = told("类型 / type")
    required = flag("必填（缺省为是）/ compulsory unless false", required=False)
    required_when = anything("何时必填 / when compulsory", required=False)
    visible_when = anything("何时显示 / when shown", required=False)
    options = many(FormOption, "选项 / options", required=False)
    unit = told("单位 / unit", required=False)
    may_be_negative = flag("可为负 / may be negative", required=False)
    max_length = count("最多字数 / at most", required=False)
    min_length = count("最少字数 / at least", required=False)
    pattern = told("格式 / pattern", required=False)
    at_least = told("不低于 / at least", required=False)
    at_most = told("不高于 / at most", required=False)
    places = count("小数位 / decimal places", required=False)
    min_rows = count("最少行 / least rows", required=False)
    max_rows = count("最多行 / most rows", required=False)
    distinct = told("不得重复的列 / the column in which no two rows are alike", required=False)
    of = told("引用 / what it refers to", required=False)
    sealed = flag("加密保存 / kept sealed", required=False)
    locked = flag("以登记信息为准 / fixed by the registry", required=False)
    prefill = told("预填来源 / where it is filled from", required=False)
    hint = told("提示 / hint", required=False)
    source = anything("依据 / source", required=False)
    assumed = told("假定理由 / why it was assumed", required=False)


class FormField(FormColumn):
    """A question, or a table with its columns."""

    fields_ = fields.List(
        fields.Nested(FormColumn), data_key="fields", attribute="fields", metadata=described("列 / columns of a table")
    )


class FormPage(Schema):
    """A page; a stamped one is printed, stamped and scanned."""

    key = told("页 / key")
    title = told("名称 / title")
    stamped = flag("盖章页 / stamped", required=False)
    fields_ = fields.List(
        fields.Nested(FormField),
        required=True,
        data_key="fields",
        attribute="fields",
        metadata=described("字段 / fields"),
    )


class FormDescription(Schema):
    """A form as its pack describes it."""

    key = told("表单 / key")
    title = told("名称 / title")
    pages = many(FormPage, "页 / pages")
    source = anything("依据 / source", required=False)
    assumed = told("假定理由 / why it was assumed", required=False)


class SlotDescription(Schema):
    """One kind of document that is asked for."""

    code = told("代码 / code")
    title = told("名称 / title")
    instructions = told("要求 / instructions")
    media_types = texts("文件类型 / media types")
    max_files = count("最多文件数 / most files")
    max_bytes = count("单个文件上限（字节）/ largest file")
    is_required = flag("必备 / compulsory")
    is_stamped_scan = flag("盖章扫描件 / the scan of the stamped form")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class StepDescription(Schema):
    """A step of the review."""

    name = told("环节 / step")
    title = told("名称 / title")
    role = told("角色 / role")
    division_level = told("层级 / level", null=True)
    working_days = count("工作日 / working days", null=True)
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class StatementText(Schema):
    """The statement to confirm."""

    title = told("标题 / title")
    body = told("正文 / text")
    text_version = sha256("文本版本 / which wording")


class DeclarationStatement(StatementText):
    """The statement of truthfulness (真实性声明), and whether the form waits for it."""

    is_confirmed_first = flag("须先确认再填报 / confirmed before the form opens")
    article = told("先确认再填报的依据 / why it comes first", null=True)


class RuleDescription(Schema):
    """A condition of eligibility."""

    code = told("代码 / code")
    title = told("条件 / condition")
    severity = told("blocks 或 warns / blocks or warns")
    article = told("依据 / article", null=True)
    assumed = told("假定理由 / why it was assumed", null=True)


class DeclarationForm(Schema):
    """What is asked for, and who will review it."""

    pack = told("政策包 / pack")
    pack_sha256 = sha256("政策包摘要 / its hash")
    form = one(FormDescription, "表单 / form")
    slots = many(SlotDescription, "附件项 / slots")
    statement = one(DeclarationStatement, "真实性声明 / statement", null=True)
    steps = many(StepDescription, "审核环节 / steps")
    conditions = many(RuleDescription, "申报条件 / conditions")

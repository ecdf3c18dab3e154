"""Messages, and by which channels they come."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.schemas.base import PageQuery, described
from gateway.schemas.registry.kinds import answer_text, flag, identity, instant, option, shaped, whole


class MessageQuery(PageQuery):
    """Which messages."""

    is_unread = flag("仅未读 / unread only", required=False)


class MessageSchema(Schema):
    """A message to oneself."""

    id = identity("消息标识 / id")
    kind = answer_text("类别 / kind")
    text_zh = answer_text("中文内容 / in Chinese")
    text_en = answer_text("英文内容 / in English")
    case_id = identity("案件标识 / case", allow_none=True)
    subject_id = identity("事项标识 / what it is about")
    facts = fields.Dict(keys=fields.String(), required=True, metadata=described("相关信息 / facts"))
    written_at = instant("时间 / written")
    read_at = instant("阅读时间 / read", allow_none=True)


class UnreadCountSchema(Schema):
    """How many wait."""

    unread = whole("未读条数 / unread messages")


class ReadMarkSchema(Schema):
    """Done."""

    marked = flag("已标记 / marked")


class MessagePreferenceSchema(Schema):
    """A kind of message, and by which channels it comes."""

    kind = answer_text("类别 / kind")
    text_zh = answer_text("中文内容 / in Chinese")
    text_en = answer_text("英文内容 / in English")
    group = answer_text("分组，可按组选择 / the group, which can be chosen by as well")
    group_zh = answer_text("分组名称 / the group in Chinese")
    group_en = answer_text("分组英文名称 / the group in English")
    in_portal = flag("门户内消息，始终保留 / in the portal: always")
    by_mail = flag("是否同时发邮件 / whether it comes by mail as well")
    by_sms = flag("是否同时发短信至已绑定手机 / whether it comes to the bound phone as well")


class ChannelChoice(Schema):
    """By which channels; null or left out: as the group, the organisation or the platform says."""

    by_mail = flag("是否发邮件 / by mail", required=False, allow_none=True)
    by_sms = flag("是否发短信 / as a text message", required=False, allow_none=True)


class ChosenChannelsSchema(Schema):
    """What is chosen at this topic now; null: nothing."""

    topic = answer_text("类别或分组 / kind or group")
    by_mail = flag("是否发邮件 / by mail", allow_none=True)
    by_sms = flag("是否发短信 / as a text message", allow_none=True)


class TextMessageQuery(PageQuery):
    """Which text messages."""

    state = option("状态 / state", ("waiting", "sent", "expired", "dropped", "quarantined"), required=False)


class TextMessageSchema(Schema):
    """A text message, without what it says."""

    id = identity("短信标识 / id")
    phone_last_four = answer_text("手机号后四位 / last four digits of the phone")
    template = answer_text("模板 / template")
    state = answer_text("状态 / state")
    attempts = whole("已尝试次数 / attempts")
    error = answer_text("最近一次失败的原因 / why the last attempt failed", null=True)
    written_at = instant("写入时间 / written")
    next_attempt_at = instant("下次尝试 / next attempt")
    sent_at = instant("发出时间 / sent", allow_none=True)


class PositionedMessageSchema(MessageSchema):
    """A message with its place in the feed."""

    position = whole("次序 / position", least=1)


class MessageChangesSchema(Schema):
    """One's own messages after a position."""

    items = fields.List(fields.Nested(PositionedMessageSchema), required=True, metadata=described("本批 / this batch"))
    next = whole("下次查询的 after / ask with it the next time")
    has_more = flag("是否还有 / whether there is more at once")


class OverdueQuery(PageQuery):
    """Which steps."""

    division = shaped("区划代码 / division code", r"^[0-9]{6,12}$", required=False)


class OverdueStepSchema(Schema):
    """A step that is overdue: where it waits, never whose it is."""

    subject_id = identity("事项标识 / what waits")
    about = answer_text("事项类别：declaration、project、acceptance / what it is")
    case_id = identity("案件标识 / case", allow_none=True)
    stage = answer_text("阶段 / stage", null=True)
    step = whole("环节序号 / step of the route")
    role = answer_text("办理角色 / role of who has it")
    division = answer_text("办理区划；全市则为 null / division that has it, null for the whole city", null=True)
    due_on = fields.Date(required=True, metadata=described("办理期限 / due"))

"""Webhooks and their deliveries (ALL5)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import PageQuery, described
from gateway.schemas.registry.kinds import answer_text, identity, instant, option, text, whole

STATES = ("waiting", "delivered", "overtaken", "failed")


class WebhookDetails(Schema):
    """Where to post, and what of."""

    url = text("接收地址，须为 https / where to post: https", longest=500)
    events = fields.List(
        text("事件名称 / name of an event", longest=60),
        validate=validate.Length(max=100, error="too_large"),
        metadata=described("要接收的事件；留空为全部 / the events wanted; none means all"),
    )


class WebhookSchema(Schema):
    """A webhook."""

    id = identity("标识 / id")
    version = whole("版本 / version", least=1)
    organisation_id = identity("所属单位 / organisation")
    url = answer_text("接收地址 / where it posts")
    events = fields.List(fields.String(), required=True, metadata=described("事件；空为全部 / events; none means all"))
    state = answer_text("状态：pending（等待取密钥）、active、disabled、removed / state")
    registered_at = instant("登记时间 / registered")
    failing_since = instant("从何时起送达失败 / the receiver has failed since then", allow_none=True)


class WebhookWithSecretSchema(WebhookSchema):
    """A webhook with its new secret, which is shown this once."""

    secret = answer_text("签名密钥，仅显示一次 / the key that deliveries are signed with")


class DeliveryQuery(PageQuery):
    """Which deliveries."""

    state = option("状态 / state", STATES, required=False)


class DeliverySchema(Schema):
    """One delivery, and how it went."""

    id = identity("标识，重复送达时不变 / id, the same in every repetition")
    webhook_id = identity("Webhook 标识 / webhook")
    name = answer_text("事件 / event")
    aggregate_id = identity("事项 / what it tells of")
    sequence = whole("事项的变更序号 / which change of it")
    case_id = identity("案件 / case", allow_none=True)
    state = answer_text("状态 / state")
    attempts = whole("已尝试次数 / attempts")
    status = whole("最近一次应答的状态码 / status of the last answer", allow_none=True)
    error = answer_text("最近一次失败的原因 / why the last attempt failed", null=True)
    written_at = instant("写入时间 / written")
    next_attempt_at = instant("下次尝试 / next attempt")
    delivered_at = instant("送达时间 / delivered", allow_none=True)

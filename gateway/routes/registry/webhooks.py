"""Webhooks of organisations' own systems (ALL5)."""

from __future__ import annotations

from typing import Final

from gateway.operations import Operation
from gateway.schemas.base import page_of
from gateway.schemas.registry import webhooks as schemas

PERMISSION: Final = "registry.manage_webhooks"

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_webhooks",
        method="GET",
        path="/cities/{city}/organisation/webhooks",
        rpc="registry.list_webhooks",
        permission=PERMISSION,
        title="本单位 Webhook",
        summary="The webhooks of one's own organisation",
        answer=page_of(schemas.WebhookSchema),
    ),
    Operation(
        name="register_webhook",
        method="POST",
        path="/cities/{city}/organisation/webhooks",
        rpc="registry.register_webhook",
        permission=PERMISSION,
        title="登记 Webhook",
        summary="Have events posted to one's own system",
        body=schemas.WebhookDetails,
        answer=schemas.WebhookSchema,
        status=201,
    ),
    Operation(
        name="change_webhook",
        method="PUT",
        path="/cities/{city}/organisation/webhooks/{webhook_id}",
        rpc="registry.change_webhook",
        permission=PERMISSION,
        title="修改 Webhook",
        summary="Another address, or other events",
        body=schemas.WebhookDetails,
        answer=schemas.WebhookSchema,
        versioned=True,
    ),
    Operation(
        name="remove_webhook",
        method="DELETE",
        path="/cities/{city}/organisation/webhooks/{webhook_id}",
        rpc="registry.remove_webhook",
        permission=PERMISSION,
        title="删除 Webhook",
        summary="Have a webhook no more",
        answer=schemas.WebhookSchema,
    ),
    Operation(
        name="renew_webhook_secret",
        method="POST",
        path="/cities/{city}/organisation/webhooks/{webhook_id}/secret",
        rpc="registry.renew_webhook_secret",
        permission=PERMISSION,
        title="获取新的签名密钥",
        summary="A new secret, shown this once; the first one sets the webhook going",
        answer=schemas.WebhookWithSecretSchema,
        status=201,
        keyed=False,
    ),
    Operation(
        name="disable_webhook",
        method="POST",
        path="/cities/{city}/organisation/webhooks/{webhook_id}/disablement",
        rpc="registry.disable_webhook",
        permission=PERMISSION,
        title="停用 Webhook",
        summary="Stop a webhook",
        answer=schemas.WebhookSchema,
    ),
    Operation(
        name="enable_webhook",
        method="DELETE",
        path="/cities/{city}/organisation/webhooks/{webhook_id}/disablement",
        rpc="registry.enable_webhook",
        permission=PERMISSION,
        title="恢复 Webhook",
        summary="Set a webhook going again",
        answer=schemas.WebhookSchema,
    ),
    Operation(
        name="list_deliveries",
        method="GET",
        path="/cities/{city}/organisation/webhooks/{webhook_id}/deliveries",
        rpc="registry.list_deliveries",
        permission=PERMISSION,
        title="送达记录",
        summary="What was and is to be delivered, newest first",
        query=schemas.DeliveryQuery,
        answer=page_of(schemas.DeliverySchema),
    ),
    Operation(
        name="redeliver",
        method="POST",
        path="/cities/{city}/organisation/webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery",
        rpc="registry.redeliver",
        permission=PERMISSION,
        title="重新送达",
        summary="Deliver something once more",
        answer=schemas.DeliverySchema,
    ),
)

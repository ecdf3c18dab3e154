"""Messages, and by which channels they come."""

from __future__ import annotations

from typing import Final

from contracts.permissions import SIGNED_IN
from gateway.operations import Operation
from gateway.schemas.base import page_of
from gateway.schemas.registry import messages as schemas

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="list_messages",
        method="GET",
        path="/cities/{city}/messages",
        rpc="registry.list_messages",
        permission=SIGNED_IN,
        title="消息",
        summary="One's own messages, newest first",
        query=schemas.MessageQuery,
        answer=page_of(schemas.MessageSchema),
    ),
    Operation(
        name="count_unread_messages",
        method="GET",
        path="/cities/{city}/messages/unread",
        rpc="registry.count_unread_messages",
        permission=SIGNED_IN,
        title="未读消息数",
        summary="How many messages wait to be read",
        answer=schemas.UnreadCountSchema,
    ),
    Operation(
        name="mark_message_read",
        method="PUT",
        path="/cities/{city}/messages/{message_id}/read-mark",
        rpc="registry.mark_message_read",
        permission=SIGNED_IN,
        title="标记已读",
        summary="Mark a message as read",
        answer=schemas.ReadMarkSchema,
    ),
    Operation(
        name="mark_all_messages_read",
        method="PUT",
        path="/cities/{city}/messages/read-mark",
        rpc="registry.mark_all_messages_read",
        permission=SIGNED_IN,
        title="全部标记已读",
        summary="Mark all messages as read",
        answer=schemas.ReadMarkSchema,
    ),
    Operation(
        name="list_message_preferences",
        method="GET",
        path="/cities/{city}/account/message-preferences",
        rpc="registry.list_message_preferences",
        permission=SIGNED_IN,
        title="通知设置",
        summary="By which channels each kind of message comes",
        answer=page_of(schemas.MessagePreferenceSchema),
    ),
    Operation(
        name="choose_channels",
        method="PUT",
        path="/cities/{city}/account/message-preferences/{topic}",
        rpc="registry.choose_channels",
        permission=SIGNED_IN,
        title="选择通知渠道",
        summary="Have a kind of message, or a group of them, by mail and as a text message, or not",
        body=schemas.ChannelChoice,
        answer=schemas.ChosenChannelsSchema,
    ),
    Operation(
        name="list_organisation_preferences",
        method="GET",
        path="/cities/{city}/organisation/message-preferences",
        rpc="registry.list_organisation_preferences",
        permission="registry.read_own",
        title="本单位通知设置",
        summary="What the people of one's own organisation have until they choose",
        answer=page_of(schemas.MessagePreferenceSchema),
    ),
    Operation(
        name="choose_organisation_channels",
        method="PUT",
        path="/cities/{city}/organisation/message-preferences/{topic}",
        rpc="registry.choose_organisation_channels",
        permission="registry.manage_members",
        title="选择本单位通知渠道",
        summary="Choose the channels for everybody of the organisation who has not chosen",
        body=schemas.ChannelChoice,
        answer=schemas.ChosenChannelsSchema,
    ),
    Operation(
        name="list_text_messages",
        method="GET",
        path="/cities/{city}/text-messages",
        rpc="registry.list_text_messages",
        permission="registry.manage_text_messages",
        title="短信发送情况",
        summary="Text messages in a state: those that were given up, unless said otherwise",
        query=schemas.TextMessageQuery,
        answer=page_of(schemas.TextMessageSchema),
    ),
    Operation(
        name="retry_text_message",
        method="POST",
        path="/cities/{city}/text-messages/{text_message_id}/retry",
        rpc="registry.retry_text_message",
        permission="registry.manage_text_messages",
        title="重发短信",
        summary="Have a text message that was given up tried anew",
        answer=schemas.TextMessageSchema,
    ),
)

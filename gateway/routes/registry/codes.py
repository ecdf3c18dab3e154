"""Codes that go to a phone: signing in with one, choosing a new password, binding the phone (XA3)."""

from __future__ import annotations

from typing import Final

from contracts.permissions import PUBLIC, SIGNED_IN
from gateway.operations import Operation
from gateway.schemas.registry import accounts
from gateway.schemas.registry import codes as schemas

OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="request_sign_in_code",
        method="POST",
        path="/cities/{city}/sign-in-codes",
        rpc="registry.request_sign_in_code",
        permission=PUBLIC,
        title="获取登录验证码",
        summary="Ask for a code to sign in with; it goes to the bound phone",
        body=schemas.SignInCodeRequest,
        answer=schemas.CodeRequestedSchema,
        status=202,
        keyed=False,
    ),
    Operation(
        name="sign_in_by_code",
        method="POST",
        path="/cities/{city}/code-sessions",
        rpc="registry.sign_in_by_code",
        permission=PUBLIC,
        title="验证码登录",
        summary="Sign in with a code",
        body=schemas.CodeSignIn,
        answer=accounts.NewSessionSchema,
        status=201,
        keyed=False,
    ),
    Operation(
        name="request_recovery_code",
        method="POST",
        path="/cities/{city}/password-recovery-codes",
        rpc="registry.request_recovery_code",
        permission=PUBLIC,
        title="获取找回密码验证码",
        summary="Ask for a code to choose a new password with; it goes to the bound phone",
        body=accounts.RecoveryRequest,
        answer=schemas.CodeRequestedSchema,
        status=202,
        keyed=False,
    ),
    Operation(
        name="recover_password_by_code",
        method="POST",
        path="/cities/{city}/password-recovery-codes/completion",
        rpc="registry.recover_by_code",
        permission=PUBLIC,
        title="凭验证码设置新密码",
        summary="Choose a new password with the code from the text message",
        body=schemas.CodeRecovery,
        answer=accounts.RecoveredAccountSchema,
        keyed=False,
    ),
    Operation(
        name="request_phone_code",
        method="POST",
        path="/cities/{city}/account/phone-codes",
        rpc="registry.request_phone_code",
        permission=SIGNED_IN,
        title="获取绑定手机验证码",
        summary="Ask for a code at the phone that is to be bound",
        body=schemas.PhoneCodeRequest,
        answer=schemas.CodeRequestedSchema,
        status=202,
        also_refused=(429,),
    ),
    Operation(
        name="bind_phone",
        method="PUT",
        path="/cities/{city}/account/phone",
        rpc="registry.bind_phone",
        permission=SIGNED_IN,
        title="绑定手机",
        summary="Bind the phone that the code went to; the one before is told",
        body=schemas.PhoneBinding,
        answer=accounts.AccountSchema,
        keyed=False,
    ),
)

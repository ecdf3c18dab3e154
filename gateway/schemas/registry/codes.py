"""Codes that go to a phone, and what a city settled about signing in (XA3)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.schemas.base import described
from gateway.schemas.registry.accounts import NEW_PASSWORD
from gateway.schemas.registry.kinds import answer_text, identity, instant, landing, option, shaped, text, whole

LOGIN_METHODS = ("password", "sms_code")


class SignInCodeRequest(Schema):
    """By login or by phone, one of them."""

    login = text(
        "登录名：统一社会信用代码或本人登录名 / credit code, or a login of one's own", longest=100, required=False
    )
    phone = text("已绑定的手机号 / the bound phone", longest=30, required=False)


class CodeRequestedSchema(Schema):
    """The same, whether a code was sent or not."""

    id = identity("请求标识，登录时与验证码一并提交 / goes with the code")
    expires_at = instant("验证码有效期至 / the code is good until then")
    resend_after_seconds = whole("多少秒后可以再次获取 / how long to wait for another one")


class CodeSignIn(Schema):
    """The code from the text message."""

    code_id = identity("获取验证码时返回的标识 / the id that asking for the code answered")
    code = shaped("六位验证码 / six digits", r"^[0-9]{6}$")
    login = text("手机绑定多个账户时，选择其一 / which account, where several are bound", longest=100, required=False)
    lands_on = landing(required=False)


class CodeRecovery(Schema):
    """The code from the text message and a new password."""

    code_id = identity("获取验证码时返回的标识 / the id that asking for the code answered")
    code = shaped("六位验证码 / six digits", r"^[0-9]{6}$")
    new_password = text(NEW_PASSWORD, longest=200)


class PhoneCodeRequest(Schema):
    """Which phone is to be bound."""

    phone = text("手机号 / mobile phone", longest=30)
    current_password = text("当前密码 / present password", longest=200)


class PhoneBinding(Schema):
    """The code from the text message."""

    code_id = identity("获取验证码时返回的标识 / the id that asking for the code answered")
    code = shaped("六位验证码 / six digits", r"^[0-9]{6}$")


def _methods() -> fields.List:
    return fields.List(
        option("登录方式 / way of signing in", LOGIN_METHODS),
        required=True,
        validate=validate.Length(1, len(LOGIN_METHODS), error="out_of_range"),
        metadata=described("登录方式；密码登录始终保留 / ways of signing in; the password stays"),
    )


class CitySettingsChange(Schema):
    """What the administrator settles."""

    login_methods = _methods()
    login_source = fields.String(
        validate=validate.Length(max=500, error="too_long"), metadata=described("依据 / what it rests on")
    )
    reminder_working_days = whole(
        "期限前几个工作日提醒；0 为不提醒 / working days before a deadline; 0: no reminder", most=20, required=False
    )


class CitySettingsSchema(Schema):
    """What holds in the city."""

    id = identity("标识 / id")
    version = whole("版本；尚未设置为 0 / version; 0 where nothing was settled")
    login_methods = _methods()
    login_source = answer_text("依据 / what it rests on")
    reminder_working_days = whole("期限前几个工作日提醒 / working days before a deadline")

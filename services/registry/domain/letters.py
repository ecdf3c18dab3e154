"""The mails that carry a secret, in Chinese and English. None ends with its secret: see `Letter`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.registry.domain.mail import Letter

_CHINA = ZoneInfo("Asia/Shanghai")

_CLOSING = """
此邮件由系统发送，请勿回复。如非本人操作，请忽略并联系当地主管部门。
Sent by the platform; please do not reply. If this was not you, ignore it and tell the competent authority.
"""


def initial_password_letter(*, name: str, login: str, password: str) -> Letter:
    """For a new account, or one whose password was set anew by an administrator."""
    return Letter(
        subject="数字化转型试点平台：账号已开通 / Your account",
        text=f"""{name}：

您的账号已开通。首次登录后须先修改初始密码。
Your account is ready. The initial password has to be changed when you first sign in.

登录名 / login:
{login}

初始密码 / initial password:
{password}
{_CLOSING}""",
    )


def recovery_letter(*, name: str, token: str, expires_at: datetime) -> Letter:
    """For somebody who forgot the password."""
    return Letter(
        subject="数字化转型试点平台：找回密码 / Choose a new password",
        text=f"""{name}：

请在找回密码页面填入下面的口令，{_in_china(expires_at)} 前有效，只能使用一次。
Enter this token where you choose a new password. It works once, until {_in_china(expires_at)} (China time).

口令 / token:
{token}
{_CLOSING}""",
    )


def invitation_letter(*, name: str, organisation: str, token: str, expires_at: datetime) -> Letter:
    """For a person who is to work for an organisation."""
    return Letter(
        subject="数字化转型试点平台：邀请加入 / Invitation",
        text=f"""{name}：

{organisation} 邀请您共同办理试点事项。请在接受邀请页面填入下面的口令，{_in_china(expires_at)} 前有效。
{organisation} invites you to work on its pilot cases.
Enter this token to join, until {_in_china(expires_at)} (China time).

口令 / token:
{token}
{_CLOSING}""",
    )


def _in_china(at: datetime) -> str:
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M}"

"""Registration, sessions, accounts, and the people of an organisation (DL1)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.roles import STAFF
from gateway.schemas.base import PageQuery, described, page_of
from gateway.schemas.registry.kinds import answer_text, flag, identity, instant, landing, option, shaped, text, whole

APPLICANT_KINDS = ("enterprise", "provider")
NEW_PASSWORD = "新密码：8 至 128 位，大写、小写、数字、符号中至少三类 / 8 to 128 characters, three of four classes"


class RegistrationRequest(Schema):
    """What the registration form holds."""

    kind = option("账户类型：试点企业或服务商 / kind of account", APPLICANT_KINDS)
    name = text("单位名称，与营业执照一致（含括号的全角半角）/ registered name, exactly")
    credit_code = text("统一社会信用代码，即登录名 / unified social credit code, the login", longest=40)
    division = shaped("所属区划代码 / division code", r"^[0-9]{6,12}$")
    contact_name = text("联系人姓名 / contact person", longest=100)
    phone = text("联系电话 / telephone", longest=30)
    email = text("邮箱，接收初始密码 / mail address for the initial password", longest=254)
    terms_version = text("已同意的用户条款版本 / version of the accepted terms", longest=50)


class RegistrationSchema(Schema):
    """What was registered. The initial password comes by mail."""

    id = identity("单位标识 / id of the organisation")
    version = whole("版本 / version", least=1)
    account_id = identity("账户标识 / id of the account")
    kind = answer_text("账户类型 / kind")
    credit_code = answer_text("统一社会信用代码 / credit code")
    name = answer_text("单位名称 / name")
    division = answer_text("区划代码 / division code")


class AccountSchema(Schema):
    """An account; the phone by its last four digits."""

    id = identity("账户标识 / id")
    version = whole("版本 / version", least=1)
    login = answer_text("登录名 / login")
    name = answer_text("姓名 / the person's name")
    roles = fields.List(fields.String(), required=True, metadata=described("角色 / roles"))
    organisation_id = identity("所属单位 / organisation", allow_none=True)
    division = answer_text("负责的区划；全市则为 null / division served, null for the whole city", null=True)
    is_owner = flag("是否单位管理员 / whether the organisation's owner")
    is_disabled = flag("是否停用 / whether disabled")
    must_change_password = flag("是否须先修改初始密码 / whether the initial password must be changed")
    phone_last_four = answer_text("电话后四位 / last four digits of the phone", null=True)
    is_phone_bound = flag("手机是否已绑定（可收短信和验证码）/ whether the phone is bound")
    has_email = flag("是否有邮箱 / whether there is a mail address")
    created_at = instant("创建时间 / created")


class SignInRequest(Schema):
    """Login and password."""

    login = text("登录名：统一社会信用代码或本人登录名 / credit code, or a login of one's own", longest=100)
    password = text("密码 / password", longest=200)
    lands_on = landing(required=False)


class NewSessionSchema(Schema):
    """A session with its token, which is shown this once."""

    id = identity("会话标识 / id of the session")
    version = whole("版本 / version", least=1)
    token = answer_text("令牌，放入 Authorization: Bearer / the bearer token")
    expires_at = instant("最迟到期时间；两小时不用也会到期 / ends at the latest; earlier after two idle hours")
    must_change_password = flag("是否须先修改初始密码 / whether the initial password must be changed first")
    account = fields.Nested(AccountSchema, required=True, metadata=described("账户 / account"))
    lands_on = answer_text("登录时所给的到达地址 / where to land, as it was given", null=True)


class SessionSchema(Schema):
    """An open session of one's own."""

    id = identity("会话标识 / id")
    version = whole("版本 / version", least=1)
    opened_at = instant("登录时间 / opened")
    seen_at = instant("最近使用 / last seen")
    expires_at = instant("最迟到期 / ends at the latest")


class EndedSessionSchema(Schema):
    """A session that was ended."""

    id = identity("会话标识 / id")
    version = whole("版本 / version", least=1)


class PasswordChangeRequest(Schema):
    """The present password and a new one."""

    current_password = text("当前密码 / present password", longest=200)
    new_password = text(NEW_PASSWORD, longest=200)
    keep_session_id = identity("保留的会话，其余会话结束 / the session that stays; all others end", required=False)


class ContactChangeRequest(Schema):
    """What is left out stays."""

    current_password = text("当前密码 / present password", longest=200)
    phone = text("新电话 / new telephone", longest=30, required=False)
    email = text("新邮箱 / new mail address", longest=254, required=False)


class RecoveryRequest(Schema):
    """Who forgot the password."""

    login = text("登录名 / login", longest=100)


class RecoveryAcceptedSchema(Schema):
    """The same, whether there is such an account or not."""

    accepted = flag("已受理 / accepted")


class RecoveryCompletion(Schema):
    """The token from the mail and a new password."""

    token = text("邮件中的口令 / token from the mail", longest=200)
    new_password = text(NEW_PASSWORD, longest=200)


class RecoveredAccountSchema(Schema):
    """Sign in now."""

    login = answer_text("登录名 / login")


class InvitationRequest(Schema):
    """Whom the owner invites."""

    name = text("姓名 / name", longest=100)
    email = text("邮箱 / mail address", longest=254)


class InvitationSchema(Schema):
    """An invitation that waits for its answer."""

    id = identity("邀请标识 / id")
    version = whole("版本 / version", least=1)
    name = answer_text("姓名 / name")
    invited_at = instant("邀请时间 / invited")
    expires_at = instant("有效期至 / valid until")


class MembersSchema(Schema):
    """The people of an organisation."""

    items = fields.List(fields.Nested(AccountSchema), required=True, metadata=described("成员 / members"))
    invitations = fields.List(
        fields.Nested(InvitationSchema), required=True, metadata=described("尚未接受的邀请 / open invitations")
    )


class InvitationAcceptance(Schema):
    """What the invited person fills in."""

    token = text("邮件中的口令 / token from the mail", longest=200)
    login = shaped("自选登录名：3 至 32 位字母数字 / a login of one's own", r"^[A-Za-z][A-Za-z0-9._-]{2,31}$")
    password = text(NEW_PASSWORD, longest=200)
    phone = text("联系电话 / telephone", longest=30, required=False)
    terms_version = text("已同意的用户条款版本 / version of the accepted terms", longest=50)


class StaffAccountRequest(Schema):
    """Whom the administrator gives an account."""

    login = shaped("登录名 / login", r"^[A-Za-z][A-Za-z0-9._-]{2,31}$")
    name = text("姓名 / name", longest=100)
    email = text("邮箱，接收初始密码 / mail address for the initial password", longest=254)
    phone = text("联系电话 / telephone", longest=30, required=False)
    roles = fields.List(
        option("角色 / role", sorted(STAFF)),
        required=True,
        validate=validate.Length(1, 8, error="out_of_range"),
        metadata=described("角色；经办与复核不能兼任 / roles; maker and checker stay apart"),
    )
    division = shaped("负责的区划 / division served", r"^[0-9]{6,12}$", required=False)
    organisation_id = identity("所属机构或部门 / institution or authority", required=False)


class DisablementRequest(Schema):
    """Why an account is closed."""

    reason = text("原因 / reason", longest=500)


class StaffQuery(PageQuery):
    """Which accounts of staff."""

    role = option("角色 / role", sorted(STAFF), required=False)


class AccountQuery(Schema):
    """Whose accounts."""

    login = text("登录名 / login", longest=100, required=False)
    organisation_id = identity("单位标识 / organisation", required=False)


AccountPage = page_of(AccountSchema)

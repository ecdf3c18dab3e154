"""Sentences for the refusals of the registry."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "wrong_credentials": (401, "登录名或密码不正确", "The login or the password is wrong"),
    "account_disabled": (403, "账户已停用，请联系主管部门", "The account is disabled; ask the competent authority"),
    "too_many_attempts": (
        429,
        "密码错误次数过多，请 {retry_after_seconds} 秒后再试（仅限您所在的网络地址）",
        "Too many wrong passwords from this address; try again in {retry_after_seconds} s",
    ),
    "too_many_codes": (
        429,
        "获取验证码过于频繁，请 {retry_after_seconds} 秒后再试；也可以用密码登录",
        "Too many codes were asked for; try again in {retry_after_seconds} s, or sign in by password",
    ),
    "code_not_valid": (
        401,
        "验证码不正确、已使用或已过期，请重新获取",
        "The code is wrong, used or too old; ask for a new one",
    ),
    "account_ambiguous": (
        409,
        "该手机绑定了多个账户，请选择登录名：{logins}",
        "Several accounts are bound to this phone; name one of them: {logins}",
    ),
    "sms_not_offered": (409, "本市没有开通短信验证码", "This city does not offer codes by text message"),
    "too_many_webhooks": (409, "最多登记 {at_most} 个 Webhook", "At most {at_most} webhooks"),
    "token_not_valid": (
        422,
        "口令无效、已使用或已过期，请重新获取",
        "The token is unknown, used or too old; ask for a new one",
    ),
    "credit_code_registered": (
        409,
        "该统一社会信用代码在本市已注册，请直接登录或找回密码",
        "This credit code has an account in this city; sign in or recover the password",
    ),
    "login_taken": (409, "登录名已被使用，请另选一个", "This login is taken; choose another one"),
    "owner_only": (403, "只有单位管理员可以进行这项操作", "Only the organisation's owner may do this"),
    "owner_stays": (409, "单位管理员不能被移除", "The owner cannot be removed"),
    "incompatible_roles": (
        422,
        "这些角色不能由同一人担任：{roles}",
        "One person must not hold these roles together: {roles}",
    ),
    "nothing_to_change": (409, "内容与现状相同，无需变更（{field}）", "It is so already ({field})"),
    "change_already_requested": (409, "同一变更正在审核中", "The same change waits for a decision already"),
    "related_parties": (
        409,
        "企业与服务商为同一单位或有关联关系，不能对接",
        "Enterprise and provider are one or belong together: they are no match",
    ),
    "already_interested": (
        409,
        "贵单位已对此提出对接意向",
        "You have expressed your interest in this already",
    ),
    "provider_not_enrolled": (
        409,
        "服务商尚未入库（当前状态：{state}）",
        "The provider is not in the pool (state: {state})",
    ),
    "not_entitled": (
        403,
        "本单位的服务商类型（{kinds}）不能进行这项操作（{act}）",
        "None of this provider's kinds ({kinds}) may do this ({act})",
    ),
    "consent_outdated": (
        409,
        "委托书文本已更新，请确认现行文本",
        "That is not the wording of the consent in force; read and confirm it anew",
    ),
    "appeal_too_late": (
        409,
        "已超过申诉期限（{working_days}个工作日，至{until}）",
        "The term of an appeal is over ({working_days} working days, until {until})",
    ),
    "appeal_undecided": (
        409,
        "该服务商的申诉尚未处理，不能移出",
        "The provider's appeal was not decided yet; it cannot be removed",
    ),
    "satisfaction_not_asked": (409, "该项目不开展满意度评价", "Nobody is asked about this programme's providers"),
    "acceptance_awaited": (409, "项目验收结束后才能评价", "This is answered once the acceptance has ended"),
    "satisfaction_answered": (409, "该项目已评价过", "It was answered for this project already"),
    "enrolment_not_open": (409, "现在不受理这类入库申请", "This kind of enrolment is not open now"),
    "enrolment_under_way": (409, "同一类型的入库申请正在办理", "The same application for the pool is under way"),
    "payee_account_confirmed": (
        409,
        "收款账户已确认，只能通过变更申请修改",
        "The account for payment is confirmed; ask for a change",
    ),
    "payee_account_not_confirmed": (
        409,
        "收款账户尚未确认，可以直接修改",
        "It is not confirmed yet; correct it directly",
    ),
    "edition_outdated": (
        409,
        "名单版本日期 {edition_on} 早于现有版本 {current}",
        "The edition of {edition_on} is older than the one of {current}",
    ),
    "list_file_unreadable": (422, "无法读取名单文件：{reason}", "The list file cannot be read: {reason}"),
    "city_not_served": (404, "本平台没有开通该城市", "This platform does not serve the city"),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "credit_code_length": ("统一社会信用代码应为 18 位", "a credit code has 18 characters"),
    "credit_code_character": ("统一社会信用代码含有不允许的字符", "a character that credit codes do not have"),
    "credit_code_check_digit": ("统一社会信用代码校验位不正确，请核对", "the check digit is wrong"),
    "division_unknown": ("没有这个区划：{division}", "no such division: {division}"),
    "division_too_wide": ("请选择区县一级的区划", "choose a district"),
    "division_code_malformed": ("区划代码应为 6、9 或 12 位数字", "a division code has 6, 9 or 12 digits"),
    "industry_code_malformed": ("行业代码不符合 GB/T 4754", "not a code of GB/T 4754"),
    "phone_malformed": ("电话号码格式不对", "not a telephone number"),
    "email_malformed": ("邮箱格式不对", "not a mail address"),
    "mobile_phone_malformed": ("不是可接收短信的手机号", "not a mobile phone that text messages can go to"),
    "login_or_phone": ("请填写登录名或手机号，二者填一", "give a login or a phone, one of them"),
    "password_stays": ("密码登录不能取消", "signing in by password stays"),
    "url_malformed": ("不是合法的地址", "not a URL without user, fragment or spaces"),
    "url_not_https": ("须为 https 地址", "has to be https"),
    "url_address_refused": ("不能是内部网络的地址", "must not be an address inside"),
    "terms_not_accepted": ("须同意用户条款", "the terms have to be accepted"),
    "password_too_short": ("密码至少 {shortest} 位", "at least {shortest} characters"),
    "password_too_simple": (
        "密码须含大写字母、小写字母、数字、符号中的至少 {classes} 类",
        "at least {classes} of upper case, lower case, digits and signs",
    ),
    "password_holds_login": ("密码不能包含登录名", "must not hold the login"),
    "password_unchanged": ("新密码不能与当前密码相同", "must differ from the present one"),
    "password_wrong": ("当前密码不正确", "the present password is wrong"),
    "login_malformed": ("登录名须以字母开头，3 至 32 位字母、数字或 . _ -", "3 to 32 letters, digits, `.`, `_`, `-`"),
    "organisation_unknown": ("没有这个单位", "no such organisation"),
    "organisation_is_an_applicant": ("不能选择企业或服务商", "an enterprise or provider cannot be chosen"),
    "institution_required": ("第三方评测人员须属于第三方机构", "an assessor works for an institution"),
    "not_a_date": ("不是有效的日期", "not a date"),
    "day_of_another_year": ("不属于该年度的日期", "a day of another year"),
    "too_many_files": ("文件过多，最多 {at_most} 个", "too many files, at most {at_most}"),
    "branch_code_malformed": ("联行号应为 12 位数字", "a branch code has 12 digits"),
    "account_number_malformed": ("账号应为 9 至 32 位数字", "an account number has 9 to 32 digits"),
    "account_name_differs": (
        "户名与登记名称不一致：登记为“{registered}”，填写为“{given}”",
        "the account name differs from the registered name: {registered} / {given}",
    ),
    "account_name_width_differs": (
        "户名与登记名称仅全角半角不同（如括号），银行会退回：登记为“{registered}”，填写为“{given}”",
        "only the width of characters differs, so the bank would return the money: {registered} / {given}",
    ),
    "not_delegable": ("该阶段（{stage}）不能委托他人办理", "nobody else may act in this stage ({stage})"),
    "related_to_itself": ("不能登记单位与其自身的关系", "an organisation has no relation with itself"),
    "recommends_itself": ("不能推荐本单位的产品", "a unit cannot recommend its own product"),
    "not_registered_as": (
        "统一社会信用代码 {credit_code} 尚未以该身份（{kind}）在本平台注册",
        "{credit_code} is not registered here as {kind}",
    ),
    "size_class_differs": (
        "自报规模（{declared}）与按国家标准划型的结果（{computed}）不一致",
        "declared {declared}, but {computed} by the national table",
    ),
}

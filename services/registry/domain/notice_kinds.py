"""What people can be told: a closed list of kinds, each with its sentence and its group (ALL5).

A kind is the name of an event, or says whose to-do it is. Groups are what a person chooses by without
reading forty lines. Everything is shown in the portal, whatever was chosen: what the law requires to be
told cannot be switched off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Audience(StrEnum):
    """Whom a kind of message concerns."""

    APPLICANT = "applicant"
    INSTITUTION = "institution"
    OFFICER = "officer"


class Group(StrEnum):
    """What a person chooses by."""

    RETURNED = "returned"
    DUE_SOON = "due_soon"
    DECIDED = "decided"
    MONEY = "money"
    PROGRESS = "progress"
    PROVIDER = "provider"
    TO_DO = "to_do"
    ACCOUNT = "account"
    NEWS = "news"


TITLES: Final[Mapping[Group, tuple[str, str]]] = {
    Group.RETURNED: ("退回补正与整改", "Sent back for correction"),
    Group.DUE_SOON: ("期限提醒", "Deadlines"),
    Group.DECIDED: ("审核结果", "Decisions"),
    Group.MONEY: ("资金", "Money"),
    Group.PROGRESS: ("办理进度", "Progress"),
    Group.PROVIDER: ("服务商与产品", "Providers and products"),
    Group.TO_DO: ("待办", "To do"),
    Group.ACCOUNT: ("账户与安全", "Account and security"),
    Group.NEWS: ("申报通知", "Calls"),
}


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """`by_mail` and `by_sms` are what holds until somebody chooses; a text message goes to a bound phone only.

    `gives_reason`: what the officer wrote for the applicant to read goes with it.
    """

    name: str
    group: Group
    audience: Audience
    by_mail: bool
    by_sms: bool
    chinese: str
    english: str
    gives_reason: bool = False

    def sentence(self, facts: Mapping[str, Any]) -> tuple[str, str]:
        """In Chinese and in English, with the title of the stage where the message is about one."""
        title = facts.get("stage_title")
        return (f"{self.chinese}（{title}）", f"{self.english} ({title})") if title else (self.chinese, self.english)


_TEXTED: Final = frozenset({Group.RETURNED, Group.DUE_SOON})
"""What somebody has to act upon comes as a text message too; the rest costs the city money and people attention."""

_REASONED: Final = frozenset(
    {
        "declaration_voided",
        "pilot_suspended",
        "warning_issued",
        "provider_warned",
        "provider_suspended",
        "provider_removed",
    }
)

Sentences = Mapping[str, tuple[str, str]]


def _kinds(
    group: Group, sentences: Sentences, *, by_mail: bool, audience: Audience = Audience.APPLICANT
) -> Iterator[NoticeKind]:
    for name, (chinese, english) in sentences.items():
        yield NoticeKind(
            name=name,
            group=group,
            audience=audience,
            by_mail=by_mail,
            by_sms=group in _TEXTED,
            chinese=chinese,
            english=english,
            gives_reason=name in _REASONED,
        )


_RETURNED: Final[Sentences] = {
    "declaration_returned": ("您的申报被退回，请按意见补正后重新提交", "Your declaration came back for correction"),
    "project_returned": (
        "您的项目材料被退回，请按意见补正",
        "What you handed in for your project came back for correction",
    ),
    "acceptance_returned": ("您的验收材料被退回，请补正", "Your acceptance materials came back for correction"),
    "award_application_returned": ("您的奖补申请被退回，请补正", "Your award application came back for correction"),
    "rectification_ordered": ("您的项目须整改后重新申请验收", "Your project has to be improved and accepted again"),
    "assessment_submitted": (
        "机构已提交贵单位的诊断或评估报告，请确认或提出异议",
        "An institution handed in its report on you: confirm or dispute it",
    ),
    "provider_returned": ("您的入库申请被退回，请补正", "Your application for the pool came back"),
    "recommendation_returned": ("您的产品推荐被退回，请补正", "Your recommendation of a product came back"),
}
_DECIDED: Final[Sentences] = {
    "declaration_rejected": ("您的申报未通过审核", "Your declaration was rejected"),
    "declaration_approved": ("您的申报已通过审核", "Your declaration was approved"),
    "declaration_voided": ("您的申报已被主管部门作废", "Your declaration was declared void by the authority"),
    "pilot_listed": ("贵单位已列入试点企业名单", "You are on the pilot list"),
    "pilot_delisted": ("贵单位已被移出试点企业名单", "You were taken off the pilot list"),
    "pilot_suspended": (
        "贵单位的试点资格因预警暂停，整改后恢复",
        "Your place on the pilot list is suspended by a warning until you have put it right",
    ),
    "warning_issued": ("主管部门对贵单位发出预警", "The authority has warned you"),
    "warning_lifted": ("对贵单位的预警已解除", "The warning against you has ended"),
    "platform_recognised": ("贵单位已被认定为试点服务平台", "You are recognised as a pilot platform"),
    "project_rejected": ("您的项目材料未通过审核", "What you handed in for your project was rejected"),
    "project_stage_approved": ("您的项目材料已通过审核", "What you handed in for your project was approved"),
    "project_enrolled": ("您的项目已备案并纳入试点管理", "Your project is filed and under pilot management"),
    "honour_granted": (
        "贵单位的项目已登记为仅授予荣誉，不拨付资金",
        "Your project has the honour only: nothing is paid for it",
    ),
    "award_application_approved": ("您的奖补申请已通过审核", "Your award application was approved"),
    "award_application_rejected": ("您的奖补申请未通过审核", "Your award application was rejected"),
    "benchmark_chosen": ("贵单位的项目已被选为标杆", "Your project was picked as a benchmark"),
    "acceptance_passed": ("您的项目已通过验收", "Your project was accepted"),
    "acceptance_failed": ("您的项目未通过验收", "Your project was not accepted"),
    "diagnosis_confirmed": ("贵单位的数字化诊断已完成", "Your digital diagnosis is complete"),
    "level_confirmed": ("贵单位的数字化水平等级已认定", "Your digital level was confirmed"),
    "change_approved": ("您申请的变更已获批准", "The change that you asked for was approved"),
    "change_rejected": ("您申请的变更未获批准", "The change that you asked for was rejected"),
}
_MONEY_MOVED: Final[Sentences] = {
    "tranche_paid": ("您的奖补资金已拨付，请查收", "Your award was paid"),
    "tranche_returned": ("您的奖补资金被银行退回，请核对收款账户", "The bank sent your award back: check the account"),
    "recovery_opened": (
        "主管部门要求退还已拨付的奖补资金，请登录查看依据和金额",
        "Money that was paid to you is claimed back; sign in to see why and how much",
    ),
    "recovery_settled": ("奖补资金退还已结清", "What was claimed back from you is settled"),
}
_MONEY_AHEAD: Final[Sentences] = {
    "award_computed": ("您的奖补金额已核算，请登录查看", "Your award was computed; sign in to see it"),
    "tranche_released": ("您的奖补资金已下达，等待拨付", "The money of your award was released and will be paid"),
    "payee_account_confirmed": ("您的收款账户已确认", "Your account for payment was confirmed"),
}
_PROGRESS: Final[Sentences] = {
    "declaration_submitted": ("您的申报已提交，等待审核", "Your declaration was handed in and waits for review"),
    "declaration_withdrawn": ("您的申报已撤回", "Your declaration was taken back"),
    "declaration_passed_on": ("您的申报已进入下一审核环节", "Your declaration went on to the next review"),
    "project_filed": ("您的项目材料已提交，等待审核", "What you handed in for your project waits for review"),
    "project_passed_on": (
        "您的项目材料已进入下一审核环节",
        "What you handed in for your project went on to the next review",
    ),
    "declaration_assigned": ("您的申报已交由第三方机构办理", "An institution has your declaration now"),
    "project_assigned": (
        "您的项目材料已交由第三方机构办理",
        "An institution has what you handed in for your project now",
    ),
    "acceptance_assigned": ("您的验收申请已交由第三方机构办理", "An institution has your acceptance now"),
    "acceptance_requested": ("您的验收申请已提交", "Your request for acceptance was handed in"),
    "acceptance_passed_on": ("您的验收申请已进入下一环节", "Your request for acceptance went on to the next step"),
    "award_application_submitted": (
        "您的奖补申请已提交，等待审核",
        "Your award application was handed in and waits for review",
    ),
    "award_application_passed_on": (
        "您的奖补申请已进入下一审核环节",
        "Your award application went on to the next review",
    ),
    "award_application_withdrawn": ("您的奖补申请已撤回", "Your award application was taken back"),
    "assessment_assigned": (
        "已为贵单位安排诊断或评估机构",
        "An institution was assigned for your diagnosis or evaluation",
    ),
    "diagnosis_disputed": ("贵单位对诊断报告的异议已提交", "Your dispute of the diagnosis was handed in"),
    "level_disputed": ("贵单位对评估报告的异议已提交", "Your dispute of the evaluation was handed in"),
    "project_completed": ("您的项目已完工", "Your project is completed"),
}
_PROVIDER: Final[Sentences] = {
    "provider_approved": ("贵单位已进入服务商资源池", "You are in the provider pool"),
    "provider_rejected": ("您的入库申请未通过审核", "Your application for the pool was rejected"),
    "provider_suspended": ("贵单位的服务商资格已暂停", "You are suspended from the provider pool"),
    "provider_reinstated": ("贵单位的服务商资格已恢复", "You are back in the provider pool"),
    "provider_warned": ("贵单位被主管部门警示", "The authority has warned you as a provider"),
    "provider_warning_lifted": ("对贵单位的警示已解除", "The warning against you as a provider has ended"),
    "appeal_upheld": ("您的申诉成立，相关措施已撤销", "Your appeal was upheld: the measure is undone"),
    "appeal_dismissed": ("您的申诉不成立，相关措施维持不变", "Your appeal was dismissed: the measure stays"),
    "provider_removed": ("贵单位已被移出服务商资源池", "You were taken out of the provider pool"),
    "delegation_granted": ("有企业委托贵单位协助办理", "An enterprise lets you act for it"),
    "delegation_revoked": ("一项协助办理的委托已终止", "A delegation has ended"),
    "recommendation_approved": ("您推荐的产品已入库", "The product that you recommended is in the catalogue"),
    "recommendation_rejected": ("您的产品推荐未通过审核", "Your recommendation of a product was rejected"),
    "product_recommended": ("经推荐的产品已列入目录", "A product that was recommended is in the catalogue"),
    "interest_expressed": ("有单位对贵单位的需求或产品提出对接意向", "Somebody is interested in your need or product"),
    "interest_matched": ("您的对接意向已被接受", "Your interest was accepted: it is a match"),
    "interest_declined": ("您的对接意向未被接受", "Your interest was declined"),
    "product_listed": ("您的产品已列入目录", "Your product is in the catalogue"),
    "product_declined": ("您的产品未列入目录", "Your product was not taken into the catalogue"),
}
_ACCOUNT: Final[Sentences] = {
    "phone_changed": (
        "您账户的手机号已变更；如非本人操作，请立即联系当地主管部门",
        "The mobile phone of your account was changed; if this was not you, tell the competent authority at once",
    ),
    "webhook_disabled": (
        "贵单位的一个 Webhook 连续五天未能送达，已停用，请检查接收系统",
        "A webhook of yours took nothing for five days and was disabled: look at the receiving system",
    ),
}
_TO_DO: Final[Sentences] = {
    "declaration_to_review": ("有申报等待您办理", "A declaration waits for you"),
    "project_to_review": ("有项目材料等待您办理", "What was handed in for a project waits for you"),
    "award_application_to_review": ("有奖补申请等待您办理", "An award application waits for you"),
    "acceptance_to_review": ("有验收申请等待您办理", "An acceptance waits for you"),
}
_OF_INSTITUTION: Final[Sentences] = {
    "assessment_to_write": ("有企业的诊断或评估已委托贵单位", "A diagnosis or an evaluation was assigned to you"),
    "assessment_returned": (
        "企业对报告的异议成立，报告已退回贵单位修改",
        "A dispute of your report was upheld: it came back to you",
    ),
    "report_disputed": ("企业对贵单位的报告提出异议", "An enterprise disputes your report"),
}
_NEWS: Final[Sentences] = {
    "call_opened": ("新的申报通知已发布，可以开始申报", "A call is open: you can declare"),
}
_DUE: Final[Sentences] = {
    "step_due_soon": ("您有待办事项即将到期，请尽快办理", "Something that you have to do is due soon"),
    "step_overdue": ("有事项已超过办理期限", "Something is overdue"),
}

KINDS: Final[Mapping[str, NoticeKind]] = {
    kind.name: kind
    for kinds in (
        _kinds(Group.RETURNED, _RETURNED, by_mail=True),
        _kinds(Group.DECIDED, _DECIDED, by_mail=True),
        _kinds(Group.MONEY, _MONEY_MOVED, by_mail=True),
        _kinds(Group.MONEY, _MONEY_AHEAD, by_mail=False),
        _kinds(Group.PROGRESS, _PROGRESS, by_mail=False),
        _kinds(Group.PROVIDER, _PROVIDER, by_mail=True),
        _kinds(Group.ACCOUNT, _ACCOUNT, by_mail=True),
        _kinds(Group.NEWS, _NEWS, by_mail=False),
        _kinds(Group.DUE_SOON, _DUE, by_mail=True, audience=Audience.OFFICER),
        _kinds(Group.TO_DO, _TO_DO, by_mail=False, audience=Audience.OFFICER),
        _kinds(Group.TO_DO, _OF_INSTITUTION, by_mail=True, audience=Audience.INSTITUTION),
    )
    for kind in kinds
}

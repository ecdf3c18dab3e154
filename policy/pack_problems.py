"""What is wrong with a pack: file, line, key, and a sentence in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# code -> (Chinese, English); the names in braces are the facts of the problem.
MESSAGES: dict[str, tuple[str, str]] = {
    "to_fill_in": ("尚未填写：{question}", "still to be filled in: {question}"),
    "not_yaml": ("不是有效的 YAML：{error}", "not valid YAML: {error}"),
    "missing_file": ("缺少文件", "the file is missing"),
    "unknown_file": ("规则包中不应有此文件", "a pack has no such file"),
    "alias": ("不允许使用锚点和别名，请写出完整内容", "anchors and aliases are not allowed: write it out"),
    "tag": ("不允许使用标签 {tag}", "tags are not allowed: {tag}"),
    "duplicate_key": ("键重复", "the key stands twice"),
    "float": ("不允许浮点数 {value}，请加引号写成文本", "a float is not allowed: quote {value} as text"),
    "unknown_key": ("未知的键；可用的键：{known}", "unknown key; known here: {known}"),
    "missing_key": ("缺少键 {missing}", "the key {missing} is missing"),
    "not_a_map": ("应为映射（键: 值）", "a map (key: value) is expected"),
    "not_a_list": ("应为列表", "a list is expected"),
    "not_text": ("应为文本", "text is expected"),
    "not_quoted": ('数值应加引号写成文本："{value}"', 'quote the number as text: "{value}"'),
    "not_whole": ("应为不小于 {at_least} 的整数", "a whole number of at least {at_least} is expected"),
    "not_a_flag": ("应为 true 或 false", "true or false is expected"),
    "not_an_option": ("{value} 不在可选范围内：{options}", "{value} is not one of: {options}"),
    "malformed": ("格式不对：{value}；应为 {expected}", "malformed: {value}; expected {expected}"),
    "not_an_amount": ("不是精确到分的非负金额：{value}", "not an amount in whole fen of zero or more: {value}"),
    "not_a_number": ("不是十进制数：{value}", "not a decimal number: {value}"),
    "rate_above_one": ("比例 {value} 大于 1", "the rate {value} is above 1"),
    "too_short": ("至少需要 {at_least} 项", "at least {at_least} items are needed"),
    "not_unique": ("{value} 重复", "{value} stands twice"),
    "no_basis": (
        "既没有 source（依据条款），也没有 assumed（假定理由）",
        "neither a source with its article nor an assumed reason",
    ),
    "two_bases": ("source 和 assumed 只能写一个", "either source or assumed, not both"),
    "unknown_source": ("sources 中没有 {ref}", "sources name no {ref}"),
    "ranges_overlap": (
        "日期区间重叠：上一段到 {until}，本段从 {since}",
        "date ranges overlap: until {until}, then from {since}",
    ),
    "ranges_gap": (
        "日期区间有空档：上一段到 {until}，本段从 {since}",
        "gap between date ranges: until {until}, then from {since}",
    ),
    "ranges_order": ("日期区间未按先后排列，或结束早于开始", "date ranges are not in order, or end before they begin"),
    "split_sum": ("各来源份额之和为 {total}，应为 1", "the shares add up to {total}, not to 1"),
    "weights_sum": ("各项权重之和为 {total}，应为 1", "the weights add up to {total}, not to 1"),
    "values_or_due": (
        "应写 values（分期目标）或 due（完成期限），且只写一种",
        "either values by period, or the day it is due on, and only one of them",
    ),
    "periods_differ": ("分期目标应与各期一一对应：{periods}", "one value for each period: {periods}"),
    "periods_sum": ("分期目标之和为 {total}，与合计不符", "the periods add up to {total}, not to the total"),
    "score_above_top": ("得分 {value} 超过满分 {top}", "the score {value} is above {top}"),
    "bands_order": (
        "评级须从高到低排列，最后一级从 0 分起",
        "ratings stand from the best down, and the last one begins at 0",
    ),
    "not_for_pool": (
        "服务商入库的审核环节 {step} 不能委托第三方，也不能另填表",
        "the step {step} on the way into the pool can be neither assigned nor have forms of its own",
    ),
    "shares_or_priority": ("应写 shares 或 priority，且只写一种", "either shares or priority, and only one of them"),
    "no_formula": ("没有计算方式；可用：{known}", "there is no formula; known: {known}"),
    "two_formulas": ("只能有一种计算方式，此处为：{found}", "only one formula, found: {found}"),
    "unreachable": (
        "前一项没有 when，总是适用，本项永远轮不到",
        "the one before has no `when` and always applies: this one is never reached",
    ),
    "last_without_when": (
        "最后一项不能有 when，否则可能没有上限",
        "the last one has no `when`, or there may be no cap",
    ),
    "steps_order": ("分档应从高到低排列", "steps stand from the highest down"),
    "above_platform_limit": (
        "{value} 超过平台上限 {at_most}，申报人会按它准备而被拒绝",
        "{value} is above the platform's limit of {at_most}: applicants would rely on it and be refused",
    ),
    "scope_not_printed": (
        "按 {counts_per} 计数的编号格式应含 {names}，否则会出现重号",
        "a format that counts per {counts_per} contains {names}, or a number is given twice",
    ),
    "one_of_needed": ("至少写其中一项：{names}", "at least one of these is needed: {names}"),
    "rest_with_pro_rata": ("rest 与 pro_rata 应同时出现", "`rest` goes with pro_rata, and only with it"),
    "score_with_ranking": ("score 与 rule: ranking 应同时出现", "`score` goes with `rule: ranking`, and only with it"),
    "year_of_with_year": ("year_of 与 period: year 应同时出现", "`year_of` goes with `period: year`, and only with it"),
    "never_settles": ("最后一期应为清算（settles: true）", "the last tranche settles (settles: true)"),
    "after_settling": ("清算之后不能再有分期", "no tranche comes after the settling one"),
    "fact_kind": ("{name} 的类型是 {kind}，此处应为 {wanted}", "{name} is of kind {kind}, here {wanted} is needed"),
    "unknown_reference": ("没有名为 {name} 的{kind}", "there is no {kind} called {name}"),
    "unknown_fact": ("没有名为 {name} 的字段或事实", "no field or fact is called {name}"),
    "operator_count": (
        "条件应恰有一个比较方式，此处为：{found}",
        "a condition has exactly one operator, found: {found}",
    ),
    "operator_kind": (
        "{operator} 不能用于 {name}（类型 {kind}）",
        "{operator} does not apply to {name}, which is of kind {kind}",
    ),
    "operand_kind": ("{name} 的比较值类型不对：{value}", "the operand does not fit {name}: {value}"),
    "unknown_placeholder": ("文本中的占位符无效：{error}", "the placeholder in the text is wrong: {error}"),
    "not_one_period": (
        "窗口引用的 {name} 应只有一段日期区间",
        "{name}, which a window refers to, must have one period",
    ),
    "ambiguous_name": ("{name} 在多个文件中重复定义", "{name} is defined in more than one file"),
    "score_sum": ("合计为 {total}，应为或不超过 {full}", "adds up to {total}, where {full} is expected or the most"),
    "scores_order": ("应由低到高排列", "is expected to rise, from the least to the most"),
    "options_missing": ("选择类字段需要 options 或 options_from", "a choice needs options or options_from"),
    "not_for_type": ("{name} 不适用于类型 {type}", "{name} does not apply to the type {type}"),
    "not_reviewed": (
        "{stage} 不是项目服务中须审核的阶段，不产生结果",
        "{stage} is no reviewed stage of the project service: it yields nothing",
    ),
    "not_for_application": (
        "奖补申请的审核环节 {step} 不能委托第三方，也不能另填表",
        "the step {step} of an award application can be neither assigned nor have forms of its own",
    ),
    "not_by_application": (
        "{name} 没有以 award_application_approved 触发的分期，不能由申请核算",
        "{name} has no tranche with the trigger award_application_approved: no application makes it due",
    ),
    "not_the_payee": (
        "{name} 付给 {payee}，申请阶段的 applicants 须写明只由其申请",
        "{name} is paid to {payee}: `applicants` of the stage has to be that kind alone",
    ),
    "not_asked_for": (
        "{name} 由奖补申请触发，但没有阶段在 awards 中列出它",
        "{name} is made due by an application, but no stage names it in `awards`",
    ),
    "needs_project": (
        "申请或其他分期与项目有关，{name} 须写明 subject: project",
        "the application, or another tranche, is about a project: {name} has to say subject: project",
    ),
    "needed_for_type": ("类型 {type} 需要 {name}", "the type {type} needs {name}"),
}

_CHINESE, _ENGLISH = 0, 1


@dataclass(frozen=True, order=True)
class PackProblem:
    """One thing that is wrong with a pack; `facts` fill the sentence."""

    file: str
    line: int
    key: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def in_chinese(self) -> str:
        return self._sentence(_CHINESE)

    @property
    def in_english(self) -> str:
        return self._sentence(_ENGLISH)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.key}: {self.in_english} / {self.in_chinese}"

    def _sentence(self, language: int) -> str:
        return MESSAGES[self.code][language].format_map(self.facts)


class PackInvalid(Exception):
    """The folder is no valid pack; `problems` has every reason, ordered by file and line."""

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

"""Sentences for the refusals of the declaration service, and for those that every dossier and notice has."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "pack_not_usable": (422, "上传的文件不是可用的政策包：{reason}", "The file is no usable pack: {reason}"),
    "pack_of_another_city": (422, "政策包 {pack} 不属于 {city}", "Pack {pack} is not of {city}"),
    "pack_already_released": (
        409,
        "政策包 {pack} 已发布过不同内容，请使用新的版本号",
        "{pack} was released with another content; use a new version",
    ),
    "unknown_pack": (503, "政策包 {pack} 暂不可用", "Pack {pack} is not available here"),
    "call_not_open": (409, "当前不在申报时间内", "Nothing can be declared under this call now"),
    "applicant_not_admitted": (409, "本环节不接受该类主体申报", "This stage is for another kind of applicant"),
    "quota_exhausted": (409, "名额已满，详见 problems", "No place is left; `problems` says of what"),
    "other_pilot_declared": (
        409,
        "已申报其他数字化转型试点项目，不能同时申报",
        "The applicant is in another programme that excludes this one",
    ),
    "document_required": (
        409,
        "该环节（{step}）须以“{title}”批量上报，不能逐件通过",
        "Step {step} passes cases by one letter over several of them ({title})",
    ),
    "not_recommendable": (
        409,
        "所选申报中有不能由该推荐上报的，详见 problems",
        "Some declarations cannot pass by this letter; `problems` names them",
    ),
    "outside_window": (409, "不在该环节（{step}）的办理时间内", "Step {step} passes nothing at this time"),
    "no_list_of_declarations": (409, "政策包 {pack} 没有由申报产生的名单", "In {pack} no list comes from declarations"),
    "round_already_declared": (
        409,
        "本轮已有申报（状态：{state}），不能重复申报",
        "There is a declaration in this round already (state: {state})",
    ),
    "round_blocked": (
        409,
        "本轮申报未通过，不能再次申报",
        "Rejected in this round: no further declaration is possible",
    ),
    "not_assigned": (409, "该环节（{step}）尚未委托机构", "No institution is assigned to step {step} yet"),
    "not_to_be_assigned": (409, "该环节（{step}）无需委托机构", "Step {step} needs no institution"),
    "conflict_of_interest": (
        409,
        "该机构与申报企业存在利害关系，不能受托（{reasons}）",
        "The institution has a stake in this applicant: {reasons}",
    ),
    "statement_not_confirmed": (
        409,
        "填报前须先确认真实性声明，详见 problems",
        "The statement has to be confirmed before the form opens; see problems",
    ),
    "statement_outdated": (
        409,
        "所确认的声明不是现行文本，请重新阅读并确认",
        "Another wording of the statement is in force; read and confirm that one",
    ),
    "not_proposed": (409, "所选申报中有不能公示的，详见 problems", "Some of the declarations cannot be published"),
    "no_notice_needed": (409, "政策包 {pack} 不要求公示试点名单", "{pack} asks for no notice of the pilot list"),
    "dossier_incomplete": (
        422,
        "材料不完整或不符合条件，请按 problems 逐项处理；草稿已保留",
        "Not ready to be submitted; `problems` lists everything, the draft is kept",
    ),
    "self_review": (403, "申报人或参与申报的人不能审核", "Whoever took part in filing does not review"),
    "verdict_not_allowed": (
        422,
        "该环节（{step}）不能作出这一结论（{verdict}），可选：{outcomes}",
        "Step {step} does not know the verdict {verdict}; it has {outcomes}",
    ),
    "step_moved_on": (
        409,
        "所审核的环节（{judged}）已结束，当前环节为 {current}，请刷新",
        "You judged step {judged}, it is in {current} now",
    ),
    "notice_still_open": (409, "公示期至 {closes_on}，期满前不能办理", "The notice runs to {closes_on}"),
    "notice_not_open": (409, "不在公示期内，不能提出异议", "Objections are taken during the notice period only"),
    "line_under_objection": (409, "该项存在未解决的异议", "An objection holds this line"),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "content_is_not_its_type": ("文件内容不是所声明的类型（{media_type}）", "the content is not {media_type}"),
    "field_locked": ("退回后只能修改要求补正的内容", "only what was returned may be changed"),
    "attachment_locked": ("退回后只能更换要求补正的附件", "only what was returned may be replaced"),
    "fixed_by_registry": ("以登记信息为准，不能修改（{registered}）", "fixed by the registry: {registered}"),
    "statement_not_confirmed": ("尚未确认真实性声明", "the truthfulness statement is not confirmed"),
    "statement_outdated": ("真实性声明已更新，须重新确认", "the statement has a new wording; confirm it again"),
    "stale_seal": (
        "盖章后内容有改动，请重新打印、盖章并上传：{pages}",
        "changed after it was stamped; print, stamp and upload again: {pages}",
    ),
    "not_an_institution": ("不是第三方机构（{kind}）", "not an institution but {kind}"),
    "not_proposed": ("尚未列入拟定名单（{state}）", "not proposed for the list ({state})"),
    "round_already_declared": ("本轮已有申报（状态：{state}）", "declared in this round already (state: {state})"),
    "in_the_past": ("时间已过", "is over already"),
    "window_without_end": ("该窗口没有截止时间，或尚未开始", "the window has no end, or has not begun"),
    "not_later": ("应晚于现截止时间 {closes_at}", "has to be later than {closes_at}"),
    "other_pilot_declared": (
        "已申报 {programme_year}（{batch}），不得同时申报",
        "declared under {programme_year} ({batch}), which excludes this one",
    ),
    "not_recommendable": ("不在须联合行文上报的环节（{state}）", "not at a step that passes by a letter ({state})"),
    "changed_since_drafted": ("{applicant} 的申报在拟定后有变化", "{applicant}: changed since it was drawn up"),
    "departments_do_not_match": (
        "联合行文的部门应为 {departments}",
        "the departments that sign the letter have to be {departments}",
    ),
    "not_found": ("没有找到", "not found"),
    "unknown_pack": ("没有发布过这个版本：{pack}", "{pack} was never released"),
    "unknown_target": ("表单中没有这一项：{name}", "the form has no {name}"),
    "step_not_in_route": ("新版本的审核环节中没有当前环节（{step}）", "the new route has no step {step}"),
    "not_applicable": ("与结论不符，不应填写", "does not go with the verdict"),
    "no_declaration": (
        "这一通知不设申报，由“{begins_with}”开始",
        "this call takes no declarations; it begins with {begins_with}",
    ),
    "in_the_future": ("日期尚未到来：{found_on}", "{found_on} has not come yet"),
}

"""Sentences for the refusals that every service knows, and for what HTTP itself refuses."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "invalid": (422, "提交的内容有误，请按 problems 逐项改正", "The input is wrong; `problems` lists everything"),
    "not_found": (404, "没有找到，或者不属于您", "There is no such thing, or it is not yours"),
    "not_allowed": (403, "您没有进行这项操作的权限", "You may not do this"),
    "not_signed_in": (401, "请先登录", "Sign in first"),
    "password_change_required": (403, "初始密码须先修改", "Change the initial password first"),
    "action_not_allowed": (
        409,
        "当前状态（{state}）不能进行这项操作（{action}）",
        "In state {state}, {action} is not possible",
    ),
    "key_reused": (409, "Idempotency-Key 已用于另一请求", "This Idempotency-Key was used for another request"),
    "stale_version": (
        412,
        "内容已被他人修改（您看到的是第 {expected} 版，现为第 {found} 版），请刷新后再改",
        "Somebody else changed it: you saw version {expected}, it is now {found}",
    ),
    "already_exists": (409, "已存在相同的记录", "It exists already"),
    "busy": (
        503,
        "同一内容正被频繁修改，请稍后用同一个 Idempotency-Key 重试",
        "Being changed by others; ask again with the same key",
    ),
    "unavailable": (
        503,
        "服务暂时不可用，请稍后用同一个 Idempotency-Key 重试",
        "Not available; ask again with the same key",
    ),
    "service_unavailable": (
        503,
        "服务暂时不可用，请稍后用同一个 Idempotency-Key 重试",
        "Not available; ask again with the same key",
    ),
    "service_timeout": (
        504,
        "服务没有及时答复，请用同一个 Idempotency-Key 重试",
        "No answer in time; ask again with the same key",
    ),
    "not_known_yet": (503, "相关信息尚在同步，请稍后重试", "News of it has not arrived yet; ask again in a moment"),
    "file_not_found": (422, "没有找到这个文件，请重新上传", "This file is not stored; upload it again"),
    "file_too_large": (413, "文件超过 {limit_bytes} 字节的上限", "The file is above {limit_bytes} bytes"),
    "file_not_stored": (503, "文件保存后核对不一致，请重新上传", "The file could not be read back; upload it again"),
    "media_type_not_allowed": (415, "不支持的文件类型 {media_type}", "Media type {media_type} is not supported"),
    "media_type_mismatch": (415, "文件内容不是所声明的类型 {media_type}", "The content is not {media_type}"),
    "internal": (500, "系统内部错误，请提供 request_id 联系维护人员", "Internal error; quote the request_id"),
    "malformed_request": (400, "请求不符合 HTTP 规范", "Not a well-formed request"),
    "malformed_body": (400, "请求体不是合法的 JSON", "The body is not JSON"),
    "body_cut_off": (400, "上传中断，请重试", "The upload was cut off"),
    "route_not_found": (404, "没有这个地址", "No such address"),
    "method_not_allowed": (405, "这个地址不支持该方法", "This address does not take that method"),
    "request_timed_out": (408, "请求超时", "The request took too long to arrive"),
    "body_too_large": (413, "请求体超过 {limit_bytes} 字节的上限", "The body is above {limit_bytes} bytes"),
    "address_too_long": (414, "地址过长", "The address is too long"),
    "headers_too_large": (431, "请求头过大", "The headers are too large"),
    "expectation_failed": (417, "不支持的 Expect", "Only `Expect: 100-continue` is known"),
    "print_not_available": (
        503,
        "本平台暂不能打印，缺少：{missing}；安装：{install}",
        "Prints need what is not installed here: {missing}. To install it: {install}",
    ),
    "print_timed_out": (504, "生成打印件超过 {seconds} 秒，请稍后重试", "The print took more than {seconds} seconds"),
    "print_interrupted": (503, "生成打印件时中断，请重试", "The print was interrupted; ask again"),
    "too_busy": (503, "系统繁忙，请稍后重试", "Too busy; ask again in a moment"),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "required": ("必填", "required"),
    "null": ("不能为空", "must not be null"),
    "unknown_field": ("没有这个字段", "unknown field"),
    "print_outdated": (
        "验证码不是现在内容的：盖章的是旧的打印件，请重新打印、盖章并上传",
        "not the code of what the form says now: print, stamp and upload again",
    ),
    "repeated": ("只能出现一次", "must not be repeated"),
    "no_body_expected": ("这个请求不应带请求体", "this request takes no body"),
    "wrong_type": ("类型不对", "wrong type"),
    "malformed": ("格式不对", "malformed"),
    "invalid": ("格式不对", "malformed"),
    "invalid_uuid": ("不是合法的标识（UUID）", "not a UUID"),
    "invalid_utf8": ("不是合法的 UTF-8", "not UTF-8"),
    "out_of_range": ("超出允许的范围", "out of range"),
    "too_long": ("过长", "too long"),
    "too_short": ("过短", "too short"),
    "too_large": ("过大", "too large"),
    "not_an_option": ("不在可选项中", "not one of the options"),
    "validator_failed": ("不符合要求", "not acceptable"),
    "format": ("格式不对", "malformed"),
    "special": ("不是有限的数", "not a finite number"),
}

"""What changed between two versions of a pack, in words: a person who read the notice has to be able to follow.

Members of lists are matched by what names them (code, key, step, stage, first day), not by their place, so a
value that moved is no change. Sources and articles are told as such: the same figure with another article is a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy.yaml_source import Keys, key_text

SECTIONS = {
    "pack": "概况",
    "lifecycle": "阶段",
    "conditions": "条件",
    "acceptance": "验收",
    "attachments": "附件",
    "routes": "审核流程",
    "forms": "表单",
    "subsidy": "奖补",
    "split": "分担",
    "budget": "预算",
    "texts": "文本",
    "targets": "绩效目标",
    "national": "国家通用",
}
_NAMES = ("code", "key", "step", "name", "ref", "on", "from", "stage", "class", "field", "title")
"""What tells a member of a list from its neighbours, the first that it has."""

_UNITS = {"yuan": "元", "wan_yuan": "万元", "working_day": "个工作日", "day": "日", "level": "级"}
_FLAGS = {True: "是", False: "否", None: "无"}


@dataclass(frozen=True)
class Difference:
    """One change. `before` or `after` is None where the value came or went; `where` is told in titles."""

    keys: Keys
    where: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.where}：新增 {self.after}"
        if self.after is None:
            return f"{self.where}：删除 {self.before}"
        return f"{self.where}：{self.before} → {self.after}"

    @property
    def place(self) -> str:
        """Where it stands in the compiled pack."""
        return key_text(self.keys)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every change from one compiled pack to the other, section by section; empty: they decide alike."""
    found: list[Difference] = []
    for section in dict.fromkeys([*before, *after]):
        if section != "format":
            walk = _Walk((section,), SECTIONS.get(section, section))
            found += walk.compare(before.get(section), after.get(section))
    return found


@dataclass(frozen=True)
class _Walk:
    """A spot in both trees: its keys, how it is called, and the unit of the figures there."""

    keys: Keys
    where: str
    unit: str = ""

    def compare(self, before: Any, after: Any) -> Iterator[Difference]:
        if before == after:
            return
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self._maps(before, after)
        elif isinstance(before, list) and isinstance(after, list):
            yield from self._lists(before, after)
        else:
            yield Difference(self.keys, self.where, self._words(before), self._words(after))

    def _maps(self, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
        here = _Walk(self.keys, self.where, after.get("unit", self.unit))
        for name in dict.fromkeys([*before, *after]):
            yield from here._inside(name, before.get(name), after.get(name)).compare(before.get(name), after.get(name))

    def _lists(self, before: list[Any], after: list[Any]) -> Iterator[Difference]:
        old, new = dict(_named(before)), dict(_named(after))
        for name in dict.fromkeys([*old, *new]):
            yield from self._inside(name, old.get(name), new.get(name)).compare(old.get(name), new.get(name))
        kept_before, kept_after = [each for each in old if each in new], [each for each in new if each in old]
        if kept_before != kept_after:
            yield Difference(self.keys, f"{self.where}（次序）", "、".join(kept_before), "、".join(kept_after))

    def _inside(self, name: str, before: Any, after: Any) -> _Walk:
        title = _title(after) or _title(before) or _MEMBERS.get(name, name)
        return _Walk((*self.keys, name), f"{self.where} / {title}", self.unit)

    def _words(self, value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, dict):
            return self._map_in_words(value)
        if isinstance(value, list):
            return "、".join(self._words(member) or "无" for member in value) or "（空）"
        if isinstance(value, bool):
            return _FLAGS[value]
        return _figure(str(value), self.unit)

    def _map_in_words(self, value: dict[str, Any]) -> str:
        inside = _Walk(self.keys, self.where, value.get("unit", self.unit))
        title = _title(value)
        if title is not None and set(value) - {"title", "code", "key", "source", "assumed"} == set():
            return title
        members = (
            f"{_MEMBERS.get(name, name)} {inside._words(member) or '无'}"
            for name, member in value.items()
            if name not in ("title", "unit", "by")
        )
        return f"{title or ''}（{'，'.join(members)}）"


_MEMBERS = {
    "values": "取值",
    "value": "值",
    "from": "起始日",
    "until": "截止日",
    "source": "依据",
    "article": "条款",
    "assumed": "假定",
    "rate": "比例",
    "cap": "上限",
    "when": "适用条件",
    "condition": "条件",
    "required": "必填",
    "options": "选项",
    "working_days": "工作日",
    "outcomes": "可作结论",
    "max_bytes": "文件大小上限（字节）",
    "max_files": "文件个数上限",
    "max_length": "字数上限",
    "opens_at": "开始时间",
    "closes_at": "截止时间",
    "lines": "政策行",
    "tiers": "档次",
    "base": "基数",
    "flat": "定额",
    "per_unit": "按件",
    "bands": "分档",
    "limits": "限额",
    "caps": "限额",
    "overlap": "就高不重复",
    "recovery": "追回",
    "include": "计入类别",
    "exclude": "不计入类别",
    "excess": "超出部分",
    "borrowing": "调剂",
    "reserves": "预留",
    "exhaustion": "资金不足时",
    "formula": "计算方式",
    "tranches": "分期",
    "gates": "条件组",
    "rules": "条件",
    "calls": "通知",
    "notices": "公示",
    "divisions": "区划",
    "steps": "步骤",
    "pages": "页",
    "fields": "字段",
    "windows": "窗口",
    "body": "正文",
    "title": "名称",
    "version": "版本",
}


def _named(members: list[Any]) -> Iterator[tuple[str, Any]]:
    """Each member with its name, or its place where it has none; the second of a name is told by its number."""
    seen: dict[str, int] = {}
    for place, member in enumerate(members, start=1):
        name = _name(member) or f"第{place}项"
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} #{seen[name]}"), member


def _name(member: Any) -> str:
    if not isinstance(member, dict):
        return str(member)
    return next((str(member[name]) for name in _NAMES if isinstance(member.get(name), str)), "")


def _title(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("title"), str):
        return str(value["title"])
    return f"自{value['from']}起" if isinstance(value.get("from"), str) and "value" in value else None


def _figure(text: str, unit: str) -> str:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    if unit == "/1":
        return f"{(number * 100).normalize():f}%"
    return f"{text}{_UNITS.get(unit, '')}"

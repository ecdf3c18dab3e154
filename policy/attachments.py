"""Attachments: the slots of a stage, and what is wrong with the files in them.

    declaration:
      - code: stamped_form
        title: 申报表盖章扫描件
        instructions: 打印申报表，加盖公章后扫描
        media_types: [application/pdf]
        max_files: 1
        max_bytes: 20971520
        stamps: declaration                 # the scan of this form: stale once its stamped pages change
        source: {ref: manual, article: 二、（二）4}
        assumed_limits: 手册未规定大小

A slot is compulsory unless it says `required: false` or gives `required_when`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.refusal import Problem
from policy.condition_reader import Values, read_condition
from policy.conditions import Condition, Situation
from policy.facts import Catalogue, Facts
from policy.refs import Basis


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a slot: its name, its media type as the owner verified it, its size in bytes."""

    slot: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Slot:
    """One kind of document. `stamps` names the form whose stamped print this is the scan of."""

    code: str
    title: str
    instructions: str
    media_types: frozenset[str]
    max_files: int
    max_bytes: int
    is_required: bool
    required_when: Condition | None
    stamps: str | None
    basis: Basis
    assumed_limits: str | None

    def problem(self, code: str, **inputs: Any) -> Problem:
        return Problem(
            code=code,
            field=f"attachments.{self.code}",
            article=self.basis.article,
            requirement=self.requirement,
            inputs=inputs,
        )

    @property
    def requirement(self) -> str:
        """What may be put here, in Chinese."""
        types = "、".join(_TYPE_TITLES.get(each, each) for each in sorted(self.media_types))
        megabytes = f"{self.max_bytes / 2**20:.0f}"
        return f"{self.title}：{types}，单个文件不超过{megabytes}MB，最多{self.max_files}个"


_TYPE_TITLES = {
    "application/pdf": "PDF",
    "application/zip": "ZIP压缩包",
    "image/jpeg": "JPG图片",
    "image/png": "PNG图片",
}


@dataclass(frozen=True)
class Slots:
    """The slots of one stage."""

    key: str
    slots: tuple[Slot, ...]

    def __iter__(self) -> Iterator[Slot]:
        return iter(self.slots)

    def slot(self, code: str) -> Slot:
        """KeyError for a code that the stage does not have."""
        return next((slot for slot in self.slots if slot.code == code), None) or _missing(code)

    @property
    def stamped(self) -> tuple[Slot, ...]:
        """The slots that hold the scan of a stamped form."""
        return tuple(slot for slot in self.slots if slot.stamps is not None)

    def filled(self, attached: Iterable[Attached]) -> frozenset[str]:
        """The fact `attachments.filled`."""
        return frozenset(file.slot for file in attached)

    def problems(self, attached: Iterable[Attached], complete: bool, facts: Facts | None = None) -> list[Problem]:
        """Everything that is wrong with the files; missing ones count only when the stage is to be complete.

        `facts` are needed where a slot is compulsory only under a condition.
        """
        by_slot: dict[str, list[Attached]] = {}
        for file in attached:
            by_slot.setdefault(file.slot, []).append(file)
        found = [
            Problem(code="unknown_slot", field=f"attachments.{code}")
            for code in by_slot
            if all(slot.code != code for slot in self.slots)
        ]
        situation = Situation(facts or {})
        for slot in self.slots:
            found += _slot_problems(slot, by_slot.get(slot.code, []), situation if complete else None)
        return found


def _slot_problems(slot: Slot, files: list[Attached], situation: Situation | None) -> Iterator[Problem]:
    if not files and situation is not None and _is_needed(slot, situation):
        yield slot.problem("attachment_missing")
    if len(files) > slot.max_files:
        yield slot.problem("too_many_files", found=len(files), at_most=slot.max_files)
    for file in files:
        if file.media_type not in slot.media_types:
            yield slot.problem("media_type_not_allowed", name=file.name, media_type=file.media_type)
        if file.size > slot.max_bytes:
            yield slot.problem("too_large", name=file.name, size=file.size, at_most=slot.max_bytes)
        if file.size == 0:
            yield slot.problem("empty_file", name=file.name)


def _is_needed(slot: Slot, situation: Situation) -> bool:
    return slot.is_required or (slot.required_when is not None and slot.required_when.holds(situation) is True)


def _missing(code: str) -> Slot:
    raise KeyError(code)


def read_slots(
    key: str, specs: list[Mapping[str, Any]], catalogue: Catalogue, values: Values, sources: Mapping[str, str]
) -> Slots:
    """The slots of a stage from their compiled form."""
    return Slots(key, tuple(_read_slot(spec, catalogue, values, sources) for spec in specs))


def _read_slot(spec: Mapping[str, Any], catalogue: Catalogue, values: Values, sources: Mapping[str, str]) -> Slot:
    return Slot(
        code=spec["code"],
        title=spec["title"],
        instructions=spec["instructions"],
        media_types=frozenset(spec["media_types"]),
        max_files=spec["max_files"],
        max_bytes=spec["max_bytes"],
        is_required=spec.get("required", "required_when" not in spec),
        required_when=read_condition(spec["required_when"], catalogue, values) if "required_when" in spec else None,
        stamps=spec.get("stamps"),
        basis=Basis.read(spec, sources),
        assumed_limits=spec.get("assumed_limits"),
    )

"""Mutants of a pack: one value changed by its smallest step, which some worked case must notice.

Changed in turn, in the compiled pack: every number (up and down), date, instant and flag, and every list by
each of its members that is left out. Names are left alone: codes, keys, titles and texts say nothing
that a case could compute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from policy.cases import read_cases, run_document
from policy.pack import Pack
from policy.packs import load_folder
from policy.yaml_source import Document, Keys, key_text

FEN, FEN_IN_WAN, THOUSANDTH = Decimal("0.01"), Decimal("0.000001"), Decimal("0.001")
_STEPS = {"yuan": FEN, "wan_yuan": FEN_IN_WAN, "score": THOUSANDTH}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}")
_WORDS = frozenset(
    {"article", "assumed", "batch", "body", "city", "code", "division", "format", "hint", "instructions", "key"}
    | {"number", "parent", "programme_year", "ref", "remark", "short", "sources", "title", "unit", "version"}
)
"""Members that name something or speak to people; what looks like a number in them is none."""

_UNTOUCHED = frozenset({"format", "national"})
"""Sections that are no city's decision; `texts` has words only."""


@dataclass(frozen=True)
class Mutant:
    """One change: where in the compiled pack, and how it reads."""

    keys: Keys
    change: str
    compiled: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{key_text(self.keys)}: {self.change}"


def mutants_of(compiled: Mapping[str, Any]) -> Iterator[Mutant]:
    """Every mutant of a compiled pack, one after the other; the pack itself stays as it is."""
    for section, content in compiled.items():
        if section not in _UNTOUCHED:
            for keys, change, changed in _changes(content, (section,), None):
                yield Mutant(keys, change, _replaced(compiled, keys, changed))


def survivors_of(folder: Path, *, national: Path | None = None) -> tuple[int, list[Mutant]]:
    """How many mutants there were, and those that no worked case noticed.

    PackInvalid for a folder that does not load; ValueError where a case fails already, as it then notices everything.
    """
    pack = load_folder(folder, national=national)
    documents, _ = read_cases(folder)
    noticing = _Noticing(documents)
    if noticing.notices(pack, ""):
        raise ValueError(f"the worked cases of {pack.ref.text} fail already")
    mutants = list(mutants_of(pack.compiled))
    return len(mutants), [mutant for mutant in mutants if not _is_noticed(noticing, pack, mutant)]


def _is_noticed(noticing: _Noticing, pack: Pack, mutant: Mutant) -> bool:
    try:
        changed = Pack(mutant.compiled, pack.ref)
    except (LookupError, ValueError, TypeError, ArithmeticError):
        return True  # it does not even load
    return noticing.notices(changed, key_text(mutant.keys[:2]))


class _Noticing:
    """The worked cases, those first that noticed something near by before: most mutants fall to one of the first."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._cases = [_single(document, case) for document in documents for case in document.content["cases"]]
        self._order: dict[str, list[int]] = {}

    def notices(self, pack: Pack, near: str) -> bool:
        order = self._order.setdefault(near, list(range(len(self._cases))))
        for place, number in enumerate(order):
            (result,) = run_document(pack, self._cases[number])
            if not result.passed:
                order.insert(0, order.pop(place))
                return True
        return False


def _single(document: Document, case: Mapping[str, Any]) -> Document:
    return Document(document.name, {**document.content, "cases": [case]})


Change = tuple[Keys, str, Any]


def _changes(value: Any, keys: Keys, unit: str | None) -> Iterator[Change]:
    """(where, how it reads, what stands there then) for everything inside."""
    if isinstance(value, dict):
        unit = value.get("unit", unit)
        for name, member in value.items():
            if name not in _WORDS:
                yield from _changes(member, (*keys, name), name if name in _STEPS else unit)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            without = [*value[:index], *value[index + 1 :]]
            yield keys, f"without {_named(member)}", without
            if isinstance(member, dict | list):
                yield from _changes(member, (*keys, index), unit)
    else:
        for changed in _steps(value, unit):
            yield keys, f"{value} -> {changed}", changed


def _steps(value: Any, unit: str | None) -> Iterator[Any]:
    """The nearest values of the same kind."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (each for each in (value + 1, value - 1) if each >= 0)
    elif isinstance(value, str):
        for pattern, steps in _KINDS:
            if pattern.fullmatch(value):
                yield from steps(value, unit)
                return


def _number_steps(text: str, unit: str | None) -> Iterator[str]:
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    written = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    step = _STEPS.get(unit or "", min(written, FEN) if unit == "/1" else written)
    for each in (number + step, number - step):
        if each >= 0 and not (unit == "/1" and each > 1):
            yield f"{each:f}"


def _day_steps(text: str, _unit: str | None) -> Iterator[str]:
    day = date.fromisoformat(text)
    yield (day + timedelta(days=1)).isoformat()
    yield (day - timedelta(days=1)).isoformat()


def _instant_steps(text: str, _unit: str | None) -> Iterator[str]:
    instant = datetime.fromisoformat(text)
    yield (instant + timedelta(seconds=1)).isoformat()
    yield (instant - timedelta(seconds=1)).isoformat()


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str, str | None], Iterator[str]]], ...] = (
    (_DAY, _day_steps),
    (_INSTANT, _instant_steps),
    (_NUMBER, _number_steps),
)


def _named(member: Any) -> str:
    """A member of a list in few words."""
    if not isinstance(member, dict):
        return str(member)
    names = (str(member[name]) for name in ("code", "key", "step", "name", "field", "title", "from") if name in member)
    return next(names, "one of them")


def _replaced(tree: Any, keys: Keys, changed: Any) -> Any:
    """The tree with something else at one place; what lies beside the way is shared."""
    if not keys:
        return changed
    name, *rest = keys
    copied: Any = dict(tree) if isinstance(tree, dict) else list(tree)
    copied[name] = _replaced(tree[name], tuple(rest), changed)
    return copied

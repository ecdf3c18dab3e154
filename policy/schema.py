"""What may stand in a pack file: small checks that are put together into shapes.

A check takes a value and its place and says at that place what is wrong; it never changes the value.
Unknown keys, unquoted numbers and values with neither article nor `assumed` are refused here; amounts,
rates and date ranges in `schema_values`, floats in `yaml_source`, the shape of each file is `shapes`,
and what one file says about another is checked in `links`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from policy.pack_problems import PackProblem
from policy.yaml_source import Document, Keys, key_text

KEY = r"[a-z][a-z0-9_]*"
_REQUIRED = "required"


class Place:
    """A spot in a document; problems found there go into the shared list."""

    def __init__(self, document: Document, problems: list[PackProblem], keys: Keys = ()) -> None:
        self.document, self.keys, self._problems = document, keys, problems

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused at this place or inside it."""
        inside = key_text(self.keys)
        return not any(
            problem.file == self.document.name and f"{problem.key}.".startswith(f"{inside}." if inside else "")
            for problem in self._problems
        )

    def at(self, *keys: str | int) -> Place:
        return Place(self.document, self._problems, (*self.keys, *keys))

    def refuse(self, code: str, **facts: Any) -> None:
        """A blank was refused as such when it was read: nothing else is said of it, nor of what would hold it."""
        if self.keys in self.document.blanks:
            return
        line = self.document.line_of(self.keys)
        texts = {name: str(value) for name, value in facts.items()}
        self._problems.append(PackProblem(self.document.name, line, key_text(self.keys), code, texts))


Check = Callable[[Any, Place], None]


def anything(_value: Any, _place: Place) -> None:
    """No demand."""


def text(value: Any, place: Place) -> None:
    """Text with something in it; a bare number is told to be quoted."""
    if isinstance(value, int) and not isinstance(value, bool):
        place.refuse("not_quoted", value=value)
    elif not isinstance(value, str) or not value.strip():
        place.refuse("not_text")


def flag(value: Any, place: Place) -> None:
    """true or false."""
    if not isinstance(value, bool):
        place.refuse("not_a_flag")


def whole(at_least: int = 0, *, at_most: int | None = None) -> Check:
    """A whole number that counts something of the pack itself: days, rows, characters."""

    def check(value: Any, place: Place) -> None:
        if type(value) is not int or value < at_least:
            place.refuse("not_whole", at_least=at_least)
        elif at_most is not None and value > at_most:
            place.refuse("above_platform_limit", value=value, at_most=at_most)

    return check


def one_of(*options: str) -> Check:
    """One of the given words."""

    def check(value: Any, place: Place) -> None:
        if value not in options:
            place.refuse("not_an_option", value=value, options=", ".join(options))

    return check


def matching(pattern: str, expected: str) -> Check:
    """Text that matches the whole pattern; `expected` says it to people."""

    def check(value: Any, place: Place) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            place.refuse("not_quoted", value=value)
        elif not isinstance(value, str) or not re.fullmatch(pattern, value):
            place.refuse("malformed", value=value, expected=expected)

    return check


key = matching(KEY, "a_key_like_this")


def day(value: Any, place: Place) -> None:
    """A date, YYYY-MM-DD."""
    if as_day(value) is None:
        place.refuse("malformed", value=value, expected="YYYY-MM-DD")


def instant(value: Any, place: Place) -> None:
    """A moment of the city's time to the second, YYYY-MM-DDTHH:MM:SS."""
    try:
        is_instant = len(value) == len("2024-01-01T00:00:00") and datetime.fromisoformat(value).tzinfo is None
    except (TypeError, ValueError):
        is_instant = False
    if not is_instant:
        place.refuse("malformed", value=value, expected="YYYY-MM-DDTHH:MM:SS")


def regular_expression(value: Any, place: Place) -> None:
    """Text that compiles as a pattern."""
    try:
        re.compile(value)
    except (TypeError, re.error):
        place.refuse("malformed", value=value, expected="a regular expression")


def list_of(item: Check, *, at_least: int = 0, unique: str | None = None) -> Check:
    """A list; `unique` names the member by which no two items may be the same (`""`: the items themselves)."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.refuse("not_a_list")
            return
        if len(value) < at_least:
            place.refuse("too_short", at_least=at_least)
        for index, member in enumerate(value):
            item(member, place.at(index))
        if unique is not None:
            _refuse_twins(value, unique, place)

    return check


def map_of(item: Check, *, keys: str = KEY, at_least: int = 0) -> Check:
    """A map from keys of one pattern to values of one shape."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.refuse("not_a_map")
            return
        if len(value) < at_least:
            place.refuse("too_short", at_least=at_least)
        for name, member in value.items():
            if not re.fullmatch(keys, name):
                place.at(name).refuse("malformed", value=name, expected=keys)
            item(member, place.at(name))

    return check


def shape(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, basis: str | None = None
) -> Check:
    """A map with exactly these members. `basis="required"`: it cites a source or says `assumed`, never both."""
    known = {**required, **(optional or {})}
    if basis is not None:
        known |= {"source": citation, "assumed": text}

    def unknown(_value: Any, place: Place) -> None:
        place.refuse("unknown_key", known=", ".join(sorted(known)))

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.refuse("not_a_map")
            return
        for name in required.keys() - value.keys():
            place.refuse("missing_key", missing=name)
        for name, member in value.items():
            known.get(name, unknown)(member, place.at(name))
        if basis is not None:
            _check_basis(value, place, is_required=basis == _REQUIRED)

    return check


def has(name: str) -> Callable[[Any], bool]:
    """A test for `either`: a map with that key."""
    return lambda value: isinstance(value, dict) and name in value


def either(*choices: tuple[Callable[[Any], bool], Check]) -> Check:
    """The check of the first choice whose test holds; the last one speaks when none does."""

    def check(value: Any, place: Place) -> None:
        for fits, chosen in choices:
            if fits(value):
                chosen(value, place)
                return
        choices[-1][1](value, place)

    return check


def as_day(value: Any) -> date | None:
    """The date that a text says, or None. Only YYYY-MM-DD: ISO week dates and basic forms are refused."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _check_basis(value: dict[str, Any], place: Place, *, is_required: bool) -> None:
    if "source" in value and "assumed" in value:
        place.refuse("two_bases")
    elif is_required and "source" not in value and "assumed" not in value:
        place.refuse("no_basis")


def _refuse_twins(members: Sequence[Any], name: str, place: Place) -> None:
    seen = set()
    for index, member in enumerate(members):
        value = member.get(name) if name and isinstance(member, dict) else member
        if isinstance(value, dict | list) or value is None:
            continue
        if value in seen:
            place.at(index).refuse("not_unique", value=value)
        seen.add(value)


citation: Check = shape({"ref": key, "article": text})

"""Sealed answers (the contact's phone): plain text on the way in, last four characters on the way out.

A client that shows a page and saves it again sends back the masked value; it stands for what is
stored. So does the same text typed again: sealing it anew would look like a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from casework.ports import Answers
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealed, Sealer
from policy.fields import is_sealed_value
from policy.forms import Form

_REFUSED: Final = frozenset({"wrong_type", "unknown_page", "unknown_field"})


def sealed_page(form: Form, page: str, answers: Mapping[str, Any], before: Answers, sealer: Sealer) -> dict[str, Any]:
    """The page as it may be stored. `Invalid` for what no draft may hold, and for a wrong sealed answer.

    A sealed answer has to be right when it comes: nobody can check it afterwards. A page that is refused is told all
    that is wrong with it, also what a draft could have held.
    """
    stored = _stored(form, page, before)
    problems = [*_unprintable(answers, f"answers.{page}")]
    unmasked = _unmasked(answers, form, page, stored, problems)
    wrong = form.problems({page: unmasked}, complete=False)
    if problems or any(each.code in _REFUSED or _is_sealed_path(form, each.field or "") for each in wrong):
        raise Invalid(problems=[*problems, *wrong])

    def seal(purpose: str, text: str) -> Mapping[str, str]:
        for known in stored[purpose]:
            if known.last4 == text[-4:] and sealer.open(known, purpose=purpose) == text:
                return known.as_wire()
        return sealer.seal(text, purpose=purpose).as_wire()

    return dict(form.seal({page: unmasked}, seal)[page])


def _stored(form: Form, page: str, answers: Answers) -> dict[str, list[Sealed]]:
    """The sealed values of a page, by their purpose."""
    stored: dict[str, list[Sealed]] = defaultdict(list)
    content = answers.get(page)
    for purpose, path in _paths(form, page):
        for holder, name, _ in _holders(dict(content or {}), path, page):
            if is_sealed_value(holder.get(name)):
                stored[purpose].append(Sealed.from_wire(holder[name]))
    return stored


def _unmasked(
    answers: Mapping[str, Any], form: Form, page: str, stored: Mapping[str, list[Sealed]], problems: list[Problem]
) -> dict[str, Any]:
    """The page with masked values replaced by the stored ones; others that are no text are problems."""
    found = dict(answers)
    for purpose, path in _paths(form, page):
        for holder, name, where in _holders(found, path, f"answers.{page}"):
            value = holder.get(name)
            if value is None or type(value) is str:
                continue
            known = [each for each in stored[purpose] if value == {"last4": each.last4}]
            if known:
                holder[name] = known[0].as_wire()
            else:
                problems.append(Problem(code="malformed", field=f"{where}.{name}"))
    return found


def _paths(form: Form, page: str) -> Iterator[tuple[str, list[str]]]:
    """The sealed fields of a page: the purpose that they are sealed with, and the path inside the page."""
    for path in form.sealed_paths:
        at, *inside = path.split(".")
        if at == page:
            yield f"{form.key}.{path.replace('.*', '')}", inside


def _holders(page: dict[str, Any], path: list[str], where: str) -> Iterator[tuple[dict[str, Any], str, str]]:
    """The objects that hold the field at `path` (`phone`, `people.*.phone`): copies put in place of the originals."""
    if len(path) == 1:
        yield page, path[0], where
        return
    rows = page.get(path[0])
    if type(rows) is not list:
        return
    page[path[0]] = copies = [dict(row) if type(row) is dict else row for row in rows]
    for index, row in enumerate(copies):
        if type(row) is dict:
            yield row, path[-1], f"{where}.{path[0]}.{index}"


def _is_sealed_path(form: Form, field: str) -> bool:
    parts = ["*" if part.isdigit() else part for part in field.removeprefix("answers.").split(".")]
    return ".".join(parts) in form.sealed_paths


def _unprintable(value: Any, where: str) -> Iterator[Problem]:
    """NUL characters, which PostgreSQL cannot store, also in names."""
    if isinstance(value, str):
        if "\x00" in value:
            yield Problem(code="malformed", field=where)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if "\x00" in name:
                yield Problem(code="malformed", field=where)
            else:
                yield from _unprintable(item, f"{where}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unprintable(item, f"{where}.{index}")

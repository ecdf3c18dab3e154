"""Answers that the registry gave and that the form locks: name and credit code are not the applicant's to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.ports import Answers
from contracts.refusal import Invalid, Problem
from policy.forms import Form


def with_registered(form: Form, page: str, answers: Mapping[str, Any], before: Answers) -> dict[str, Any]:
    """The page with its locked answers as they were filled in; left out they are put back, changed ones are `Invalid`.

    A locked field that the registry could not fill stays free.
    """
    stored = {name: value for name, value in (before.get(page) or {}).items() if value is not None}
    locked = {name: stored[name] for name in _locked(form, page) if name in stored}
    problems = [
        Problem(code="fixed_by_registry", field=f"answers.{page}.{name}", inputs={"registered": value})
        for name, value in locked.items()
        if answers.get(name, value) != value
    ]
    if problems:
        raise Invalid(problems=problems)
    return {**answers, **locked}


def _locked(form: Form, page: str) -> Iterator[str]:
    for described in form.describe()["pages"]:
        if described["key"] == page:
            yield from (field["key"] for field in described["fields"] if field.get("locked"))

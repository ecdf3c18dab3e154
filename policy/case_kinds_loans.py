"""Worked cases about loan whitelists: who may get on the list of projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policy.case_facts import codes_of, facts_of
from policy.loans import loans_of
from policy.pack import Pack

Given = Mapping[str, Any]


def loan(pack: Pack, given: Given) -> dict[str, Any]:
    """A project with its `facts`."""
    rules = loans_of(pack)
    if rules is None:
        return {"gate": None}
    lists = {"enterprises": rules.enterprises, "projects": rules.projects}
    return {
        "gate": rules.projects.gate,
        "fails": codes_of(rules.projects.problems(pack, facts_of(pack, given))),
        "articles": {name: each.basis.article for name, each in lists.items()},
    }


LOAN_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {"loan": loan}

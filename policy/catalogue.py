"""The catalogue of a pack: every fact that its conditions may name, with its type and its options.

What the platform knows (`facts.FACTS`) takes its options from the pack: which exclusion lists, which
statements, which attachments, which cost categories there are. The answers of its forms come on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from policy.facts import FACTS, Catalogue, FactType
from policy.forms import Form


def catalogue_of(compiled: Mapping[str, Any], forms: Mapping[str, Form]) -> Catalogue:
    """Fact name -> type, for a compiled pack and its forms."""
    head = compiled["pack"]
    attachments = {slot["code"]: slot["title"] for slots in compiled["attachments"].values() for slot in slots}
    statements = {key: text["title"] for key, text in compiled["texts"].items() if text["kind"] == "statement"}
    found: dict[str, FactType] = dict(FACTS)
    found["standing.lists"] = replace(FACTS["standing.lists"], options=titles(head["exclusion_lists"]))
    found["statements.confirmed"] = replace(FACTS["statements.confirmed"], options=statements)
    found["attachments.filled"] = replace(FACTS["attachments.filled"], options=attachments)
    found["contract.lines"] = replace(
        FACTS["contract.lines"],
        columns={
            **FACTS["contract.lines"].columns,
            "category": replace(FACTS["contract.lines"].columns["category"], options=titles(head["cost_categories"])),
            "link": replace(FACTS["contract.lines"].columns["link"], options=titles(head["links"])),
        },
    )
    for form in forms.values():
        found.update(form.fact_types())
    return found


def titles(options: list[Mapping[str, Any]]) -> dict[str, str]:
    """`[{code, title}…]` as code -> title."""
    return {option["code"]: option["title"] for option in options}

"""Documents that a step files for several cases at once (联合行文): an authority recommends them to the next one.

    requires_document:
      title: 工信、财政部门联合行文
      departments: [{code: industry_bureau, title: 盟市工信局}, {code: finance_bureau, title: 盟市财政局}]
      letter: joint_document                  # the slot, of the step's attachments, that takes the letter
      summary:                                # what is printed with a code, sealed, scanned and filed (汇总表)
        title: 试点企业数字化转型汇总表
        slot: sealed_summary
        beside: [declaration.basic.subsector]
        table: declaration.enterprises.rows
        totals: [actual_cost]
        award: platform                       # beside each row: what this subsidy line gives for it, after all caps
      source: {ref: guide, article: 五、（四）}

Passing such a step is done by the document, for all cases that it names; returning and rejecting is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.refs import Basis


@dataclass(frozen=True, slots=True)
class Summary:
    """`beside` are facts told once per case, `table` its rows, `totals` the money columns that are added up.

    `award` is the subsidy line, over the same rows, by which the award of each row is printed.
    """

    title: str
    slot: str
    beside: tuple[str, ...]
    table: str
    totals: tuple[str, ...]
    award: str | None


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """`departments` maps the code of each department that signs to its title."""

    title: str
    departments: Mapping[str, str]
    letter: str
    summary: Summary | None
    basis: Basis


def read_document(spec: Mapping[str, Any] | None, sources: Mapping[str, str]) -> DocumentRule | None:
    """A rule from its compiled form; None where the step asks for no document."""
    if spec is None:
        return None
    summary = spec.get("summary")
    return DocumentRule(
        title=spec["title"],
        departments={each["code"]: each["title"] for each in spec["departments"]},
        letter=spec["letter"],
        summary=Summary(
            title=summary["title"],
            slot=summary["slot"],
            beside=tuple(summary.get("beside", ())),
            table=summary["table"],
            totals=tuple(summary.get("totals", ())),
            award=summary.get("award"),
        )
        if summary
        else None,
        basis=Basis.read(spec, sources),
    )

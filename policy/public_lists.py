"""Public lists (名单): who is put on one, whether it is published first, and what is told when somebody is.

    lists:
      - key: platforms
        title: 中小企业数字化转型试点平台
        from: declaration                     # an approved declaration, or `level_confirmed`: a confirmed level
        notice: platforms                     # published under this notice first; left out: listed at once
        announces: [platform_recognised]      # left out: pilot_listed
        subsector: declaration.basic.subsector
        rows:                                 # the enterprises of a platform, from a table of the form
          table: declaration.enterprises.rows
          enterprise_name: name
          credit_code: credit_code
          actual_cost: actual_cost
        source: {ref: guide, article: 四、（三）}
      - {key: pilots, title: 试点企业名单, from: level_confirmed, minimum_level: minimum_level, source: …}

`scale: <fact>` names the answer that tells 规上 from 规下 (XB2). A pack without `lists` has the list of pilot
enterprises, from declarations, under its notice `pilot_list` if it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from policy.refs import NO_BASIS, Basis

DECLARATION, LEVEL_CONFIRMED = "declaration", "level_confirmed"
FROM: Final = (DECLARATION, LEVEL_CONFIRMED)
PILOT_LISTED, PLATFORM_RECOGNISED = "pilot_listed", "platform_recognised"
ANNOUNCES: Final = (PILOT_LISTED, PLATFORM_RECOGNISED)
PILOTS: Final = "pilots"
PILOT_NOTICE: Final = "pilot_list"


@dataclass(frozen=True, slots=True)
class RowColumns:
    """The table of a form that has a platform's enterprises, and what its columns are called there."""

    table: str
    enterprise_name: str
    credit_code: str
    actual_cost: str


@dataclass(frozen=True, slots=True)
class ListRule:
    """`minimum_level` is the key of a dated value, only where a confirmed level puts an enterprise on the list."""

    key: str
    title: str
    origin: str
    announces: tuple[str, ...]
    notice: str | None
    scale: str | None
    subsector: str | None
    rows: RowColumns | None
    minimum_level: str | None
    basis: Basis


def read_list(spec: Mapping[str, Any], sources: Mapping[str, str]) -> ListRule:
    """A list from its compiled form."""
    return ListRule(
        key=spec["key"],
        title=spec["title"],
        origin=spec["from"],
        announces=tuple(spec.get("announces", (PILOT_LISTED,))),
        notice=spec.get("notice"),
        scale=spec.get("scale"),
        subsector=spec.get("subsector"),
        rows=RowColumns(**spec["rows"]) if "rows" in spec else None,
        minimum_level=spec.get("minimum_level"),
        basis=Basis.read(spec, sources),
    )


def lists_of(head: Mapping[str, Any], sources: Mapping[str, str]) -> tuple[ListRule, ...]:
    """The lists of a compiled `pack.yaml`, or the one that a pack has without saying so."""
    if "lists" in head:
        return tuple(read_list(spec, sources) for spec in head["lists"])
    notice = PILOT_NOTICE if PILOT_NOTICE in head["notices"] else None
    told = (PILOT_LISTED,)
    return (ListRule(PILOTS, "试点企业名单", DECLARATION, told, notice, None, None, None, None, NO_BASIS),)

"""Who may call what of the declaration service.

The four `read_*` permissions say whose declarations a role sees: its own, those assigned to its
institution, those of its division, or all of the city.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from contracts.roles import APPLICANTS, EVERYBODY, Role

_OFFICER: Final = frozenset({Role.CITY_OFFICER})
_REVIEWERS: Final = frozenset({Role.DISTRICT_REVIEWER, Role.CITY_OFFICER, Role.THIRD_PARTY_ASSESSOR})
_DESKS: Final = frozenset({Role.CITY_OFFICER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR})

PERMISSIONS: Final[dict[str, Set[Role]]] = {
    "declaration.release_pack": {Role.ADMINISTRATOR},
    "declaration.open_call": _OFFICER,
    "declaration.close_call": _OFFICER,
    "declaration.extend_call": _OFFICER,
    "declaration.start": APPLICANTS,
    "declaration.save": APPLICANTS,
    "declaration.submit": APPLICANTS,
    "declaration.withdraw": APPLICANTS,
    "declaration.read": EVERYBODY,
    "declaration.read_own": APPLICANTS,
    "declaration.read_assigned": {Role.THIRD_PARTY_ASSESSOR},
    "declaration.read_division": {Role.DISTRICT_REVIEWER},
    "declaration.read_city": _DESKS,
    "declaration.review": _REVIEWERS,
    "declaration.record_finding": _REVIEWERS,
    "declaration.assign": _OFFICER,
    "declaration.void": _OFFICER,
    "declaration.move_to_pack": _OFFICER,
    "declaration.list_pilots": _OFFICER,
    "declaration.delist_pilot": _OFFICER,
    "declaration.open_notice": _OFFICER,
    "declaration.raise_objection": EVERYBODY,
    "declaration.decide_objection": _OFFICER,
    "declaration.read_objections": _OFFICER,
    "declaration.read_quotas": _REVIEWERS,
    "declaration.recommend": {Role.DISTRICT_REVIEWER, Role.CITY_OFFICER},
    "declaration.read_recommendations": {Role.DISTRICT_REVIEWER} | _DESKS,
}

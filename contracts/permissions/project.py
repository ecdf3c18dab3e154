"""Who may call what of the project service.

The four `read_*` permissions say whose projects a role sees: its own, those assigned to its
institution, those of its division, or all of the city.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from contracts.roles import APPLICANTS, EVERYBODY, Role

_OFFICER: Final = frozenset({Role.CITY_OFFICER})
_DISTRICT: Final = frozenset({Role.DISTRICT_REVIEWER})
_INSTITUTION: Final = frozenset({Role.THIRD_PARTY_ASSESSOR})
_DESKS: Final = frozenset({Role.CITY_OFFICER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR})

PERMISSIONS: Final[dict[str, Set[Role]]] = {
    "project.start": APPLICANTS,
    "project.save": APPLICANTS,
    "project.submit": APPLICANTS,
    "project.withdraw": APPLICANTS,
    "project.read": EVERYBODY,
    "project.read_own": APPLICANTS,
    "project.read_assigned": _INSTITUTION,
    "project.read_division": _DISTRICT,
    "project.read_city": _DESKS,
    "project.review": _DISTRICT | _OFFICER | _INSTITUTION,
    "project.assign": _OFFICER,
    "project.report_progress": APPLICANTS,
    "project.record_training": APPLICANTS | _INSTITUTION,
    "project.review_training": _DISTRICT | _OFFICER | _INSTITUTION,
    "project.record_finding": _DISTRICT | _OFFICER,
    "project.draw_spot_check": _OFFICER,
    "project.import_national_results": _OFFICER,
    "project.read_spot_checks": _DISTRICT | _DESKS,
    "project.warn": _OFFICER,
    "project.read_warnings": APPLICANTS | _DISTRICT | _DESKS,
    "project.choose_benchmark": _OFFICER,
    "project.submit_typical_case": APPLICANTS,
    "project.review_typical_case": _OFFICER,
    "project.read_typical_cases": APPLICANTS | _DESKS,
    "project.read_overview": _DISTRICT | _DESKS,
    "project.move_to_pack": _OFFICER,
    "project.terminate": APPLICANTS | _OFFICER,
}

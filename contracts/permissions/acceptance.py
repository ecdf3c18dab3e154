"""Who may call what of the acceptance service.

The four `read_*` permissions say whose acceptances a role sees: its own, those assigned to its
institution, those of its division, or all of the city. Which step a reviewer may decide is the pack's business.
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
    "acceptance.request": APPLICANTS,
    "acceptance.assign": _OFFICER,
    "acceptance.assess": _INSTITUTION,
    "acceptance.review": _DISTRICT | _INSTITUTION | _OFFICER,
    "acceptance.void": _OFFICER,
    "acceptance.enter_evidence": APPLICANTS,
    "acceptance.allocate_evidence": APPLICANTS | _INSTITUTION,
    "acceptance.read_duplicates": _DESKS | _DISTRICT,
    "acceptance.decide_duplicate": _OFFICER,
    "acceptance.write_assessment": APPLICANTS | _INSTITUTION,
    "acceptance.confirm_assessment": APPLICANTS,
    "acceptance.decide_dispute": _OFFICER,
    "acceptance.import_assessments": _OFFICER,
    "acceptance.read": EVERYBODY,
    "acceptance.read_own": APPLICANTS,
    "acceptance.read_assigned": _INSTITUTION,
    "acceptance.read_division": _DISTRICT,
    "acceptance.read_city": _DESKS,
}

"""Who may look at what of oversight.

The `read_*` permissions say whose cases a role sees: its own, those of its division, or all of the city.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from contracts.roles import APPLICANTS, MACHINES, Role

_OFFICER: Final = frozenset({Role.CITY_OFFICER})
_DISTRICT: Final = frozenset({Role.DISTRICT_REVIEWER})
_DESKS: Final = frozenset({Role.CITY_OFFICER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR})

PERMISSIONS: Final[dict[str, Set[Role]]] = {
    "oversight.read_cases": APPLICANTS | _DISTRICT | _DESKS,
    "oversight.read_targets": _DISTRICT | _DESKS,
    "oversight.report_figure": _OFFICER,
    "oversight.read_quarters": _DESKS,
    "oversight.freeze_quarter": _OFFICER,
    "oversight.read_own": APPLICANTS,
    "oversight.read_division": _DISTRICT,
    "oversight.read_city": _DESKS,
    "oversight.read_national_feed": MACHINES,
    "oversight.export_national_file": MACHINES | {Role.CITY_OFFICER, Role.ADMINISTRATOR},
}

"""Who may call what of the funding service.

The three `read_*` permissions for cases say whose awards a role sees: its own, those of its division, or all of the
city. Which role takes which step of the money's way, the pack says besides (`routes.payment`).
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from contracts.roles import APPLICANTS, EVERYBODY, Role

_APPLYING: Final = APPLICANTS | {Role.THIRD_PARTY_ASSESSOR}
"""Whoever may ask for an award: of which kind an applicant has to be, the pack's stage says besides."""

_OFFICER: Final = frozenset({Role.CITY_OFFICER})
_FINANCE: Final = frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER})
_CITY: Final = _OFFICER | _FINANCE

PERMISSIONS: Final[dict[str, Set[Role]]] = {
    "funding.read": _APPLYING | _CITY | {Role.DISTRICT_REVIEWER},
    "funding.read_own": _APPLYING,
    "funding.apply": _APPLYING,
    "funding.review": _OFFICER | {Role.DISTRICT_REVIEWER},
    "funding.read_applications": _APPLYING | _CITY | {Role.DISTRICT_REVIEWER},
    "funding.read_division": {Role.DISTRICT_REVIEWER},
    "funding.read_city": _CITY,
    "funding.read_recommendations": _CITY | {Role.DISTRICT_REVIEWER},
    "funding.read_plans": _CITY | {Role.DISTRICT_REVIEWER},
    "funding.read_documents": _CITY | {Role.DISTRICT_REVIEWER},
    "funding.read_payments": _CITY,
    "funding.read_books": _CITY,
    "funding.replay": _CITY,
    "funding.recompute": _OFFICER,
    "funding.call_off": _OFFICER,
    "funding.evaluate": _OFFICER,
    "funding.choose_showcase": _OFFICER,
    "funding.recommend": _OFFICER | {Role.DISTRICT_REVIEWER},
    "funding.draw_up_plan": _OFFICER,
    "funding.decide_plan": _OFFICER,
    "funding.publish_plan": _OFFICER,
    "funding.raise_objection": EVERYBODY,
    "funding.decide_objection": _OFFICER,
    "funding.enter_budget": {Role.FINANCE_MAKER},
    "funding.confirm_budget": {Role.FINANCE_CHECKER},
    "funding.release": _FINANCE,
    "funding.make_payment": {Role.FINANCE_MAKER},
    "funding.check_payment": {Role.FINANCE_CHECKER},
    "funding.export_payment": {Role.FINANCE_CHECKER},
    "funding.import_results": _FINANCE,
    "funding.correct_payment": _OFFICER,
    "funding.open_recovery": _OFFICER,
    "funding.settle_recovery": _FINANCE,
    "funding.propose_netting": _OFFICER,
    "funding.confirm_netting": {Role.FINANCE_CHECKER},
    "funding.choose_instrument": APPLICANTS | _OFFICER,
    "funding.record_support": _OFFICER,
    "funding.read_supports": APPLICANTS | _CITY,
    "funding.check_sheet": _CITY | {Role.DISTRICT_REVIEWER},
    "funding.apply_for_loan_list": APPLICANTS,
    "funding.decide_loan_listing": _OFFICER,
    "funding.refer_loan": _OFFICER,
    "funding.read_loan_lists": _CITY,
    "funding.read_loans": APPLICANTS | _CITY,
    "funding.grant_honour": APPLICANTS | _OFFICER,
}

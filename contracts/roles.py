"""What an account may be. Which role takes a step of a route is the pack's business."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role of an account in its city."""

    ENTERPRISE = "enterprise"
    PROVIDER = "provider"
    DISTRICT_REVIEWER = "district_reviewer"
    CITY_OFFICER = "city_officer"
    THIRD_PARTY_ASSESSOR = "third_party_assessor"
    FINANCE_MAKER = "finance_maker"
    FINANCE_CHECKER = "finance_checker"
    ADMINISTRATOR = "administrator"


APPLICANTS = frozenset({Role.ENTERPRISE, Role.PROVIDER})
AUTHORITIES = frozenset(Role) - APPLICANTS
EVERYBODY = frozenset(Role)

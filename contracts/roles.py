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
    NATIONAL_PLATFORM = "national_platform"


MACHINES = frozenset({Role.NATIONAL_PLATFORM})
"""What signs in to read and is nobody: it may what names it, and nothing that everybody may."""

APPLICANTS = frozenset({Role.ENTERPRISE, Role.PROVIDER})
STAFF = frozenset(Role) - APPLICANTS
AUTHORITIES = STAFF - MACHINES
EVERYBODY = frozenset(Role) - MACHINES

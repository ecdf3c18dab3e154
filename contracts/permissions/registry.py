"""Who may call what of the registry."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from contracts.roles import APPLICANTS, AUTHORITIES, Role

PERMISSIONS: Final[dict[str, Set[Role]]] = {
    # one's own organisation; that one may manage its people only as the owner is checked with the account
    "registry.read_own": APPLICANTS | {Role.THIRD_PARTY_ASSESSOR},
    "registry.change_organisation": APPLICANTS,
    "registry.manage_members": APPLICANTS,
    "registry.register_payee_account": APPLICANTS | {Role.THIRD_PARTY_ASSESSOR},
    # the provider pool and the N+X catalogue
    "registry.apply_as_provider": {Role.PROVIDER},
    "registry.review_provider": {Role.CITY_OFFICER},
    # enrolments: one's own, those of one's division, or all of the city; which step is whose, the pack says
    "registry.review": {Role.DISTRICT_REVIEWER, Role.CITY_OFFICER},
    "registry.read_enrolments": {Role.PROVIDER, Role.DISTRICT_REVIEWER, Role.CITY_OFFICER, Role.ADMINISTRATOR},
    "registry.read_division": {Role.DISTRICT_REVIEWER},
    "registry.read_city": {Role.CITY_OFFICER, Role.ADMINISTRATOR},
    "registry.propose_product": {Role.PROVIDER},
    "registry.list_product": {Role.CITY_OFFICER},
    "registry.withdraw_product": {Role.PROVIDER, Role.CITY_OFFICER},
    # supply and demand: enterprises publish needs, whom interest was expressed to answers it
    "registry.publish_need": {Role.ENTERPRISE},
    "registry.answer_need": {Role.PROVIDER},
    "registry.ask_for_product": {Role.ENTERPRISE},
    "registry.answer_interest": APPLICANTS,
    "registry.read_matches": {Role.CITY_OFFICER, Role.ADMINISTRATOR},
    # webhooks: an applicant's owner, and the staff of an authority, as is checked with the account
    "registry.manage_webhooks": APPLICANTS | {Role.DISTRICT_REVIEWER, Role.CITY_OFFICER, Role.ADMINISTRATOR},
    "registry.answer_satisfaction": APPLICANTS,
    # delegation: the owner of an enterprise grants, either side ends
    "registry.delegate": {Role.ENTERPRISE},
    "registry.end_delegation": APPLICANTS,
    "registry.declare_relation": {Role.CITY_OFFICER},
    # officers
    "registry.read_organisations": AUTHORITIES - {Role.THIRD_PARTY_ASSESSOR},
    "registry.read_payee_accounts": {Role.CITY_OFFICER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER},
    "registry.confirm_payee_account": {Role.CITY_OFFICER},
    "registry.decide_change": {Role.CITY_OFFICER},
    "registry.manage_institutions": {Role.CITY_OFFICER, Role.ADMINISTRATOR},
    "registry.import_exclusion_list": {Role.CITY_OFFICER},
    "registry.read_exclusion_lists": AUTHORITIES - {Role.THIRD_PARTY_ASSESSOR},
    "registry.read_overdue_steps": {Role.CITY_OFFICER},
    "registry.read_history": {Role.CITY_OFFICER, Role.ADMINISTRATOR},
    "registry.manage_calendar": {Role.CITY_OFFICER, Role.ADMINISTRATOR},
    # the administrator
    "registry.manage_accounts": {Role.ADMINISTRATOR},
    "registry.manage_text_messages": {Role.ADMINISTRATOR},
    "registry.manage_divisions": {Role.ADMINISTRATOR},
    "registry.seed_city": {Role.ADMINISTRATOR},
    "registry.change_city_settings": {Role.ADMINISTRATOR},
}

"""What things look like from outside: plain JSON, sealed values by their last four characters only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.refusal import Problem
from contracts.sealed import Sealed
from contracts.wire import to_json
from services.registry.domain.accounts import Account
from services.registry.domain.calendar import CalendarYear
from services.registry.domain.changes import ChangeRequest
from services.registry.domain.city_settings import CitySettings
from services.registry.domain.divisions import Division
from services.registry.domain.exclusion import ExclusionList
from services.registry.domain.one_time_codes import BETWEEN, LASTS
from services.registry.domain.organisations import Organisation, Profile
from services.registry.domain.payees import PayeeAccount
from services.registry.domain.pool import PoolEntry
from services.registry.domain.products import Product
from services.registry.domain.sessions import Session
from services.registry.domain.sms import TextMessage

Shown = dict[str, Any]


def account_shown(account: Account) -> Shown:
    """For the person, the owner of the organisation, and the administrator."""
    return {
        "id": str(account.id),
        "version": account.version,
        "login": account.login,
        "name": account.name,
        "roles": sorted(account.roles),
        "organisation_id": to_json(account.organisation_id),
        "division": account.division,
        "is_owner": account.is_owner,
        "is_disabled": account.is_disabled,
        "must_change_password": account.must_change_password,
        "phone_last_four": _last4(account.phone),
        "is_phone_bound": account.bound_phone is not None,
        "has_email": account.email is not None,
        "created_at": to_json(account.created_at),
    }


def session_opened_shown(session: Session, account: Account, token: str) -> Shown:
    """A session that begins, with its token, which is shown this once."""
    return {
        "id": str(session.id),
        "version": session.version,
        "token": token,
        "expires_at": session.expires_at.isoformat(),
        "must_change_password": account.must_change_password,
        "account": account_shown(account),
    }


def code_requested_shown(code_id: UUID, now: datetime) -> Shown:
    """What whoever asks for a code is told, whether one was sent or not."""
    return {
        "id": str(code_id),
        "expires_at": to_json(now + LASTS),
        "resend_after_seconds": int(BETWEEN.total_seconds()),
    }


def city_settings_shown(settings: CitySettings) -> Shown:
    """What a city settled."""
    return {
        "id": str(settings.id),
        "version": settings.version,
        "login_methods": [method.value for method in settings.login_methods],
        "login_source": settings.login_source,
        "reminder_working_days": settings.reminder_working_days,
    }


def organisation_shown(organisation: Organisation) -> Shown:
    """For the organisation itself and for officers, with what does not fit together as `warnings`."""
    return {
        "id": str(organisation.id),
        "version": organisation.version,
        "kind": organisation.kind.value,
        "credit_code": organisation.credit_code,
        "name": organisation.name,
        "division": organisation.division,
        "registered_at": to_json(organisation.registered_at),
        **profile_shown(organisation),
        "size_class": to_json(organisation.size_class),
        "warnings": [problem_shown(problem) for problem in organisation.warnings()],
    }


def profile_shown(profile: Profile) -> Shown:
    """What the organisation says of itself."""
    return {
        "registered_address": profile.registered_address,
        "legal_representative": profile.legal_representative,
        "staff": profile.staff,
        "revenue_fen": profile.revenue_fen,
        "data_year": profile.data_year,
        "industry_code": profile.industry_code,
        "declared_size_class": to_json(profile.declared_size_class),
    }


def change_shown(change: ChangeRequest) -> Shown:
    """A requested change; a sealed number by its last four characters."""
    content = {name: _unsealed(value) for name, value in change.content.items()}
    return {
        "id": str(change.id),
        "version": change.version,
        "organisation_id": str(change.organisation_id),
        "subject_id": str(change.subject_id),
        "kind": change.kind.value,
        "state": change.state.value,
        "content": content,
        "reason": change.reason,
        "requested_at": to_json(change.requested_at),
        "opinion": change.opinion,
        "decided_at": to_json(change.decided_at),
    }


def division_shown(division: Division) -> Shown:
    """A division."""
    return {
        "id": str(division.id),
        "version": division.version,
        "code": division.code,
        "name": division.name,
        "level": division.level.value,
        "parent": division.parent,
        "takes_applicants": division.takes_applicants,
    }


def calendar_year_shown(year: CalendarYear) -> Shown:
    """A year of the calendar: days that differ from the weekend rule, True where they are worked."""
    return {
        "id": str(year.id),
        "version": year.version,
        "year": year.year,
        "is_confirmed": year.is_confirmed,
        "exceptions": {day.isoformat(): is_worked for day, is_worked in sorted(year.exceptions.items())},
    }


def pool_entry_shown(entry: PoolEntry) -> Shown:
    """For the provider and the bureau; `id` is the provider's organisation, `entry_id` has the history."""
    return {
        "id": str(entry.organisation_id),
        "entry_id": str(entry.id),
        "version": entry.version,
        "state": entry.state.value,
        "kinds": list(entry.kinds),
        "programme_year": entry.programme_year,
        "applied_at": to_json(entry.applied_at),
        "opinion": entry.opinion,
        "decided_at": to_json(entry.decided_at),
    }


def product_shown(product: Product) -> Shown:
    """For the provider and the bureau."""
    return {
        "id": str(product.id),
        "version": product.version,
        "provider_id": str(product.provider_id),
        "category": product.category,
        "title": product.title,
        "unit": product.unit,
        "description": product.description,
        "proposed_price_fen": product.proposed_price_fen,
        "ceiling_fen": product.ceiling_fen,
        "state": product.state.value,
        "opinion": product.opinion,
        "proposed_at": to_json(product.proposed_at),
        **classes_shown(product),
    }


def classes_shown(product: Product) -> Shown:
    """What it is for, in codes of the pack."""
    return {
        "scenarios": list(product.scenarios),
        "subsectors": list(product.subsectors),
        "aims": list(product.aims),
        "links": list(product.links),
        "is_light_solution": product.is_light_solution,
    }


def payee_shown(payee: PayeeAccount) -> Shown:
    """For its owner and those who pay; the number by its last four digits."""
    return {
        "id": str(payee.id),
        "version": payee.version,
        "organisation_id": str(payee.organisation_id),
        "account_name": payee.account_name,
        "bank_name": payee.bank_name,
        "branch_code": payee.branch_code,
        "number_last_four": payee.number.last4,
        "state": payee.state.value,
        "registered_at": to_json(payee.registered_at),
    }


def exclusion_list_shown(exclusion_list: ExclusionList) -> Shown:
    """A list in its newest edition, with the rows of the file that were not taken."""
    return {
        "id": str(exclusion_list.id),
        "version": exclusion_list.version,
        "list_code": exclusion_list.code,
        "edition_on": to_json(exclusion_list.edition_on),
        "imported_at": to_json(exclusion_list.imported_at),
        "file_name": exclusion_list.file.name,
        "rows": exclusion_list.rows,
        "entries": exclusion_list.entries,
        "row_problems": to_json(exclusion_list.problems),
    }


def text_message_shown(message: TextMessage) -> Shown:
    """For operators: not what it says, and of the phone the last four digits."""
    return {
        "id": str(message.id),
        "phone_last_four": message.phone.last4,
        "template": message.template.value,
        "state": message.state.value,
        "attempts": message.attempts,
        "error": message.error,
        "written_at": to_json(message.written_at),
        "next_attempt_at": to_json(message.next_attempt_at),
        "sent_at": to_json(message.sent_at),
    }


def problem_shown(problem: Problem) -> Shown:
    """A warning with all its members."""
    return {
        "code": problem.code,
        "field": problem.field,
        "article": problem.article,
        "inputs": to_json(problem.inputs),
    }


def _last4(sealed: Sealed | None) -> str | None:
    return None if sealed is None else sealed.last4


def _unsealed(value: Any) -> Any:
    """A sealed value inside a JSON content shows its end only."""
    if isinstance(value, dict) and value.keys() == {"key_id", "box", "last4"}:
        return f"****{value['last4']}"
    return value

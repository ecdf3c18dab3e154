"""What the registry knows of an organisation and its people, filled into a form of the pack."""

from __future__ import annotations

from typing import Any

from casework.ports import Answers
from casework.sealed_answers import sealed_page
from contracts.sealed import Sealer
from policy.forms import Form
from services.registry.domain.accounts import PHONE, Account
from services.registry.domain.organisations import Organisation


def prefilled(form: Form, organisation: Organisation, account: Account | None, sealer: Sealer) -> Answers:
    """The pages with the answers that are known, sealed ones sealed for this form."""
    known: dict[str, Any] = {
        "organisation.name": organisation.name,
        "organisation.credit_code": organisation.credit_code,
        "organisation.division": organisation.division,
        "organisation.size_class": organisation.size_class.value if organisation.size_class else None,
        "organisation.contact": account.name if account else None,
        "organisation.contact_phone": sealer.open(account.phone, purpose=PHONE) if account and account.phone else None,
    }
    pages = form.prefilled(known)
    return {page: sealed_page(form, page, answers, {}, sealer) for page, answers in pages.items()}

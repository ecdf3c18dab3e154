"""Accounts for payment (收款账户): where awards go (DL6). Filled in once, confirmed, then changed by review only.

The bank compares the account's name with the registered one to the last bracket, so a full-width
bracket against a half-width one is an error that would come back weeks later; it is said at once, and
shown, and never mended silently (domain facts 4.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import Any
from uuid import UUID

from contracts.codes import is_branch_code
from contracts.events.registry import PayeeAccountChanged
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealed
from services.registry.domain.errors import NothingToChange, PayeeAccountConfirmed, PayeeAccountNotConfirmed

NUMBER = "payee_account.number"
"""Purpose of the sealed number."""

_NUMBER = re.compile(r"[0-9]{9,32}")
_SHOWN_DIFFERENCES = 10


class PayeeState(StrEnum):
    """Whether the account may still be corrected by its owner alone."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class PayeeDetails:
    """What stands on the account-opening permit; the number is sealed."""

    account_name: str
    bank_name: str
    branch_code: str
    number: Sealed

    def problems(self, registered_name: str) -> list[Problem]:
        """Everything that is wrong with it, the number aside, which only `read_number` sees."""
        problems = name_problems(self.account_name, registered_name)
        if not 2 <= len(self.bank_name.strip()) <= 100:
            problems.append(Problem(code="malformed", field="bank_name"))
        if not is_branch_code(self.branch_code):
            problems.append(Problem(code="branch_code_malformed", field="branch_code"))
        return problems

    def as_content(self) -> dict[str, Any]:
        """As a requested change keeps it."""
        return {
            "account_name": self.account_name,
            "bank_name": self.bank_name,
            "branch_code": self.branch_code,
            "number": self.number.as_wire(),
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> PayeeDetails:
        """The opposite of `as_content`."""
        return cls(
            account_name=content["account_name"],
            bank_name=content["bank_name"],
            branch_code=content["branch_code"],
            number=Sealed.from_wire(content["number"]),
        )


@dataclass(frozen=True, kw_only=True)
class PayeeAccount(PayeeDetails):
    """An account of an organisation. Each version is what is true from then on; payments hold a snapshot."""

    id: UUID
    city: str
    version: int
    organisation_id: UUID
    state: PayeeState
    registered_at: datetime

    def corrected(self, details: PayeeDetails) -> PayeeAccount:
        """By the owner, before anybody confirmed it; PayeeAccountConfirmed afterwards."""
        if self.state is PayeeState.CONFIRMED:
            raise PayeeAccountConfirmed()
        return self._with(details)

    def must_be_confirmed(self) -> None:
        """PayeeAccountNotConfirmed while it can be corrected directly."""
        if self.state is not PayeeState.CONFIRMED:
            raise PayeeAccountNotConfirmed()

    def changed(self, details: PayeeDetails) -> PayeeAccount:
        """By an approved request."""
        self.must_be_confirmed()
        return self._with(details)

    def confirmed(self) -> PayeeAccount:
        """An officer compared it with the permit, or a project was enrolled with it. NothingToChange when it is so."""
        if self.state is PayeeState.CONFIRMED:
            raise NothingToChange(field="state")
        return replace(self, version=self.version + 1, state=PayeeState.CONFIRMED)

    def _with(self, details: PayeeDetails) -> PayeeAccount:
        return replace(
            self,
            version=self.version + 1,
            account_name=details.account_name,
            bank_name=details.bank_name,
            branch_code=details.branch_code,
            number=details.number,
        )

    def told(self, *, at: datetime, by: UUID) -> PayeeAccountChanged:
        """The account as it is now, its number sealed."""
        return PayeeAccountChanged(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            organisation_id=self.organisation_id,
            account_name=self.account_name,
            bank_name=self.bank_name,
            branch_code=self.branch_code,
            number=self.number,
        )


def read_number(text: str) -> str:
    """An account number without blanks and hyphens: 9 to 32 digits (corporate numbers have no check digit)."""
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if not _NUMBER.fullmatch(number):
        raise Invalid(problems=[Problem(code="account_number_malformed", field="number")])
    return number


def name_problems(account_name: str, registered_name: str) -> list[Problem]:
    """None when the names are the same to the last character; otherwise where they differ.

    `account_name_width_differs` when only the width of characters does (（） against ()), which people
    do not see; `account_name_differs` otherwise. Positions count from 1.
    """
    if account_name == registered_name:
        return []
    same_but_for_width = unicodedata.normalize("NFKC", account_name) == unicodedata.normalize("NFKC", registered_name)
    pairs = enumerate(zip_longest(registered_name, account_name, fillvalue=""), start=1)
    differences = [
        {"position": position, "registered": registered, "given": given}
        for position, (registered, given) in pairs
        if registered != given
    ]
    return [
        Problem(
            code="account_name_width_differs" if same_but_for_width else "account_name_differs",
            field="account_name",
            requirement=f"户名须与登记名称完全一致：{registered_name}",
            inputs={
                "registered": registered_name,
                "given": account_name,
                "differences": differences[:_SHOWN_DIFFERENCES],
            },
        )
    ]


def must_be_sound(details: PayeeDetails, registered_name: str) -> None:
    """Invalid with everything that is wrong with an account for payment."""
    problems = details.problems(registered_name)
    if problems:
        raise Invalid(problems=problems)

"""The printed declaration form (申报书), and what its verification code says."""

from __future__ import annotations

from typing import Any, Final

from casework import prints
from casework.print_codes import Marker, PrintCode
from casework.prints import checked, print_code, shown_checked, shown_files, shown_pages, shown_print, shown_wording
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from contracts.wire import to_json
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.rulebook import SIGN_OFF, Rulebook

Shown = dict[str, Any]
KIND: Final = "declaration_form"


def shown_form_print(declaration: Declaration, rules: Rulebook, sealer: Sealer) -> Shown:
    """The whole form with its attachments, statement and places to sign."""
    dossier, form = declaration.dossier, rules.form
    code = print_code(
        dossier,
        _marker(declaration, sealer),
        form.stamped_digest,
        is_complete=not form.problems(dossier.answers, complete=True),
        with_attachments=True,
    )
    return shown_print(
        dossier,
        code,
        programme=rules.pack.title,
        title=form.title,
        reference=_number(declaration),
        batch=declaration.batch,
        applicant=declaration.applicant.name,
        pages=shown_pages(form.shown(dossier.answers)),
        attachments=shown_files(dossier.attachments, rules.slots),
        statement=shown_wording(rules.statement),
        sign_off=rules.pack.texts[SIGN_OFF].body if SIGN_OFF in rules.pack.texts else None,
    )


def shown_receipt(declaration: Declaration, sealer: Sealer) -> Shown:
    """The receipt (回执) of the last submission: when it came in, and the code that proves what. NotFound before."""
    if not declaration.is_filed:
        raise NotFound(kind="receipt", id=str(declaration.id))
    filing = declaration.dossier.filings[-1]
    return {
        "declaration_id": str(declaration.id),
        "number": _number(declaration),
        "filing": len(declaration.dossier.filings),
        "submitted_at": to_json(filing.at),
        "digest": filing.digest,
        "code": _marker(declaration, sealer).code(filing.digest),
        "programme_year": declaration.programme_year,
        "batch": declaration.batch,
        "applicant": declaration.applicant.name,
    }


def must_be_print_of_now(declaration: Declaration, rules: Rulebook, sealer: Sealer, code: str | None) -> None:
    """`Invalid` where the code on a stamped scan is that of an older print, or of none."""
    marker = _marker(declaration, sealer)
    prints.must_be_print_of_now(declaration.dossier, marker, rules.form.stamped_digest, code)


def checked_print(declaration: Declaration, rules: Rulebook, sealer: Sealer, code: PrintCode) -> Shown | None:
    """What anybody may know who has the code; None where it is not of this declaration."""
    found = checked(declaration.dossier, _marker(declaration, sealer), rules.form.stamped_digest, code)
    if found is None:
        return None
    return shown_checked(
        found,
        kind=KIND,
        title=rules.form.title,
        number=_number(declaration),
        applicant=declaration.applicant.name,
    )


def _marker(declaration: Declaration, sealer: Sealer) -> Marker:
    return Marker(sealer=sealer, kind=KIND, city=declaration.city, id=declaration.id)


def _number(declaration: Declaration) -> str:
    return declaration.id.hex[:8].upper()

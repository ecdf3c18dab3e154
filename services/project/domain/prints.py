"""The printed undertaking (承诺书, DL12), and what its verification code says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from casework import prints
from casework.ports import Answers
from casework.print_codes import Marker, PrintCode
from casework.prints import PagesOf, checked, print_code, shown_checked, shown_pages, shown_print
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.forms import Form
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook

Shown = dict[str, Any]
KIND: Final = "undertaking"


def shown_undertaking_print(project: Project, rules: Rulebook, sealer: Sealer) -> Shown:
    """The letter with its blanks filled in, and what was told for it. NotFound where the pack asks for none."""
    dossier, form = project.dossier, _form(rules)
    answers = rules.forms.undertaken_pages(dossier.answers)
    code = print_code(
        dossier,
        _marker(project, sealer),
        _pages_of(rules, form),
        is_complete=not form.problems(answers, complete=True),
        with_attachments=False,
    )
    letter = rules.commitment
    return shown_print(
        dossier,
        code,
        programme=rules.pack.title,
        title=letter.title if letter else form.title,
        reference=_number(project),
        batch=project.batch,
        applicant=project.applicant.name,
        letter=letter.filled(**form.blanks(answers)) if letter else None,
        pages=shown_pages(form.shown(answers)),
    )


def must_be_print_of_now(project: Project, rules: Rulebook, sealer: Sealer, code: str | None) -> None:
    """`Invalid` where the code on a stamped scan is that of an older print, or of none."""
    if code is not None:
        pages_of = _pages_of(rules, _form(rules))
        prints.must_be_print_of_now(project.dossier, _marker(project, sealer), pages_of, code)


def checked_print(project: Project, rules: Rulebook, sealer: Sealer, code: PrintCode) -> Shown | None:
    """What anybody may know who has the code; None where it is not of this project."""
    form = rules.forms.undertaking
    found = checked(project.dossier, _marker(project, sealer), _pages_of(rules, form), code) if form else None
    if form is None or found is None:
        return None
    return shown_checked(
        found,
        kind=KIND,
        title=rules.commitment.title if rules.commitment else form.title,
        number=_number(project),
        applicant=project.applicant.name,
    )


def _form(rules: Rulebook) -> Form:
    if rules.forms.undertaking is None:
        raise NotFound(kind="undertaking")
    return rules.forms.undertaking


def _pages_of(rules: Rulebook, form: Form) -> PagesOf:
    def pages_of(answers: Answers) -> Mapping[str, str]:
        return rules.forms.stamped(form.key, answers)

    return pages_of


def _marker(project: Project, sealer: Sealer) -> Marker:
    return Marker(sealer=sealer, kind=KIND, city=project.city, id=project.id)


def _number(project: Project) -> str:
    return project.filing_number or project.id.hex[:8].upper()

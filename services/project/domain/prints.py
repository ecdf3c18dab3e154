"""What of a stage is printed and stamped: the undertaking (承诺书, DL12), or its form; and what its code says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework import prints
from casework.ports import Answers
from casework.print_codes import Marker, PrintCode
from casework.prints import PagesOf, checked, print_code, shown_checked, shown_pages, shown_print
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.forms import Form
from policy.texts import Text
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook, StageRules
from services.project.domain.stage import StageDossier

Shown = dict[str, Any]
UNDERTAKING_KIND: Final = "undertaking"
STAGE_KIND: Final = "project_stage"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The form of a stage that goes to paper: the undertaking where the stage has one, else its own."""

    rules: StageRules

    @property
    def kind(self) -> str:
        return UNDERTAKING_KIND if self.rules.forms.undertaking else STAGE_KIND

    @property
    def form(self) -> Form:
        return self.rules.forms.undertaking or self.rules.forms.own

    @property
    def is_printed(self) -> bool:
        """Whether anything of it is stamped: a code proves what the stamped pages say."""
        return any(page.is_stamped for page in self.form.pages)

    @property
    def letter(self) -> Text | None:
        return self.rules.commitment

    @property
    def title(self) -> str:
        return self.letter.title if self.letter else self.form.title

    def answers(self, answers: Answers) -> Answers:
        """Those of its form."""
        forms = self.rules.forms
        return forms.undertaken_pages(answers) if forms.undertaking else forms.own_pages(answers)

    @property
    def pages_of(self) -> PagesOf:
        def pages_of(answers: Answers) -> Mapping[str, str]:
            return self.rules.forms.stamped(self.form.key, answers)

        return pages_of

    def marker(self, project: Project, sealer: Sealer) -> Marker:
        purpose = self.kind if self.rules.forms.undertaking else f"{self.kind}.{self.rules.name}"
        return Marker(sealer=sealer, kind=purpose, city=project.city, id=project.id)


def shown_stage_print(project: Project, stage: StageDossier, rules: StageRules, sealer: Sealer) -> Shown:
    """The letter with its blanks filled in, and what was told for it; or the pages of the stage's form.

    NotFound where the pack has nothing stamped.
    """
    paper, dossier = Paper(rules=rules), stage.dossier
    if not paper.is_printed:
        raise NotFound(kind="print")
    answers = paper.answers(dossier.answers)
    code = print_code(
        dossier,
        paper.marker(project, sealer),
        paper.pages_of,
        is_complete=not paper.form.problems(dict(answers), complete=True),
        with_attachments=False,
    )
    return shown_print(
        dossier,
        code,
        programme=rules.book.pack.title,
        title=paper.title,
        reference=_number(project),
        batch=project.batch,
        applicant=project.applicant.name,
        letter=paper.letter.filled(**paper.form.blanks(answers)) if paper.letter else None,
        pages=shown_pages(paper.form.shown(answers)),
    )


def must_be_print_of_now(
    project: Project, stage: StageDossier, rules: StageRules, sealer: Sealer, code: str | None
) -> None:
    """`Invalid` where the code on a stamped scan is that of an older print, or of none."""
    if code is None:
        return
    paper = Paper(rules=rules)
    prints.must_be_print_of_now(stage.dossier, paper.marker(project, sealer), paper.pages_of, code)


def checked_print(project: Project, book: Rulebook, sealer: Sealer, code: PrintCode) -> Shown | None:
    """What anybody may know who has the code; None where it is not of this project. The newest content counts."""
    for stage in sorted(project.times, key=lambda time: -time.number):
        paper = Paper(rules=book.of(stage))
        marker = paper.marker(project, sealer)
        found = checked(stage.dossier, marker, paper.pages_of, code) if paper.is_printed else None
        if found is not None:
            number, name = _number(project), project.applicant.name
            return shown_checked(found, kind=paper.kind, title=paper.title, number=number, applicant=name)
    return None


def _number(project: Project) -> str:
    return project.filing_number or project.id.hex[:8].upper()

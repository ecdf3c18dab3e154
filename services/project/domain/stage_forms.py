"""The forms of a stage as one: its own, and with the contract the undertaking (承诺书) of both parties.

A dossier has one set of answers. The pages of the undertaking stand in it as `undertaking.<page>`, so
that filing, return, unlocking and comparing see them like all others. Where in a form the project's name,
the parties and the contract are is the same in every pack; which stage asks for them, and for what else, is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from casework.dossier import Dossier
from casework.ports import Answers
from contracts.refusal import Invalid, Problem
from policy.forms import Form

UNDERTAKING: Final = "undertaking"
PREFIX: Final = f"{UNDERTAKING}."
TITLE, PAYEE, PROVIDER = "basic.project_name", "basic.payee_account", "basic.provider"
NUMBER, SIGNED_ON, COMPLETE_BY = "contract.number", "contract.signed_on", "contract.complete_by"
AMOUNT, DOWN_PAYMENT = "contract.amount", "contract.down_payment"
LIST_PRICE, CONCESSION = "contract.list_price", "contract.concession"
GROUP_LEAD: Final = "basic.group_purchase_lead"
LINES: Final = "solutions.products"
PROMISED_NUMBER: Final = "contract.contract_number"
COMPLETED_ON: Final = "completed_on"
"""The day that a stage which yields the completion names, on whichever page it stands."""


@dataclass(frozen=True)
class Said:
    """The answers of several forms as facts, by the form's key; the form that is asked first stands first."""

    forms: tuple[tuple[str, Mapping[str, Any]], ...]

    def value(self, path: str) -> Any:
        """What the first form that answers `page.field` says; None where none does."""
        found = (facts.get(f"{form}.{path}") for form, facts in self.forms)
        return next((fact for fact in found if fact is not None), None)

    def all(self, path: str) -> list[Any]:
        """What each form says that answers it."""
        found = (facts.get(f"{form}.{path}") for form, facts in self.forms)
        return [fact for fact in found if fact is not None]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: fact for _, facts in reversed(self.forms) for name, fact in facts.items()}


@dataclass(frozen=True, kw_only=True)
class StageForms:
    """`undertaking` is None where the pack asks for none. Itself a form, as `casework.drafting` knows forms."""

    own: Form
    undertaking: Form | None = None

    def problems(self, answers: Answers, complete: bool) -> list[Problem]:
        """Of both forms; with `complete` also where the two contradict each other."""
        found = list(self.own.problems(self.own_pages(answers), complete))
        if self.undertaking is not None:
            undertaken = self.undertaking.problems(self.undertaken_pages(answers), complete)
            found += (as_undertaken(problem) for problem in undertaken)
        if complete:
            found += self._contradictions(answers)
        return found

    def facts(self, answers: Answers) -> dict[str, Any]:
        """The facts of both forms."""
        facts = self.own.facts(self.own_pages(answers))
        return facts | self.undertaking.facts(self.undertaken_pages(answers)) if self.undertaking else facts

    def own_pages(self, answers: Answers) -> dict[str, Any]:
        return {page: content for page, content in answers.items() if not page.startswith(PREFIX)}

    def undertaken_pages(self, answers: Answers) -> dict[str, Any]:
        return {page.removeprefix(PREFIX): content for page, content in answers.items() if page.startswith(PREFIX)}

    def form_of(self, page: str) -> tuple[Form, str]:
        """The form that a page belongs to, and the page's name in it; its own form for an unknown page."""
        if self.undertaking is not None and page.startswith(PREFIX):
            return self.undertaking, page.removeprefix(PREFIX)
        return self.own, page

    def targets(self) -> Iterator[str]:
        """The paths of fields that a correction may name."""
        for prefix, form in (("", self.own), (PREFIX, self.undertaking)):
            for page in form.pages if form else ():
                yield from (f"answers.{prefix}{page.key}.{field.key}" for field in page.fields)

    def stamped(self, form: str | None, answers: Answers) -> dict[str, str]:
        """What the stamped print of this form says now, page by page; empty for another form's name."""
        if self.undertaking is not None and form == self.undertaking.key:
            digests = self.undertaking.stamped_digest(self.undertaken_pages(answers))
            return {f"{PREFIX}{page}": digest for page, digest in digests.items()}
        return self.own.stamped_digest(self.own_pages(answers)) if form == self.own.key else {}

    def asks_for(self, path: str) -> bool:
        """Whether its own form has the field `page.field`."""
        return path in self._own_paths

    def completed_on(self, answers: Answers) -> date | None:
        """The day that its form calls the day of completion, on whichever page."""
        facts = self.own.facts(self.own_pages(answers))
        return next((fact for name, fact in facts.items() if name.split(".")[-1] == COMPLETED_ON), None)

    def title_of(self, answers: Answers) -> str:
        """The project's name; empty while it has none."""
        title = answer_at(answers, TITLE)
        return title.strip() if type(title) is str else ""

    def prefilled(self, names: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The answers that the platform gives itself when a project is started."""
        filled: dict[str, dict[str, Any]] = dict(self.own.prefilled(names))
        if self.undertaking is not None:
            filled |= {f"{PREFIX}{page}": content for page, content in self.undertaking.prefilled(names).items()}
        return filled

    def with_names(self, dossier: Dossier, names: Mapping[str, Any]) -> Dossier:
        """The dossier with the names that only the platform writes (locked fields), as they are now."""
        answers = {page: dict(content) for page, content in dossier.answers.items() if isinstance(content, Mapping)}
        for page, field, source in self._locked:
            content = answers.setdefault(page, {})
            if names.get(source) is None:
                content.pop(field, None)
            else:
                content[field] = names[source]
        kept = {page: content for page, content in answers.items() if content or page in dossier.answers}
        return replace(dossier, answers=kept)

    def with_locked(self, page: str, content: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
        """A page that came back, with the locked fields as they were. `Invalid` where they came back changed."""
        locked = [field for at, field, _ in self._locked if at == page]
        problems = [
            Problem(code="fixed_by_registry", field=f"answers.{page}.{field}", inputs={"registered": kept.get(field)})
            for field in locked
            if content.get(field) not in (None, "", kept.get(field))
        ]
        if problems:
            raise Invalid(problems=problems)
        said = {field: answer for field, answer in content.items() if field not in locked}
        return said | {field: kept[field] for field in locked if field in kept}

    @cached_property
    def _locked(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (f"{prefix}{page['key']}", field["key"], field["prefill"])
            for prefix, form in (("", self.own), (PREFIX, self.undertaking))
            for page in (form.spec["pages"] if form else ())
            for field in page["fields"]
            if field.get("locked") and field.get("prefill")
        )

    @cached_property
    def _own_paths(self) -> frozenset[str]:
        return frozenset(f"{page.key}.{field.key}" for page in self.own.pages for field in page.fields)

    def _contradictions(self, answers: Answers) -> Iterator[Problem]:
        promised = answer_at(self.undertaken_pages(answers), PROMISED_NUMBER)
        number = answer_at(answers, NUMBER)
        both = type(promised) is str and type(number) is str
        if self.undertaking is not None and both and promised.strip() != number.strip():
            yield Problem(
                code="contract_number_differs",
                field=f"answers.{PREFIX}{PROMISED_NUMBER}",
                inputs={"contract": number, "undertaking": promised},
            )


def answer_at(answers: Answers, path: str) -> Any:
    """The answer to `page.field`; None where there is none."""
    page, field = path.split(".")
    content = answers.get(page)
    return content.get(field) if isinstance(content, Mapping) else None


def as_undertaken(problem: Problem) -> Problem:
    """A problem of the undertaking form, with the path that its page has in the dossier."""
    field = problem.field or "answers"
    return replace(problem, field=f"answers.{PREFIX}{field.removeprefix('answers.')}")

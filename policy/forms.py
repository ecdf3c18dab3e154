"""Forms: pages of fields, compiled from the pack; the owner of a form checks it with `Form.problems`.

    key: declaration
    title: 试点企业申报书
    pages:
      - key: basic
        title: 基础信息
        stamped: true                       # printed, stamped and scanned: see `stamped_digest`
        fields:
          - {key: revenue, title: 上年度营业收入, type: money, unit: wan_yuan}
          - {key: reason, title: 原因, type: text, max_length: 200, visible_when: {field: basic.will, equals: no}}

A field is compulsory unless it says `required: false` or gives `required_when`. Types are those of
`field_types`; `rows` repeats its `fields`. `sealed: true` marks phones and bank accounts: their answers
are plain text on the way in and the wire of `contracts.Sealed` from then on. `prefill: organisation.name`
says what the platform fills in, `locked: true` that it stays so.

Answers are `{page: {field: value}}`: money and decimals as text in the declared unit, whole numbers as
integers, dates as YYYY-MM-DD, choices as codes, tables as lists of objects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.refusal import Problem
from policy.canonical import canonical_json, sha256_of
from policy.conditions import Situation
from policy.facts import FactType, Kind
from policy.field_types import UNIT_TITLES
from policy.fields import Field, is_empty, is_sealed_value, problems_of
from policy.sentences import in_words

Answers = Mapping[str, Any]
Seal = Callable[[str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Page:
    """`is_stamped`: it is part of the printed form that the enterprise stamps."""

    key: str
    title: str
    is_stamped: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ShownPage:
    """A page as people read it: `rows` are (title, text); `tables` are (title, column titles, lines of texts)."""

    key: str
    title: str
    is_stamped: bool
    rows: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True)
class Form:
    """A form of a pack version. `spec` is its compiled form, what a portal renders it from."""

    key: str
    title: str
    pages: tuple[Page, ...]
    spec: Mapping[str, Any]

    def problems(self, answers: Answers, complete: bool) -> list[Problem]:
        """Everything that is wrong, at once, each with the path of its field; empty: the answers are good.

        `complete=False` is for a draft: nothing is required yet, but what is there must be readable.
        """
        if type(answers) is not dict:
            return [Problem(code="wrong_type", field="answers", requirement="按页填写")]
        found: list[Problem] = []
        situation = Situation(_LazyFacts(self, answers))
        for page in self.pages:
            content = answers.get(page.key)
            if content is not None and type(content) is not dict:
                found.append(Problem(code="wrong_type", field=f"answers.{page.key}", requirement="按字段填写"))
                continue
            found.extend(problems_of(page.fields, content or {}, f"answers.{page.key}", situation, complete))
        if not answers.keys() <= self._page_keys:
            unknown = (key for key in answers if key not in self._page_keys)
            found.extend(Problem(code="unknown_page", field=f"answers.{key}") for key in unknown)
        return found

    def facts(self, answers: Answers) -> dict[str, Any]:
        """The answers as facts `<form>.<page>.<field>`, tables also as `….count`; no sealed or unreadable ones."""
        facts: dict[str, Any] = {}
        for page, field, answer in self._answered(answers):
            if field.is_sealed:
                continue
            fact = field.fact_of(answer)
            facts[f"{self.key}.{page.key}.{field.key}"] = fact
            if field.fact.kind is Kind.ROWS and (fact is not None or is_empty(answer)):
                facts[f"{self.key}.{page.key}.{field.key}.count"] = len(fact or ())
        return {name: fact for name, fact in facts.items() if fact is not None}

    def fact_types(self) -> dict[str, FactType]:
        """The types of `facts`, for the catalogue that conditions are read against."""
        return fact_types(self.key, self.pages)

    def pages_changed(self, before: Answers, after: Answers) -> tuple[str, ...]:
        """The pages whose answers would print differently."""
        old, new = self._shown(before), self._shown(after)
        return tuple(page.key for page in self.pages if old[page.key] != new[page.key])

    def locked_problems(self, before: Answers, after: Answers) -> list[Problem]:
        """`field_locked` for every locked field whose answer is not what it was: the registry's word stands."""
        return [
            field.problem("field_locked", f"answers.{page.key}.{field.key}")
            for page, field, answer in self._answered(after)
            if field.is_locked and field.shown(answer) != field.shown(_content(before, page).get(field.key))
        ]

    def stamped_digest(self, answers: Answers) -> dict[str, str]:
        """Per stamped page the sha256 of what its print shows: a scan is stale where the digest has changed since.

        Sealed values count by their last four characters, as they stay the same when a key is changed.
        """
        shown = self._shown(answers)
        return {page.key: sha256_of(canonical_json(shown[page.key])) for page in self.pages if page.is_stamped}

    @cached_property
    def sealed_paths(self) -> tuple[str, ...]:
        """The paths of sealed fields: `basic.contact_phone`, `contacts.people.*.phone` inside tables."""
        paths = []
        for page in self.pages:
            for field in page.fields:
                paths += [f"{page.key}.{field.key}"] if field.is_sealed else []
                paths += [f"{page.key}.{field.key}.*.{column.key}" for column in field.columns if column.is_sealed]
        return tuple(paths)

    @cached_property
    def locked_paths(self) -> tuple[str, ...]:
        """The paths of locked fields, which the platform fills in and nobody changes here."""
        return tuple(f"{page.key}.{field.key}" for page in self.pages for field in page.fields if field.is_locked)

    def seal(self, answers: Answers, seal: Seal) -> dict[str, Any]:
        """The answers with sealed fields as `seal(purpose, text)` gives them; purpose `<form>.<path>`."""
        sealed = dict(answers)
        for page in self.pages:
            if type(answers.get(page.key)) is dict:
                sealed[page.key] = _seal_all(page.fields, answers[page.key], f"{self.key}.{page.key}", seal)
        return sealed

    def prefilled(self, known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The answers that the platform can give itself: `known` maps what fields name in `prefill` to answers."""
        filled: dict[str, dict[str, Any]] = {}
        for page in self.pages:
            for field in page.fields:
                if field.prefill is not None and known.get(field.prefill) is not None:
                    filled.setdefault(page.key, {})[field.key] = known[field.prefill]
        return filled

    def shown(self, answers: Answers) -> tuple[ShownPage, ...]:
        """The form as it is printed, visible fields only, in Chinese; sealed values by their last four characters."""
        situation = Situation(_LazyFacts(self, answers))
        return tuple(_shown_page(page, _content(answers, page), situation) for page in self.pages)

    def blanks(self, answers: Answers) -> dict[str, str]:
        """The answers in words for the blanks of a letter: `page_field`, and `field` where one page has it only."""
        told = [(page.key, field, answer) for page, field, answer in self._answered(answers) if not field.columns]
        names = Counter(field.key for _, field, _ in told)
        words = {f"{page}_{field.key}": _text(field, answer) for page, field, answer in told}
        words |= {field.key: _text(field, answer) for _, field, answer in told if names[field.key] == 1}
        return {name: text for name, text in words.items() if text}

    def describe(self) -> Mapping[str, Any]:
        """The form as JSON: pages, fields, options, units, limits, conditions of visibility."""
        return self.spec

    def _shown(self, answers: Answers) -> dict[str, list[Any]]:
        situation = Situation(_LazyFacts(self, answers))
        return {page.key: _shown_values(page, _content(answers, page), situation) for page in self.pages}

    def _answered(self, answers: Answers) -> Iterator[tuple[Page, Field, Any]]:
        for page in self.pages:
            content = _content(answers, page)
            yield from ((page, field, content.get(field.key)) for field in page.fields)

    @cached_property
    def _page_keys(self) -> frozenset[str]:
        return frozenset(page.key for page in self.pages)

    @cached_property
    def _fields(self) -> dict[str, tuple[str, Field]]:
        return {f"{page.key}.{field.key}": (page.key, field) for page in self.pages for field in page.fields}


class _LazyFacts(Mapping[str, Any]):
    """The answers as facts by `page.field`, read only when a condition asks."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self._form, self._answers = form, answers

    def __getitem__(self, path: str) -> Any:
        page, field = self._form._fields[path]
        content = self._answers.get(page)
        return field.fact_of(content.get(field.key)) if type(content) is dict else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._form._fields)

    def __len__(self) -> int:
        return len(self._form._fields)


def fact_types(form: str, pages: tuple[Page, ...]) -> dict[str, FactType]:
    """`<form>.<page>.<field>` with its type; sealed fields are no facts."""
    types: dict[str, FactType] = {}
    for page in pages:
        for field in page.fields:
            if not field.is_sealed:
                name = f"{form}.{page.key}.{field.key}"
                types[name] = field.fact
                if field.fact.kind is Kind.ROWS:
                    types[f"{name}.count"] = FactType(Kind.WHOLE, f"{field.title}行数")
    return types


def _content(answers: Answers, page: Page) -> Mapping[str, Any]:
    """The answers to a page; none where something else stands there."""
    content = answers.get(page.key)
    return content if type(content) is dict else {}


def _shown_values(page: Page, content: Mapping[str, Any], situation: Situation) -> list[Any]:
    return [
        [field.key, field.shown(content.get(field.key))]
        for field in page.fields
        if not is_empty(content.get(field.key)) and field.is_visible(situation)
    ]


def _shown_page(page: Page, content: Mapping[str, Any], situation: Situation) -> ShownPage:
    visible = [field for field in page.fields if field.is_visible(situation)]
    rows = tuple((field.title, _text(field, content.get(field.key))) for field in visible if not field.columns)
    tables = tuple((field.title, *_table(field, content.get(field.key))) for field in visible if field.columns)
    return ShownPage(page.key, page.title, page.is_stamped, rows, tables)


def _table(field: Field, rows: Any) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    readable = [row for row in rows if type(row) is dict] if type(rows) is list else []
    lines = tuple(tuple(_text(column, row.get(column.key)) for column in field.columns) for row in readable)
    return tuple(column.title for column in field.columns), lines


def _text(field: Field, answer: Any) -> str:
    if is_empty(answer):
        return ""
    if field.is_sealed:
        return str(field.shown(answer))
    if field.fact.kind is Kind.MONEY:
        return f"{answer}{UNIT_TITLES[field.unit or 'yuan']}"
    fact = field.fact_of(answer)
    return str(answer) if fact is None else in_words(fact, field.fact)


def _seal_all(fields: tuple[Field, ...], content: Mapping[str, Any], at: str, seal: Seal) -> dict[str, Any]:
    sealed = dict(content)
    for field in fields:
        answer = content.get(field.key)
        if is_empty(answer) or (field.is_sealed and is_sealed_value(answer)):
            continue
        if field.is_sealed:
            sealed[field.key] = dict(seal(f"{at}.{field.key}", str(answer)))
        elif field.columns and type(answer) is list:
            sealed[field.key] = [
                _seal_all(field.columns, row, f"{at}.{field.key}", seal) if type(row) is dict else row for row in answer
            ]
    return sealed

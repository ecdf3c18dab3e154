"""Builds a form from its compiled spec: readers, conditions and fact types, once per pack version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy.condition_reader import ConditionError, read_condition
from policy.conditions import Condition
from policy.facts import Catalogue, FactType, Kind
from policy.field_types import Read, kind_of, reader_of, requirement_of
from policy.fields import Field, sealed_reader
from policy.forms import Form, Page
from policy.refs import Basis

Spec = Mapping[str, Any]


def read_form(spec: Spec, sources: Mapping[str, str]) -> Form:
    """The form; ConditionError (with keys from the form's root) when a condition does not fit its fields."""
    catalogue = {
        f"{page['key']}.{field['key']}": fact_type(field)
        for page in spec["pages"]
        for field in page["fields"]
        if not field.get("sealed")
    }
    pages = []
    for number, page in enumerate(spec["pages"]):
        keys = ("pages", number, "fields")
        fields = _fields(page["fields"], page["key"], catalogue, sources, keys)
        pages.append(Page(page["key"], page["title"], page.get("stamped", False), fields))
    return Form(spec["key"], spec["title"], tuple(pages), spec)


def fact_type(spec: Spec) -> FactType:
    """How conditions see the answers to a field."""
    options = {option["code"]: option["title"] for option in spec.get("options", ())}
    columns = {column["key"]: fact_type(column) for column in spec.get("fields", ()) if not column.get("sealed")}
    is_below_zero = spec["type"] == "decimal" and str(spec.get("at_least", "")).startswith("-")
    may_be_negative = is_below_zero or spec.get("may_be_negative", False)
    return FactType(kind_of(spec["type"]), spec["title"], options, columns, may_be_negative)


def _fields(
    specs: list[Spec], at: str, catalogue: Catalogue, sources: Mapping[str, str], keys: tuple[str | int, ...]
) -> tuple[Field, ...]:
    return tuple(_field(spec, at, catalogue, sources, (*keys, number)) for number, spec in enumerate(specs))


def _field(spec: Spec, at: str, catalogue: Catalogue, sources: Mapping[str, str], keys: tuple[str | int, ...]) -> Field:
    path = f"{at}.{spec['key']}"
    fact = fact_type(spec)
    is_table = fact.kind is Kind.ROWS
    return Field(
        key=spec["key"],
        path=path,
        title=spec["title"],
        type=spec["type"],
        fact=fact,
        requirement=requirement_of(spec),
        read=None if is_table else _reader(spec),
        is_required=spec.get("required", "required_when" not in spec),
        required_when=_condition(spec, "required_when", catalogue, keys),
        visible_when=_condition(spec, "visible_when", catalogue, keys),
        is_sealed=spec.get("sealed", False),
        is_locked=spec.get("locked", False),
        unit=spec.get("unit"),
        prefill=spec.get("prefill"),
        article=Basis.read(spec, sources).article,
        columns=_fields(spec["fields"], path, {**catalogue, **fact.columns}, sources, (*keys, "fields"))
        if is_table
        else (),
        min_rows=spec.get("min_rows", 0),
        max_rows=spec.get("max_rows", 100),
        distinct=spec.get("distinct"),
    )


def _reader(spec: Spec) -> Read:
    return sealed_reader(reader_of(spec)) if spec.get("sealed") else reader_of(spec)


def _condition(spec: Spec, name: str, catalogue: Catalogue, keys: tuple[str | int, ...]) -> Condition | None:
    if name not in spec:
        return None
    try:
        return read_condition(spec[name], catalogue, {})
    except ConditionError as error:
        raise error.within(*keys, name) from None

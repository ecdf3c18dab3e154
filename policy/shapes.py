"""The shape of every file of a pack but its forms (`shapes_forms`): which keys, which values, what is compulsory."""

from __future__ import annotations

from typing import Any

from contracts.files import MAX_FILE_BYTES
from contracts.roles import Role
from policy.login import LOGIN
from policy.numbers import GIVEN, SCOPES, is_format, unseen_scope
from policy.routes import DIVISION_LEVELS, FIRST_STEP, OUTCOMES, SAME_STEP
from policy.schema import (
    Check,
    Place,
    anything,
    day,
    either,
    flag,
    has,
    instant,
    key,
    list_of,
    map_of,
    matching,
    one_of,
    shape,
    text,
    whole,
)
from policy.schema_values import amount, count_text, dated
from policy.shapes_conditions import OPTIONAL, REQUIRED, VALUE_REF, condition, option, rule
from policy.shapes_honour import HONOUR
from policy.shapes_recovery import RECOVERY
from policy.shapes_rounds import CALL_ATTRIBUTES, DOCUMENT, EXCLUSIVE, LISTS, QUOTAS, RANKING
from policy.texts import KINDS as TEXT_KINDS
from policy.texts import placeholders

slug = matching(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "words-with-hyphens")
division_code = matching(r"[0-9]{6}", "six digits, quoted")
media_type = matching(r"[a-z]+/[a-z0-9.+-]+", "a media type")

# pack.yaml -----------------------------------------------------------------------------------------

_MOMENT = either((has("value"), VALUE_REF), (lambda value: value is None, anything), (lambda value: True, instant))


def _has_date(value: Any) -> bool:
    return isinstance(value, dict) and any(has("value")(value.get(name)) for name in ("opens_at", "closes_at"))


_WINDOW = either(
    (_has_date, shape({"stage": key, "actor": key}, {"opens_at": _MOMENT, "closes_at": _MOMENT}, basis=OPTIONAL)),
    (
        lambda value: True,
        shape({"stage": key, "actor": key}, {"opens_at": _MOMENT, "closes_at": _MOMENT}, basis=REQUIRED),
    ),
)

_CALL = shape(
    {"key": key, "batch": text, "title": text, "windows": list_of(_WINDOW)},
    {"details": list_of(shape({"title": text, "text": text})), "attributes": CALL_ATTRIBUTES},
    basis=OPTIONAL,
)


def _number_format(value: Any, place: Place) -> None:
    if not isinstance(value, str) or not is_format(value):
        place.refuse("malformed", value=value, expected="{year} {month} {division} {sequence:04}")


_NUMBER_SHAPE = shape({"title": text, "format": _number_format, "counts_per": one_of(*SCOPES)}, basis=REQUIRED)


def _number(value: Any, place: Place) -> None:
    _NUMBER_SHAPE(value, place)
    if place.is_clean and (unseen := unseen_scope(value["format"], value["counts_per"])):
        place.at("format").refuse("scope_not_printed", names=" ".join(unseen), counts_per=value["counts_per"])


_OPTIONS = list_of(option, unique="code")

HEAD: Check = shape(
    {
        "city": slug,
        "programme_year": slug,
        "version": matching(r"[0-9]+(\.[0-9]+)*", "a quoted version"),
        "title": text,
        "division": division_code,
        "validity": shape({"from": day}, {"until": day, "succeeded_by": slug}, basis=REQUIRED),
        "sources": map_of(
            shape({"title": text, "short": text}, {"number": text, "address": text, "dated": day}), at_least=1
        ),
        "calls": list_of(_CALL, at_least=1, unique="key"),
        "numbers": shape(dict.fromkeys(GIVEN, _number)),
        "notices": map_of(shape({"title": text, "length": dated("working_day", "day")}, basis=REQUIRED)),
        "fund_sources": list_of(option, at_least=1, unique="code"),
        "fund_categories": list_of(option, at_least=1, unique="code"),
        "cost_categories": list_of(shape({"code": key, "title": text}, basis=REQUIRED), at_least=1, unique="code"),
        "links": _OPTIONS,
        "exclusion_lists": _OPTIONS,
        "divisions": list_of(
            shape(
                {"code": division_code, "name": text, "level": one_of(*DIVISION_LEVELS)},
                {"parent": division_code},
                basis=REQUIRED,
            ),
            at_least=1,
            unique="code",
        ),
        "calendar_exceptions": list_of(
            shape({"on": day, "is_worked": flag, "title": text}, basis=REQUIRED), unique="on"
        ),
    },
    {
        "division_name": text,
        "division_level": one_of(*DIVISION_LEVELS),
        "recovery": RECOVERY,
        "login": LOGIN,
        "quotas": QUOTAS,
        "lists": LISTS,
        "ranking": RANKING,
        "exclusive": EXCLUSIVE,
        "honour": HONOUR,
    },
)


# The other files -----------------------------------------------------------------------------------

_VALUES = map_of(dated())

CONDITIONS: Check = shape(
    {"values": _VALUES, "rules": list_of(rule, unique="code"), "gates": map_of(list_of(key, unique=""))}
)

ACCEPTANCE: Check = shape({"values": _VALUES})

ATTACHMENTS: Check = map_of(
    list_of(
        shape(
            {
                "code": key,
                "title": text,
                "instructions": text,
                "media_types": list_of(media_type, at_least=1, unique=""),
                "max_files": whole(1),
                "max_bytes": whole(1, at_most=MAX_FILE_BYTES),
            },
            {"required": flag, "required_when": condition, "stamps": key, "assumed_limits": text},
            basis=REQUIRED,
        ),
        unique="code",
    )
)

_STEP = shape(
    {
        "step": key,
        "title": text,
        "role": one_of(*(role.value for role in Role)),
        "division_level": one_of(*DIVISION_LEVELS),
        "working_days": either((lambda value: value is None, anything), (lambda value: True, whole(1))),
        "outcomes": list_of(one_of(*OUTCOMES), at_least=1, unique=""),
    },
    {
        "assigned_by": one_of(*(role.value for role in Role)),
        "actor": key,
        "forms": list_of(key, unique=""),
        "attachments": key,
        "requires_document": DOCUMENT,
    },
    basis=REQUIRED,
)

ROUTES: Check = map_of(
    shape(
        {"title": text, "steps": list_of(_STEP, at_least=1, unique="step")},
        {"resumes_at": one_of(FIRST_STEP, SAME_STEP)},
        basis=OPTIONAL,
    )
)

SPLIT: Check = dated("shares")


def _body(value: Any, place: Place) -> None:
    text(value, place)
    try:
        list(placeholders(value))
    except (TypeError, ValueError) as error:
        place.refuse("unknown_placeholder", error=error)


TEXTS: Check = map_of(
    shape(
        {"title": text, "kind": one_of(*TEXT_KINDS), "body": _body},
        {"before_form": shape({}, basis=REQUIRED)},
        basis=OPTIONAL,
    )
)


# packs/national ------------------------------------------------------------------------------------

_SIZE_FLOOR = shape(
    {"class": one_of("large", "medium", "small"), "staff": count_text, "revenue_wan_yuan": amount("wan_yuan")}
)

SIZE_CLASSES: Check = shape(
    {
        "title": text,
        "sources": map_of(shape({"title": text, "short": text}, {"number": text}), at_least=1),
        "editions": list_of(
            shape(
                {"sectors": map_of(shape({"title": text, "floors": list_of(_SIZE_FLOOR, at_least=1, unique="class")}))},
                {"from": day},
                basis=REQUIRED,
            ),
            at_least=1,
        ),
    }
)

NATIONAL_OPTIONS: Check = map_of(
    shape({"title": text, "options": list_of(option, at_least=1, unique="code")}, basis=OPTIONAL)
)
